#pragma once
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "suites/collective/agreement.hpp"

namespace assay::ASSAY_BACKEND {

/// How long a rank may keep the others waiting, in seconds.
inline double patience_s(const Context& context) { return 5 + context.seconds; }

/// Times calls that all ranks carry out together.
class CallTimer {
 public:
  CallTimer(Exec& exec, const Context& context)
      : exec_(exec),
        ranks_(*context.ranks),
        patience_s_(assay::ASSAY_BACKEND::patience_s(context)),
        agreement_(exec, ranks_, patience_s_) {
    agreement_.demand_all();
  }

  /// How long a rank may keep the others waiting, in seconds.
  [[nodiscard]] double patience_s() const { return patience_s_; }
  [[nodiscard]] Agreement& agreement() { return agreement_; }

  /// Seconds of each call of `begin`, which begins an operation of `bytes` bytes: those of the
  /// slowest rank, which `result` names. They take about `seconds` together, after two to warm up.
  [[nodiscard]] std::vector<double> sample(double bytes, double seconds,
                                           const std::function<void()>& begin, Result& result) {
    constexpr int kWarmUp = 2, kFewest = 3;
    // A device that computes its times makes calls that take longer than it says.
    const int most = exec_.faults().computes_time() ? 30 : 20'000;
    const double first = agreement_.largest(known(median(as_told(time(kWarmUp, begin), bytes))));
    const double calls = first > 0 ? std::min<double>(seconds / first, most) : kFewest;
    const int n = std::max(static_cast<int>(calls), kFewest);
    series_s_ = n * first;
    return slowest(time(n, begin), bytes, result);
  }

  /// Seconds of `calls` calls on this rank. Touches nothing of the device but what `begin` does.
  [[nodiscard]] std::vector<double> time(int calls, const std::function<void()>& begin) {
    const double from_s = exec_.clock().now_s();
    std::vector<double> times = ranks_.time(calls, patience_s_, begin);
    passed_s_ = exec_.clock().now_s() - from_s;
    return times;
  }

  /// Of what each rank timed, those of the slowest; this rank's own where it has no clock.
  [[nodiscard]] std::vector<double> slowest(const std::vector<double>& times, double bytes,
                                            Result& result) {
    exec_.begin_series(series_s_);
    const std::vector<double> mine = as_told(times, bytes);
    std::vector<double> agreed(mine.size());
    std::transform(mine.begin(), mine.end(), agreed.begin(), known);
    agreed = agreement_.largest(agreed);
    const double total = std::accumulate(mine.begin(), mine.end(), 0.0);
    result.facts["slowest_rank"] = std::to_string(agreement_.rank_of_largest(known(total)));
    return std::isfinite(total) ? agreed : mine;
  }

 private:
  /// What ranks can agree on: the largest of several and NaN is not the same everywhere.
  [[nodiscard]] static double known(double seconds) { return std::isfinite(seconds) ? seconds : 0; }

  /// What the device says that its calls took, which may be told to misbehave.
  [[nodiscard]] std::vector<double> as_told(std::vector<double> times, double bytes) {
    const Cost cost{.bytes = bytes, .link_bytes = bytes};
    for (double& seconds : times) seconds = exec_.faults().distorted(seconds, 1, cost);
    const double told_s = std::accumulate(times.begin(), times.end(), 0.0);
    // What the calls really took is part of it where the clock is a real one.
    if (exec_.faults().computes_time()) exec_.clock().sleep_s(told_s - passed_s_);
    return times;
  }

  Exec& exec_;
  Communicator& ranks_;
  double patience_s_;
  Agreement agreement_;
  double passed_s_ = 0;  ///< of the device's clock, in the latest calls
  double series_s_ = 0;  ///< that the calls of the last sample() should take together
};

/// Rates of `amount` a call, by the times of calls.
inline std::vector<double> rates_of(const std::vector<double>& times, double amount) {
  std::vector<double> rates(times.size());
  std::transform(times.begin(), times.end(), rates.begin(), [&](double s) { return amount / s; });
  return rates;
}

/// Says so where this device has nobody to talk to.
inline bool has_others(const Context& context, Results& results) {
  if (context.ranks == nullptr)
    results.skip("there are no ranks to talk to");
  else if (context.ranks->size() < 2)
    results.absent("one rank alone has nobody to talk to");
  return context.ranks != nullptr && context.ranks->size() > 1;
}

/// The most bytes that one operation may be of on every rank, where `buffers` of them must find
/// room where there is least, and a host has other things to do.
inline std::int64_t agreed_bytes(Exec& exec, const Context& context, int buffers = 4) {
  const std::int64_t room = context.bytes > 0 ? context.bytes : exec.facts().free_bytes / 2;
  const auto most = static_cast<double>(std::max<std::int64_t>(room / buffers, 64));
  Agreement agreement(exec, *context.ranks, patience_s(context));
  return static_cast<std::int64_t>(-agreement.largest(-most));
}

/// What stands with every figure. Hosts and GPUs carry out the same tests with as many ranks.
inline void describe_ranks(const Exec& exec, const Context& context, Result& result) {
  result.params["device"] = std::string(is_gpu(exec.facts()) ? "gpu" : "host");
  result.params["ranks"] = std::int64_t{context.ranks->size()};
  result.params["nodes"] = context.nodes;
}

}  // namespace assay::ASSAY_BACKEND
