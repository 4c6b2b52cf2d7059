#include "kernels/sampler.hpp"

#include <algorithm>
#include <cmath>

#include "core/stats.hpp"

namespace assay {
namespace {

/// Calls that fill one window, grown from one call so that a slow body is not run a thousand times
/// first.
std::size_t calls_per_window(Stopwatch& stopwatch, const SampleSpec& spec, const Cost& cost,
                             const std::function<void()>& body) {
  constexpr std::size_t most = std::size_t{1} << 20;
  std::size_t calls = 1;
  while (calls < most) {
    const double seconds = stopwatch.time(calls, body, cost);
    if (!(seconds < spec.window_s)) break;  // NaN ends it too
    const double wanted = seconds > 0 ? 1.2 * spec.window_s / seconds : 8;
    calls = static_cast<std::size_t>(
        std::ceil(static_cast<double>(calls) * std::clamp(wanted, 1.5, 8.0)));
  }
  return calls;
}

}  // namespace

bool SteadyRule::steady() const {
  if (seconds_.size() < 2 * kWindow) return false;
  const auto end = seconds_.end();
  const double last = median({end - kWindow, end});
  const double before = median({end - 2 * kWindow, end - kWindow});
  return std::abs(last - before) <= 0.02 * before;
}

Sampled take_samples(Stopwatch& stopwatch, const SampleSpec& spec, const Cost& cost,
                     const std::function<void()>& body) {
  Sampled sampled;
  sampled.calls = calls_per_window(stopwatch, spec, cost, body);
  const auto calls = static_cast<double>(sampled.calls);
  double spent = 0;
  const auto window = [&] {
    const double seconds = stopwatch.time(sampled.calls, body, cost);
    spent += std::isfinite(seconds) ? seconds : spec.seconds;
    return seconds / calls;
  };
  SteadyRule rule;
  while (!rule.steady() && spent < spec.seconds / 3) rule.add(window());
  sampled.steady = rule.steady();
  while (sampled.seconds.size() < spec.min_samples ||
         (spent < spec.seconds && sampled.seconds.size() < spec.max_samples))
    sampled.seconds.push_back(window());
  return sampled;
}

std::vector<double> rates(const Sampled& sampled, double amount) {
  std::vector<double> result;
  result.reserve(sampled.seconds.size());
  for (const double seconds : sampled.seconds) result.push_back(amount / seconds);
  return result;
}

}  // namespace assay
