#include <algorithm>
#include <tuple>

#include "core/stats.hpp"
#include "reports/history/sql/select.hpp"

namespace assay::history {
namespace {

std::set<std::int32_t> seats_called(Database& database, const std::string& slot) {
  std::set<std::int32_t> ids;
  std::int32_t id = 0;
  soci::statement rows = (database.sql().prepare << "SELECT id FROM seat WHERE slot = :slot",
                          soci::use(slot), soci::into(id));
  rows.execute();
  while (rows.fetch()) ids.insert(id);
  return ids;
}

/// Which cells a subject means.
class Filter {
 public:
  Filter(Database& database, const std::string& subject, NightNumber night,
         std::map<std::int32_t, MetricKey>& metrics)
      : all_(subject.empty()) {
    if (all_) return;
    const bool is_part = std::any_of(metrics.begin(), metrics.end(),
                                     [&](const auto& m) { return m.second.part == subject; });
    if (is_part) {
      std::erase_if(metrics, [&](const auto& m) { return m.second.part != subject; });
      all_ = true;
      return;
    }
    for (const KnownDevice& device : devices_called(database, subject)) devices_.insert(device.id);
    if (devices_.empty())
      for (const SeenRun& seen :
           seen_runs(database, "s.night = " + std::to_string(night) + " AND s.seat IN " +
                                   in_list(seats_called(database, storable(subject)))))
        runs_.insert({seen.device, seen.run});
  }
  [[nodiscard]] bool takes(const Cell& cell) const {
    return all_ || devices_.contains(cell.device) || runs_.contains({cell.device, cell.run});
  }

 private:
  bool all_;
  std::set<std::int32_t> devices_;
  std::set<std::pair<std::int32_t, std::int32_t>> runs_;
};

}  // namespace

std::vector<NightLine> metric_history(History& history, const std::string& metric,
                                      const std::string& subject, std::size_t nights) {
  Database& database = history.database();
  const std::vector<NightNumber> wanted = history.last_nights(nights);
  return database.guarded([&] {
    const auto named = metrics_of(database, metrics_called(database, metric));
    std::vector<NightLine> lines;
    for (const NightNumber night : wanted) {
      std::map<std::int32_t, MetricKey> metrics = named;
      const Filter filter(database, subject, night, metrics);
      std::set<std::int32_t> ids;
      for (const auto& [id, key] : metrics) ids.insert(id);
      std::map<std::int32_t, std::vector<double>> values;
      database.bulk().cells("night = " + std::to_string(night) + " AND metric IN " + in_list(ids),
                            [&](std::span<const Cell> cells) {
                              for (const Cell& cell : cells)
                                if (filter.takes(cell)) values[cell.metric].push_back(cell.value);
                            });
      for (auto& [id, list] : values) {
        std::sort(list.begin(), list.end());
        lines.push_back(
            {metrics.at(id), night, list.size(), list.front(), quantile(list, 0.5), list.back()});
      }
    }
    std::stable_sort(lines.begin(), lines.end(), [](const NightLine& a, const NightLine& b) {
      return std::tie(a.metric, a.night) < std::tie(b.metric, b.night);
    });
    return lines;
  });
}

}  // namespace assay::history
