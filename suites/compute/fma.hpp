#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/stats.hpp"
#include "kernels/fma.hpp"
#include "suites/check.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

// What the multiply-add tests have in common.

namespace assay::ASSAY_BACKEND {

/// What a lane leaves in memory: numbers of few bits are compared as the bits that they are.
template <class T>
ASSAY_HD T left_by(T x) {
  return x;
}
ASSAY_HD inline std::uint16_t left_by(Fp16 x) { return x.bits(); }
template <class T>
using LeftBy = decltype(left_by(T{}));

/// Where each lane's chain must end: there are few starts, so the chains are computed once, one
/// step at a time.
template <class T>
struct ChainEnds {
  LeftBy<T> ends[FmaChain<T>::kStarts];
  explicit ChainEnds(std::size_t rounds) {
    for (std::size_t k = 0; k < FmaChain<T>::kStarts; ++k)
      ends[k] = left_by(FmaChain<T>::end(FmaChain<T>::start(k), rounds));
  }
  ASSAY_HD LeftBy<T> operator()(std::size_t lane) const {
    return ends[lane % FmaChain<T>::kStarts];
  }
};

/// How evenly the units work: each one's median over a few runs. One that is slow holds up all
/// others in every kernel, and shows by its number.
inline void compare_units(Exec& exec, Result& result, const std::function<void()>& run) {
  constexpr int runs = 9;
  std::map<std::string, std::vector<double>> seconds;
  for (int i = 0; i < runs; ++i) {
    run();
    for (const UnitTime& one : exec.fma().unit_times()) seconds[one.unit].push_back(one.seconds);
  }
  std::vector<double> medians;
  std::pair<double, std::string> slowest;
  for (const auto& [unit, times] : seconds) {
    medians.push_back(median(times));
    slowest = std::max(slowest, {medians.back(), unit});
  }
  if (!(slowest.first > 0))
    return put_unknown(result, "slowest_unit_share", Unit::ratio, Better::higher,
                       "the units' clock stood still");
  put(result, "slowest_unit_share", Unit::ratio, Better::higher, median(medians) / slowest.first);
  result.facts["slowest_unit"] = slowest.second;
}

/// --data does not apply: the chain's values are what makes its answer known.
template <class T>
void run_fma(Exec& exec, const Context& context, Results& results, NumberType type) {
  constexpr std::size_t rounds = 1 << 15;  // some hundred microseconds a call
  const std::size_t per_unit = exec.fma().lanes_per_unit(type);
  const auto out = exec.template alloc<LeftBy<T>>(per_unit * exec.fma().units());
  const double flops = FmaChain<T>::kFlopsARound * static_cast<double>(rounds * out.size());
  const auto run = [&] { exec.fma().run(type, rounds, out.data()); };
  const Sampled sampled = exec.sample({.seconds = 0.8 * context.seconds}, {0, flops}, run);

  Result& result = results.device();
  record(result, "a chain of multiply-adds ended at the wrong value",
         exec.verify(out, Exactly<ChainEnds<T>>{ChainEnds<T>(rounds)}), [&](std::size_t lane) {
           return exec.fma().unit_times().at(lane / per_unit).unit + ", lane " +
                  std::to_string(lane % per_unit);
         });
  result.params["type"] = std::string(name(type));
  result.params["units"] = static_cast<std::int64_t>(exec.fma().units());
  result.params["lanes_per_unit"] = static_cast<std::int64_t>(per_unit);
  result.params["rounds"] = static_cast<std::int64_t>(rounds);
  result.facts["isa"] = exec.facts().isa;
  result.steady = sampled.steady;
  result.metrics.push_back(
      sampled_metric("flops", Unit::flops, Better::higher, rates(sampled, flops)));
  const auto& peaks = exec.facts().peak_vector_ops;
  if (const auto peak = peaks.find(type); peak != peaks.end())
    result.metrics.back().peak = peak->second;
  compare_units(exec, result, run);
}

}  // namespace assay::ASSAY_BACKEND
