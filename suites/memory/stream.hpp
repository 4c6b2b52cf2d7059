#pragma once
#include <algorithm>

#include "core/stats.hpp"
#include "kernels/streams.hpp"
#include "suites/check.hpp"
#include "suites/memory/data.hpp"
#include "suites/test.hpp"

// What the bandwidth tests over arrays of double have in common: sizes, data, timing and the check.

namespace assay::ASSAY_BACKEND {

inline constexpr double kScalar = 3;

/// Elements an array, of three. STREAM's rule wants each array to be four times all last-level
/// caches; a short test takes no more than it can fill and check in its time, and never more than a
/// quarter of free memory.
inline std::size_t elements(const Exec& exec, const Context& context) {
  const DeviceFacts& facts = exec.facts();
  std::int64_t bytes = context.bytes;
  if (bytes == 0) {
    const double in_time = context.seconds * facts.units * (128 << 20);
    bytes = std::max<std::int64_t>(12 * last_level_bytes(facts), std::int64_t{96} << 20);
    bytes = std::min({bytes, static_cast<std::int64_t>(in_time), facts.free_bytes / 4});
  }
  const auto n = static_cast<std::size_t>(bytes) / (3 * sizeof(double));
  return std::max<std::size_t>(n / 512 * 512, 512);
}

/// What a bandwidth was measured with.
inline void describe(Result& result, const Exec& exec, const Context& context, std::size_t n) {
  result.params["array_bytes"] = static_cast<std::int64_t>(n * sizeof(double));
  result.params["llc_bytes"] = last_level_bytes(exec.facts());
  result.params["units"] = static_cast<std::int64_t>(exec.facts().units);
  result.params["data"] = std::string(name(context.data));
  result.facts["isa"] = exec.facts().isa;
}

inline void add_bandwidth(Result& result, const Exec& exec, const Sampled& sampled, double bytes) {
  result.steady = sampled.steady;
  result.metrics.push_back(
      sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, rates(sampled, bytes)));
  result.metrics.back().peak = exec.facts().peak_bytes_per_second;
}

/// Where an element of an array lies.
template <class T>
auto place_in(const Exec& exec, const char* array, const Buffer<T>& buffer) {
  return [&exec, array, &buffer](std::size_t i) {
    return std::string(array) + "[" + std::to_string(i) + "], " + exec.place(buffer.data() + i);
  };
}

/// Fills an array with an operand. The usual kind has a loop of its own, for a loop that asks for
/// the kind at every element does not vectorise and takes twice as long.
inline void fill(Exec& exec, const Buffer<double>& array, const Operand& data) {
  if (data.kind == DataKind::random)
    exec.for_each(array.size(), Put<double, NormalOperand>{array.data(), {data.key}});
  else
    exec.for_each(array.size(), Put<double, Operand>{array.data(), data});
}

/// The right answer at element i, from the operands alone.
template <class Formula, class Data>
struct Answer {
  Formula formula;
  Data in1, in2;
  ASSAY_HD double operator()(std::size_t i) const { return formula(in1(i), in2(i)); }
};

/// Holds every element against formula(in1, in2).
template <class Formula>
Miscompare<double> verify(Exec& exec, const Buffer<double>& array, const Formula& formula,
                          const Operand& in1, const Operand& in2) {
  using Normal = Answer<Formula, NormalOperand>;
  using Any = Answer<Formula, Operand>;
  if (in1.kind == DataKind::random)
    return exec.verify(array, Exactly<Normal>{{formula, {in1.key}, {in2.key}}});
  return exec.verify(array, Exactly<Any>{{formula, in1, in2}});
}

/// Times a kernel of the STREAM set with `inputs` arrays to read and one to write, and checks every
/// element. `body(out, in1, in2, n)` calls the kernel; `formula(in1, in2)` is what it computes.
template <class Body, class Formula>
void run_stream(Exec& exec, const Context& context, Results& results, int inputs, const Body& body,
                Formula formula) {
  const std::size_t n = elements(exec, context);
  const auto out = exec.template alloc<double>(n);
  const auto in1 = exec.template alloc<double>(n);
  const auto in2 = exec.template alloc<double>(n);
  const Operand data1{context.data, context.seed};
  const Operand data2{context.data, context.seed + 1};
  fill(exec, in1, data1);
  if (inputs > 1) fill(exec, in2, data2);

  const Cost cost{8.0 * (inputs + 1) * static_cast<double>(n), 0};
  const Sampled sampled = exec.sample({.seconds = context.seconds / 2}, cost,
                                      [&] { body(out.data(), in1.data(), in2.data(), n); });

  Result& result = results.device();
  describe(result, exec, context, n);
  record(result, "wrong result of the kernel", verify(exec, out, formula, data1, data2),
         place_in(exec, "out", out));
  add_bandwidth(result, exec, sampled, cost.bytes);
}

}  // namespace assay::ASSAY_BACKEND
