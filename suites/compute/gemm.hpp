#pragma once
#include <algorithm>
#include <cmath>
#include <string>

#include "core/stats.hpp"
#include "suites/compute/product.hpp"
#include "suites/compute/shapes.hpp"

// What the GEMM tests have in common. First a product of integers, every element of which must be
// exact; then the time is taken on the data asked for, and the last product is checked by
// Freivalds' method. On a GPU a thorough run looks for the fastest shape, too.

namespace assay::ASSAY_BACKEND {

template <NumberType kType>
double product_bytes(const GemmShape& shape) {
  const double of_operand = static_cast<double>(bits_of(kType)) / 8;
  return bytes_of(shape, of_operand, sizeof(typename GemmTypes<kType>::Result));
}

/// Side of the square matrices. On a GPU the one that published figures are for; on a host a call
/// takes some tens of milliseconds on any number of cores.
template <NumberType kType>
std::size_t side(const Exec& exec, const Context& context) {
  if (context.bytes > 0) {
    const double square = static_cast<double>(context.bytes) / product_bytes<kType>({1, 1, 1});
    return std::max<std::size_t>(static_cast<std::size_t>(std::sqrt(square)) / 64 * 64, 64);
  }
  if (is_gpu(exec.facts())) return 8192;
  const double growth = std::cbrt(static_cast<double>(exec.facts().units) / 2);
  const double base = context.level == Level::quick ? 1024 : 2048;
  return static_cast<std::size_t>(std::ceil(base * growth / 256)) * 256;
}

/// Calls `work` and gives what it gives; the result remembers when the first work was done.
template <class F>
auto with_load_noted(const Context& context, Result& result, const F& work) {
  const double from_s = context.clock.now_s() - context.started_s;
  auto done = work();
  if (!result.load) result.load = Span{from_s, context.clock.now_s() - context.started_s};
  return done;
}

/// Times products of one shape for `seconds` and checks the last one.
template <NumberType kType>
Sampled time_product(Exec& exec, const Context& context, Result& result, const GemmShape& shape,
                     double seconds) {
  Product<kType> product(exec, shape);
  product.fill(context.data, context.seed);
  product.multiply();  // whatever a backend prepares at the first product of a shape is not timed
  const Cost cost{product_bytes<kType>(shape), operations(shape)};
  const Sampled sampled = with_load_noted(context, result, [&] {
    return exec.sample({.seconds = seconds}, cost, [&] { product.multiply(); });
  });
  const double tolerance = product.check_by_vector(context.data, context.seed, result);
  if (result.params.count("row_tolerance") == 0) result.params["row_tolerance"] = tolerance;
  return sampled;
}

template <NumberType kType>
Metric rate_metric(const Exec& exec, const char* metric, const Sampled& sampled,
                   const GemmShape& shape) {
  Metric made = sampled_metric(metric, GemmTypes<kType>::kUnit, Better::higher,
                               rates(sampled, operations(shape)));
  const auto& peaks = exec.facts().peak_matrix_ops;
  if (const auto peak = peaks.find(kType); peak != peaks.end()) made.peak = peak->second;
  return made;
}

/// Shapes that fit into the memory and that a search can afford: choosing an algorithm for a shape
/// and timing it takes about forty products, which may take a quarter of the test's time.
template <NumberType kType>
std::vector<GemmShape> shapes_to_try(const Exec& exec, const Context& context, std::size_t n,
                                     double rate) {
  const double memory = context.bytes > 0 ? static_cast<double>(context.bytes)
                                          : static_cast<double>(exec.facts().free_bytes) / 2;
  std::vector<GemmShape> shapes = shapes_about(n);
  std::erase_if(shapes, [&](const GemmShape& shape) {
    const bool slow = rate > 0 && 40 * operations(shape) / rate > context.seconds / 4;
    return slow || product_bytes<kType>(shape) > memory;
  });
  return shapes;
}

/// Adds the fastest shape's metric; the square that was timed before is one of the candidates.
template <NumberType kType>
void search(Exec& exec, const Context& context, Result& result, std::size_t n,
            const Metric& square) {
  Metric best = square;
  GemmShape where{n, n, n};
  const auto shapes = shapes_to_try<kType>(exec, context, n, square.value.value_or(0));
  for (const GemmShape& shape : shapes) {
    const double seconds = 0.3 * context.seconds / static_cast<double>(shapes.size());
    const Sampled sampled = time_product<kType>(exec, context, result, shape, seconds);
    Metric found = rate_metric<kType>(exec, square.name.c_str(), sampled, shape);
    if (!found.value || !best.value || *found.value <= *best.value) continue;
    best = std::move(found);
    where = shape;
  }
  best.name = GemmTypes<kType>::kBestMetric;
  result.params["shapes_tried"] = static_cast<std::int64_t>(shapes.size() + 1);
  result.facts["best_shape"] = text_of(where);
  result.metrics.push_back(std::move(best));
}

/// What the tests of products declare.
template <NumberType kType>
std::vector<MetricSpec> gemm_metrics() {
  using Types = GemmTypes<kType>;
  const bool integers = Types::kUnit == Unit::ops;
  return {{Types::kMetric, Types::kUnit},
          {Types::kBestMetric, Types::kUnit},
          {integers ? "ops_per_watt" : "flops_per_watt",
           integers ? Unit::ops_per_watt : Unit::flops_per_watt, Better::higher, Derived::per_watt},
          {"load_clock", Unit::hertz, Better::higher, Derived::clock}};
}

template <NumberType kType>
void run_gemm(Exec& exec, const Context& context, Results& results) {
  using Types = GemmTypes<kType>;
  if (!exec.gemm().supports(kType))
    return results.absent("this device has no matrix product in " + std::string(name(kType)));
  const std::size_t n = side<kType>(exec, context);
  const bool searches = is_gpu(exec.facts()) && context.level != Level::quick;
  Result& result = results.device();
  const std::size_t exact = std::min(n, Types::kMostInner);
  Product<kType>(exec, {n, n, exact}).check_exact(context.seed, result);
  const Sampled sampled = time_product<kType>(exec, context, result, {n, n, n},
                                              (searches ? 0.4 : 0.7) * context.seconds);
  result.metrics.push_back(rate_metric<kType>(exec, Types::kMetric, sampled, {n, n, n}));
  if (searches) search<kType>(exec, context, result, n, Metric(result.metrics.back()));

  for (const char* dimension : {"rows", "columns", "inner"})
    result.params[dimension] = static_cast<std::int64_t>(n);
  result.params["exact_inner"] = static_cast<std::int64_t>(exact);
  result.params["type"] = std::string(name(kType));
  result.params["units"] = static_cast<std::int64_t>(exec.facts().units);
  result.params["data"] = std::string(name(context.data));
  result.facts["library"] = exec.gemm().library();
  result.steady = sampled.steady;
}

}  // namespace assay::ASSAY_BACKEND
