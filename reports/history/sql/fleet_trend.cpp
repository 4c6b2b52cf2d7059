#include <algorithm>
#include <cmath>

#include "core/stats.hpp"
#include "reports/history/sql/series.hpp"

namespace assay::history {
namespace {

/// Cells that are in memory at a time, about.
constexpr double kCells = 2e6;

class FleetReader {
 public:
  FleetReader(Database& database, const TrendOptions& options, FleetTrend& fleet)
      : database_(database), options_(options), fleet_(fleet) {}

  void read() {
    std::int32_t last = 0;
    database_.sql() << "SELECT coalesce(max(id), 0) FROM device", soci::into(last);
    const std::string nights = in_list(fleet_.nights);
    const std::string metrics = metric_condition(database_, options_.metric);
    std::int32_t width = 16;
    for (std::int32_t first = 1; first <= last;) {
      const double before = cells_;
      const std::int32_t end = std::min(last, first + width - 1);
      block(nights, "BETWEEN " + std::to_string(first) + " AND " + std::to_string(end), metrics);
      first = end + 1;
      // As many devices next time as fit, going by this time's.
      const double got = std::max(1.0, cells_ - before);
      width = static_cast<std::int32_t>(std::clamp(width * kCells / got, 1.0, 65536.0));
    }
    finish();
  }

 private:
  void block(const std::string& nights, const std::string& range, const std::string& metrics) {
    const auto seen = seen_runs(database_, "s.device " + range + " AND s.night IN " + nights);
    const auto seats = seats_in(database_, seen);
    SeriesMap series =
        series_of(database_, "device " + range + " AND night IN " + nights + metrics, seen, seats);
    std::set<std::int32_t> devices;
    load_names(series, seen);
    for (const auto& [key, points] : series) {
      devices.insert(key.first);
      cells_ += static_cast<double>(points.size());
      add(key.first, metrics_.at(key.second), points, seats);
    }
    fleet_.devices += devices.size();
    fleet_.series += series.size();
  }

  void load_names(const SeriesMap& series, const std::vector<SeenRun>& seen) {
    std::set<std::int32_t> metrics;
    std::set<std::int32_t> setups;
    for (const auto& [key, points] : series)
      if (!metrics_.contains(key.second)) metrics.insert(key.second);
    for (const SeenRun& run : seen)
      if (!setups_.contains(run.setup)) setups.insert(run.setup);
    metrics_.merge(metrics_of(database_, metrics));
    setups_.merge(setups_of(database_, setups));
  }

  std::string cause_of(const Step& step, const std::vector<Point>& points,
                       const std::map<std::int32_t, Seat>& seats) const {
    const Point& from = points[step.at - 1];
    const Point& to = points[step.at];
    if (step.cause == Step::Cause::setup)
      return setup_change(setups_.at(from.setup), setups_.at(to.setup));
    return seat_change(seats.at(from.seat), seats.at(to.seat));
  }

  void add(std::int32_t device, const MetricKey& metric, const std::vector<Point>& points,
           const std::map<std::int32_t, Seat>& seats) {
    const Trend trend = trend_of(points, metric.better, options_.rules);
    const Seat& last = seats.at(points.back().seat);
    std::map<std::size_t, std::string> causes;
    for (const Step& step : trend.steps) {
      const std::string cause = cause_of(step, points, seats);
      causes[step.at] += (causes[step.at].empty() ? "" : "; ") + cause;
      if (step.cause == Step::Cause::setup) {
        Effect& effect = effects_[{cause, metric}];
        if (step.shift.n_before < 3 || step.shift.n_after < 3) continue;
        effect.shares.push_back(step.shift.share().value_or(step.shift.difference));
        effect.regressions += step.regression ? 1 : 0;
      } else if (step.regression) {
        fleet_.changes.push_back(
            {device, metric, points[step.at].night, cause, step.shift, true, last});
      }
    }
    for (const ChangePoint& change : trend.changes) {
      const bool worse = (change.shift.difference < 0) == (metric.better == Better::higher);
      const auto cause = causes.find(change.at);
      fleet_.changes.push_back({device, metric, points[change.at].night,
                                cause == causes.end() ? "" : cause->second, change.shift, worse,
                                last});
    }
  }

  void finish() {
    for (auto& [key, effect] : effects_) {
      if (effect.shares.empty()) continue;
      const Shift::Interval interval = median_interval(effect.shares);
      fleet_.effects.push_back({key.first, key.second, effect.shares.size(), effect.regressions,
                                median(effect.shares), interval});
    }
    const auto harm = [](const MetricKey& metric, double share) {
      return metric.better == Better::higher ? -share : share;
    };
    std::stable_sort(fleet_.effects.begin(), fleet_.effects.end(),
                     [&](const auto& a, const auto& b) {
                       return harm(a.metric, a.share) > harm(b.metric, b.share);
                     });
    const auto share = [](const DeviceChange& change) {
      return change.shift.share().value_or(change.shift.difference);
    };
    std::stable_sort(fleet_.changes.begin(), fleet_.changes.end(),
                     [&](const auto& a, const auto& b) {
                       return harm(a.metric, share(a)) > harm(b.metric, share(b));
                     });
    std::set<std::int32_t> devices;
    for (const DeviceChange& change : fleet_.changes) devices.insert(change.device);
    fleet_.names = devices_of(database_, devices);
  }

  struct Effect {
    std::vector<double> shares;
    std::size_t regressions = 0;
  };
  Database& database_;
  const TrendOptions& options_;
  FleetTrend& fleet_;
  std::map<std::pair<std::string, MetricKey>, Effect> effects_;
  std::map<std::int32_t, MetricKey> metrics_;
  std::map<std::int32_t, std::map<std::string, std::string>> setups_;
  double cells_ = 0;
};

}  // namespace

FleetTrend fleet_trend(History& history, const TrendOptions& options) {
  FleetTrend fleet{.nights = history.last_nights(options.nights)};
  Database& database = history.database();
  database.guarded([&] { FleetReader(database, options, fleet).read(); });
  fleet.offenders = offenders(history, options.nights);
  return fleet;
}

}  // namespace assay::history
