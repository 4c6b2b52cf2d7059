#pragma once
#include <cstdio>
#include <string>

#include "core/stats.hpp"
#include "suites/memory/data.hpp"
#include "suites/test.hpp"

// What the bandwidth tests over arrays of double have in common: sizes, data, timing and the check.

namespace assay::ASSAY_BACKEND {

inline constexpr double kScalar = 3;

/// One kernel: how many arrays it touches, and what it computes an element.
struct StreamKernel {
  const char* name;  ///< of the array that it writes
  int arrays;        ///< read and written: bytes moved are 8 x arrays x elements
  double flops;      ///< an element
};

struct Arrays {
  Buffer<double> out, in1, in2;
};

/// Elements an array: the three together fill `context.bytes`, else four times the last-level cache, at
/// most a quarter of free memory.
inline std::size_t elements(const Exec& exec, const Context& context) {
  const DeviceFacts& facts = exec.facts();
  std::int64_t bytes = context.bytes;
  if (bytes == 0) {
    bytes = std::max<std::int64_t>(4 * last_level_bytes(facts), std::int64_t{64} << 20);
    bytes = std::min(bytes, facts.free_bytes / 4);
  }
  const auto n = static_cast<std::size_t>(bytes) / (3 * sizeof(double));
  return std::max<std::size_t>(n / 512 * 512, 512);
}

struct Put {
  double* to;
  Operand operand;
  ASSAY_HD void operator()(std::size_t i) const { to[i] = operand(i); }
};

/// The right answer at element i, from the operands alone.
template <class F>
struct Expect {
  F f;
  Operand in1, in2;
  ASSAY_HD Range<double> operator()(std::size_t i) const {
    const double right = f(in1(i), in2(i));
    return {right, right};
  }
};

/// A defect for what verification found wrong in the array `name`; nothing if all is right.
inline void record(Result& result, const char* name, const Miscompare<double>& found) {
  if (found.count == 0) return;
  Defect defect;
  defect.what = std::to_string(found.count) + " wrong elements in array " + name;
  defect.where = std::string(name) + "[" + std::to_string(found.first) + "]";
  const auto text = [](double value) {
    char hex[64];
    std::snprintf(hex, sizeof hex, "%a", value);
    return std::string(hex);
  };
  defect.expected = text(found.expected.low);
  defect.actual = text(found.actual);
  defect.reread = text(found.reread);
  defect.count = found.count;
  result.defects.push_back(defect);
}

template <class Body, class Formula>
void run_stream(Exec& exec, const Context& context, Results& results, const StreamKernel& kernel,
                const Body& body, Formula formula) {
  const std::size_t n = elements(exec, context);
  Arrays arrays{exec.template alloc<double>(n), exec.template alloc<double>(n),
                exec.template alloc<double>(n)};
  const Operand in1{context.data, context.seed};
  const Operand in2{context.data, context.seed + 1};
  exec.for_each(n, Put{arrays.in1.data(), in1});
  exec.for_each(n, Put{arrays.in2.data(), in2});

  const auto count = static_cast<double>(n);
  const Cost cost{8.0 * kernel.arrays * count, kernel.flops * count};
  const Sampled sampled =
      exec.sample({.seconds = context.seconds / 2}, cost, [&] { body(arrays, n); });

  Result& result = results.device();
  result.params["bytes"] = static_cast<std::int64_t>(n * sizeof(double));
  result.steady = sampled.steady;
  record(result, kernel.name, exec.verify(arrays.out, Expect<Formula>{formula, in1, in2}));
  Metric bandwidth = sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher,
                                    rates(sampled, cost.bytes));
  bandwidth.peak = exec.facts().peak_bytes_per_second;
  result.metrics.push_back(bandwidth);
}

}  // namespace assay::ASSAY_BACKEND
