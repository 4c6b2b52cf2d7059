#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "reports/history/questions.hpp"
#include "reports/history/trend/trend.hpp"

namespace assay::history {

struct TrendOptions {
  std::size_t nights = 365;  ///< at most so many, the last ones
  std::string metric;        ///< "memory.read.bandwidth"; "" = all
  TrendRules rules;
};

/// The nights of one metric on one device, and what they say.
struct MetricTrend {
  MetricKey metric;
  std::vector<Point> points;
  Trend trend;
};

/// Everything that is known of one device over time.
struct DeviceTrend {
  KnownDevice device;
  std::vector<Stay> stays;
  std::vector<MetricTrend> metrics;
  /// Of the numbers in Point::setup: what each stands for.
  std::map<std::int32_t, std::map<std::string, std::string>> setups;
  std::map<std::int32_t, Seat> seats;
  std::vector<TroubleLine> troubles;
};

/// Of every device called `serial`. Under 50 ms for a year of 30 metrics in a fleet of 1,000.
[[nodiscard]] std::vector<DeviceTrend> device_trends(History& history, const std::string& serial,
                                                     const TrendOptions& options = {});

/// "driver 580.65 -> 580.82, bios 1.2 -> 1.3": in what two setups differ.
[[nodiscard]] std::string setup_change(const std::map<std::string, std::string>& from,
                                       const std::map<std::string, std::string>& to);
/// "node-1 gpu 3 (rack r1)".
[[nodiscard]] std::string seat_text(const Seat& seat);
/// "node-1 gpu 3 -> node-7 gpu 0".
[[nodiscard]] std::string seat_change(const Seat& from, const Seat& to);

/// One thing that changed under many devices, and what became of one metric.
struct SetupEffect {
  std::string change;  ///< setup_change()
  MetricKey metric;
  std::size_t devices = 0, regressions = 0;
  double share = 0;                ///< median over devices of the shift, as a share of before
  Shift::Interval interval{0, 0};  ///< 95 % of that median, from order statistics
};

/// A device that changed, for the worse or the better.
struct DeviceChange {
  std::int32_t device = 0;
  MetricKey metric;
  NightNumber night = 0;  ///< the first after it
  std::string cause;      ///< a move or a setup's change on that night; "" = nothing known
  Shift shift;
  bool worse = false;
  Seat seat;  ///< where it was last
};

/// Hardware or a host that fails again and again, or passes only now and then.
struct Offender {
  std::string who;   ///< serial or key of a device, name of a host
  std::string what;  ///< device's kind, or "host"
  std::string host;  ///< where it was last
  std::size_t failed_nights = 0;
  std::size_t flaky_passes = 0;    ///< tests that passed on a further attempt only
  std::size_t alternations = 0;    ///< of a host's verdict from night to night
  std::vector<std::string> tests;  ///< that failed or were flaky
};

struct FleetTrend {
  std::vector<NightNumber> nights;
  std::size_t devices = 0, series = 0;
  std::vector<DeviceChange> changes;          ///< worst first
  std::vector<SetupEffect> effects;           ///< worst first
  std::vector<Offender> offenders;            ///< most nights first
  std::map<std::int32_t, KnownDevice> names;  ///< of the devices in `changes`
};

/// The whole fleet; in memory there is a block of devices at a time.
[[nodiscard]] FleetTrend fleet_trend(History& history, const TrendOptions& options = {});

/// Who failed on two nights or more, passed only on a retry, or was judged well and ill by turns
/// three times or more, within the last `nights`.
[[nodiscard]] std::vector<Offender> offenders(History& history, std::size_t nights);

/// Distribution-free 95 % interval of the median of `values` (not empty): order statistics of the
/// binomial distribution, in its normal approximation; all of their range under 6 values.
[[nodiscard]] Shift::Interval median_interval(std::vector<double> values);

}  // namespace assay::history
