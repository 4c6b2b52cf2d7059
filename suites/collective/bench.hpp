#pragma once
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "suites/collective/agreement.hpp"
#include "suites/collective/answer.hpp"
#include "suites/collective/sizes.hpp"

// What the tests of collectives have in common: one result for each type and size.

namespace assay::ASSAY_BACKEND {

/// Metrics that every one of them reports.
inline std::vector<MetricSpec> collective_metrics() {
  return {{"bus_bandwidth", Unit::bytes_per_second, Better::higher},
          {"algorithm_bandwidth", Unit::bytes_per_second, Better::higher},
          {"time", Unit::seconds, Better::lower}};
}

/// One call, checked before and after it is timed.
template <class Word>
class CollectiveBench {
 public:
  CollectiveBench(Exec& exec, const Context& context, const Call& call, Result& result)
      : exec_(exec),
        context_(context),
        ranks_(*context.ranks),
        call_(call),
        result_(result),
        buffers_(exec, call, ranks_),
        agreement_(exec, ranks_, patience_s()) {}

  void measure(double seconds) { report(checked_sample(seconds)); }

  /// Seconds of each call, those of the slowest rank, after its answer was checked and before it is
  /// once more.
  [[nodiscard]] std::vector<double> checked_sample(double seconds) {
    describe();
    // Where one rank alone takes part in an element, a wrong one tells whose it was.
    check(1);
    check(3);
    std::vector<double> times = sample(seconds);
    check(3);
    return times;
  }

 private:
  /// How long a rank may keep the others waiting.
  [[nodiscard]] double patience_s() const { return 5 + context_.seconds; }

  void describe() {
    result_.params["bytes"] = buffers_.bytes();
    result_.params["type"] = std::string(name(call_.type));
    result_.params["in_place"] = call_.in_place;
    result_.params["ranks"] = std::int64_t{ranks_.size()};
    result_.params["nodes"] = context_.nodes;
    if (reduces(call_.operation)) result_.params["reduction"] = std::string(name(call_.reduction));
  }

  void check(int parties) {
    const Contributions all = contributions_to(call_, ranks_, context_.seed, parties);
    buffers_.fill(all, ranks_.rank());
    begin(ranks_, call_, buffers_);
    ranks_.wait(patience_s());
    check_answer(exec_, call_, buffers_, all, ranks_, result_);
  }

  [[nodiscard]] std::vector<double> timed(int calls) {
    const auto bytes = static_cast<double>(buffers_.bytes());
    const Cost cost{.bytes = bytes, .link_bytes = bytes};
    std::vector<double> times =
        ranks_.time(calls, patience_s(), [this] { begin(ranks_, call_, buffers_); });
    for (double& seconds : times) {
      const double measured = seconds;
      seconds = exec_.faults().distorted(measured, 1, cost);
      if (exec_.faults().computes_time()) exec_.clock().sleep_s(seconds - measured);
    }
    return times;
  }

  /// What ranks can agree on: the largest of several and NaN is not the same everywhere.
  [[nodiscard]] static double known(double seconds) { return std::isfinite(seconds) ? seconds : 0; }

  /// This rank's own where it has no clock.
  [[nodiscard]] std::vector<double> sample(double seconds) {
    constexpr int kWarmUp = 2, kFewest = 3, kMost = 500;
    const double first = agreement_.largest(known(median(timed(kWarmUp))));
    const double calls = first > 0 ? std::min<double>(seconds / first, kMost) : kFewest;
    exec_.begin_series(seconds);
    const std::vector<double> mine = timed(std::max(static_cast<int>(calls), kFewest));
    std::vector<double> agreed(mine.size());
    std::transform(mine.begin(), mine.end(), agreed.begin(), known);
    agreed = agreement_.largest(agreed);
    const double total = std::accumulate(mine.begin(), mine.end(), 0.0);
    result_.facts["slowest_rank"] = std::to_string(agreement_.rank_of_largest(known(total)));
    return std::isfinite(total) ? agreed : mine;
  }

  void report(const std::vector<double>& times) {
    const auto bytes = static_cast<double>(buffers_.bytes());
    std::vector<double> rates(times.size());
    std::transform(times.begin(), times.end(), rates.begin(), [&](double s) { return bytes / s; });
    std::vector<double> bus(rates.size());
    const double factor = bus_factor(call_.operation, ranks_.size());
    std::transform(rates.begin(), rates.end(), bus.begin(), [&](double r) { return r * factor; });
    result_.metrics.push_back(
        sampled_metric("bus_bandwidth", Unit::bytes_per_second, Better::higher, bus));
    result_.metrics.push_back(
        sampled_metric("algorithm_bandwidth", Unit::bytes_per_second, Better::higher, rates));
    result_.metrics.push_back(sampled_metric("time", Unit::seconds, Better::lower, times));
  }

  Exec& exec_;
  const Context& context_;
  Communicator& ranks_;
  Call call_;
  Result& result_;
  CallBuffers<Word> buffers_;
  Agreement agreement_;
};

inline void measure_call(Exec& exec, const Context& context, const Call& call, double seconds,
                         Result& result) {
  switch (bytes_of(call.type)) {
    case 1:
      return CollectiveBench<std::uint8_t>(exec, context, call, result).measure(seconds);
    case 2:
      return CollectiveBench<std::uint16_t>(exec, context, call, result).measure(seconds);
    case 4:
      return CollectiveBench<std::uint32_t>(exec, context, call, result).measure(seconds);
    default:
      return CollectiveBench<std::uint64_t>(exec, context, call, result).measure(seconds);
  }
}

/// Says so where this device has nobody to talk to.
inline bool has_others(const Context& context, Results& results) {
  if (context.ranks == nullptr)
    results.skip("there are no ranks to talk to");
  else if (context.ranks->size() < 2)
    results.absent("one rank alone has nobody to talk to");
  return context.ranks != nullptr && context.ranks->size() > 1;
}

/// Every call of the level, in turn. What a rank finds is about its own device.
inline void run_collective(Exec& exec, const Context& context, Results& results,
                           Operation operation) {
  if (!has_others(context, results)) return;
  const std::vector<Call> calls =
      calls_of(operation, context.level, is_gpu(exec.facts()), budget_bytes(exec, context));
  const double seconds = 0.6 * context.seconds / static_cast<double>(calls.size());
  for (const Call& call : calls)
    measure_call(exec, context, call, seconds, results.next(exec.facts().subject));
}

}  // namespace assay::ASSAY_BACKEND
