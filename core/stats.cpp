#include "core/stats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

struct Named {
  std::string_view name;
  double Samples::*member;
};
constexpr std::array<Named, 8> kStatistics{{{"min", &Samples::min},
                                            {"p01", &Samples::p01},
                                            {"p05", &Samples::p05},
                                            {"p50", &Samples::p50},
                                            {"p95", &Samples::p95},
                                            {"p99", &Samples::p99},
                                            {"max", &Samples::max},
                                            {"mean", &Samples::mean}}};

/// Two passes: sum of squares minus square of sum loses every digit when the spread is small.
double standard_deviation(const std::vector<double>& samples, double mean) {
  if (samples.size() < 2) return 0;
  double sum = 0;
  for (const double x : samples) sum += (x - mean) * (x - mean);
  return std::sqrt(sum / static_cast<double>(samples.size() - 1));
}

double droop(const std::vector<double>& in_time_order) {
  const auto third = static_cast<std::ptrdiff_t>(in_time_order.size() / 3);
  if (third == 0) return 1;
  const double first = median({in_time_order.begin(), in_time_order.begin() + third});
  const double last = median({in_time_order.end() - third, in_time_order.end()});
  return first == 0 ? 1 : last / first;
}

}  // namespace

double quantile(const std::vector<double>& sorted, double q) {
  if (sorted.empty()) throw Error("quantile of no samples");
  const double position = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = position - static_cast<double>(below);
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

double median(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  return quantile(samples, 0.5);
}

double normal_deviation(std::size_t n) noexcept {
  const auto count = static_cast<double>(n);
  return kNormalDeviation * count / (count - 0.8);
}

Samples summarise(const std::vector<double>& samples) {
  if (samples.empty()) throw Error("statistics of no samples");
  const bool finite =
      std::all_of(samples.begin(), samples.end(), [](double x) { return std::isfinite(x); });
  Samples s;
  s.n = samples.size();
  if (!finite) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const Named& named : kStatistics) s.*named.member = nan;
    s.stddev = s.droop = nan;
    return s;
  }
  std::vector<double> sorted = samples;
  std::sort(sorted.begin(), sorted.end());
  s.min = sorted.front();
  s.p01 = quantile(sorted, 0.01);
  s.p05 = quantile(sorted, 0.05);
  s.p50 = quantile(sorted, 0.50);
  s.p95 = quantile(sorted, 0.95);
  s.p99 = quantile(sorted, 0.99);
  s.max = sorted.back();
  s.mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(s.n);
  s.stddev = standard_deviation(sorted, s.mean);
  s.droop = droop(samples);
  return s;
}

std::optional<double> statistic(const Samples& samples, std::string_view name) {
  for (const Named& named : kStatistics)
    if (named.name == name) return samples.*named.member;
  return std::nullopt;
}

std::string_view judged_statistic(Better better, std::uint64_t n) noexcept {
  constexpr std::uint64_t enough_for_a_tail = 20;
  if (better == Better::higher) return n < enough_for_a_tail ? "min" : "p05";
  return n < enough_for_a_tail ? "max" : "p95";
}

Metric sampled_metric(std::string name, Unit unit, Better better,
                      const std::vector<double>& samples) {
  Metric metric;
  metric.name = std::move(name);
  metric.unit = unit;
  metric.better = better;
  const Samples summary = summarise(samples);
  metric.statistic = judged_statistic(better, summary.n);
  if (!std::isfinite(summary.mean)) return metric;
  metric.value = statistic(summary, metric.statistic);
  metric.samples = summary;
  return metric;
}

Metric reading(std::string name, Unit unit, Better better, std::optional<double> value) {
  Metric metric;
  metric.name = std::move(name);
  metric.unit = unit;
  metric.better = better;
  if (value && std::isfinite(*value)) metric.value = value;
  return metric;
}

}  // namespace assay
