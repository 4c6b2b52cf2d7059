#include "reports/history/sql/series.hpp"

namespace assay::history {
namespace {

DeviceTrend trend_of_device(Database& database, const KnownDevice& device,
                            const std::vector<NightNumber>& nights, const TrendOptions& options) {
  DeviceTrend told{.device = device};
  const auto seen = seen_runs(database, of_device(database, "s.", device.id, nights));
  told.seats = seats_in(database, seen);
  told.setups = setups_in(database, seen);
  std::vector<Sighting> sightings;
  sightings.reserve(seen.size());
  for (const SeenRun& run : seen) sightings.push_back({run.night, told.seats.at(run.seat)});
  told.stays = stays_of(sightings);
  told.troubles = troubles(database, of_device(database, "t.", device.id, nights));
  SeriesMap series = series_of(
      database,
      of_device(database, "", device.id, nights) + metric_condition(database, options.metric), seen,
      told.seats);
  std::set<std::int32_t> metric_ids;
  for (const auto& [key, points] : series) metric_ids.insert(key.second);
  const auto metrics = metrics_of(database, metric_ids);
  for (auto& [key, points] : series) {
    const MetricKey& metric = metrics.at(key.second);
    Trend trend = trend_of(points, metric.better, options.rules);
    told.metrics.push_back({metric, std::move(points), std::move(trend)});
  }
  return told;
}

}  // namespace

std::vector<DeviceTrend> device_trends(History& history, const std::string& serial,
                                       const TrendOptions& options) {
  const std::vector<NightNumber> nights = history.last_nights(options.nights);
  Database& database = history.database();
  return database.guarded([&] {
    std::vector<DeviceTrend> trends;
    for (const KnownDevice& device : devices_called(database, serial))
      trends.push_back(trend_of_device(database, device, nights, options));
    return trends;
  });
}

}  // namespace assay::history
