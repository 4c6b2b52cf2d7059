#pragma once
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/stats.hpp"
#include "kernels/gemm.hpp"
#include "suites/check.hpp"
#include "suites/compute/operands.hpp"
#include "suites/memory/data.hpp"
#include "suites/test.hpp"

// What the GEMM tests have in common. First a product of integers, every element of which must be
// exact; then the time is taken on the data asked for, and the last product is checked by
// Freivalds' method.

namespace assay::ASSAY_BACKEND {

/// Side of the square matrices: a call takes some tens of milliseconds on any number of cores.
inline std::size_t side(const Exec& exec, const Context& context, std::size_t element_bytes) {
  if (context.bytes > 0) {
    const double elements =
        static_cast<double>(context.bytes) / 3 / static_cast<double>(element_bytes);
    return std::max<std::size_t>(static_cast<std::size_t>(std::sqrt(elements)) / 64 * 64, 64);
  }
  const double growth = std::cbrt(static_cast<double>(exec.facts().units) / 2);
  const double base = context.level == Level::quick ? 1024 : 2048;
  return static_cast<std::size_t>(std::ceil(base * growth / 256)) * 256;
}

template <class T>
struct Matrices {
  Buffer<T> a, b, c;
};

template <class T>
auto element_of(const Exec& exec, const Buffer<T>& c, std::size_t n) {
  return [&exec, &c, n](std::size_t i) {
    return "C[" + std::to_string(i / n) + "][" + std::to_string(i % n) + "], " +
           exec.place(c.data() + i);
  };
}

/// Multiplies integers and holds every element against its closed form.
template <class T>
void check_exact(Exec& exec, const Context& context, Result& result, NumberType type,
                 const Matrices<T>& m, std::size_t n) {
  const Factors left{context.seed};
  const Factors right{~context.seed};
  exec.for_each(n * n, Put<T, LowRank>{m.a.data(), {left, n}});
  exec.for_each(n * n, Put<T, LowRank>{m.b.data(), {right, n}});
  exec.gemm().multiply(type, {n, n, n}, m.a.data(), m.b.data(), m.c.data());
  const ExactProduct<T> product{left, right, Gram(left, right, n), n};
  record(result, "wrong element of an exact product",
         exec.verify(m.c, Exactly<ExactProduct<T>>{product}), element_of(exec, m.c, n));
}

/// C x = A (B' x) for a vector x of +-1, row by row: an error in one element of C is an error in
/// its row.
template <class T>
void check_by_vector(Exec& exec, const Context& context, Result& result, const Matrices<T>& m,
                     std::size_t n) {
  const auto y = exec.template alloc<double>(n);
  const auto residual = exec.template alloc<double>(n);
  const Signs x{context.seed};
  exec.for_each(n, ColumnSums<T>{y.data(), m.b.data(), x, n});
  exec.for_each(n, Residual<T>{residual.data(), m.a.data(), y.data(), m.c.data(), x, n});
  const double tolerance = vector_tolerance(context.data, std::numeric_limits<T>::epsilon(), n);
  record(result, "wrong row of the product", exec.verify(residual, Within{tolerance}),
         [](std::size_t row) { return "row " + std::to_string(row) + " of C"; });
  result.params["row_tolerance"] = tolerance;
}

template <class T>
void run_gemm(Exec& exec, const Context& context, Results& results, NumberType type) {
  const std::size_t n = side(exec, context, sizeof(T));
  const Matrices<T> m{exec.template alloc<T>(n * n), exec.template alloc<T>(n * n),
                      exec.template alloc<T>(n * n)};
  Result& result = results.device();
  check_exact(exec, context, result, type, m, n);

  exec.for_each(n * n, Put<T, Operand>{m.a.data(), {context.data, context.seed}});
  exec.for_each(n * n, Put<T, Operand>{m.b.data(), {context.data, context.seed + 1}});
  const auto side_length = static_cast<double>(n);
  const Cost cost{3.0 * side_length * side_length * sizeof(T),
                  2.0 * side_length * side_length * side_length};
  const Sampled sampled = exec.sample({.seconds = 0.7 * context.seconds}, cost, [&] {
    exec.gemm().multiply(type, {n, n, n}, m.a.data(), m.b.data(), m.c.data());
  });
  check_by_vector(exec, context, result, m, n);

  for (const char* dimension : {"rows", "columns", "inner"})
    result.params[dimension] = static_cast<std::int64_t>(n);
  result.params["type"] = std::string(name(type));
  result.params["units"] = static_cast<std::int64_t>(exec.facts().units);
  result.params["data"] = std::string(name(context.data));
  result.facts["library"] = exec.gemm().library();
  result.steady = sampled.steady;
  result.metrics.push_back(
      sampled_metric("flops", Unit::flops, Better::higher, rates(sampled, cost.flops)));
}

}  // namespace assay::ASSAY_BACKEND
