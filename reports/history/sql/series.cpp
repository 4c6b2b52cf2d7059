#include "reports/history/sql/series.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace assay::history {
namespace {

/// What a run says of the device it was seen in.
struct Under {
  std::int32_t setup, seat;
};

std::uint64_t pair_of(std::int32_t device, std::int32_t run) {
  return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(device)) << 32) |
         static_cast<std::uint32_t>(run);
}

std::unordered_map<std::uint64_t, Under> under_what(const std::vector<SeenRun>& seen,
                                                    const std::map<std::int32_t, Seat>& seats) {
  std::unordered_map<std::uint64_t, Under> under;
  /// Where a device is: the number that stands for it, and all that is known of it.
  struct Known {
    std::int32_t number, last;
    Seat seat;
  };
  std::unordered_map<std::int32_t, Known> known;
  for (const SeenRun& run : seen) {
    const auto [at, is_new] = known.try_emplace(run.device, Known{run.seat, run.seat, {}});
    Known& device = at->second;
    if (is_new || device.last != run.seat) {
      const Seat& now = seats.at(run.seat);
      const bool moved = is_move(device.seat, now);
      device.seat = moved ? now : merged(device.seat, now);
      if (moved) device.number = run.seat;
      device.last = run.seat;
    }
    under[pair_of(run.device, run.run)] = {run.setup, device.number};
  }
  return under;
}

}  // namespace

SeriesMap series_of(Database& database, const std::string& condition,
                    const std::vector<SeenRun>& seen, const std::map<std::int32_t, Seat>& seats) {
  std::vector<Cell> cells;
  database.bulk().cells(condition, [&](std::span<const Cell> some) {
    cells.insert(cells.end(), some.begin(), some.end());
  });
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
    return std::tie(a.device, a.metric, a.night, a.run) <
           std::tie(b.device, b.metric, b.night, b.run);
  });
  const auto under = under_what(seen, seats);
  SeriesMap series;
  for (const Cell& cell : cells) {
    std::vector<Point>& points = series[{cell.device, cell.metric}];
    const auto at = under.find(pair_of(cell.device, cell.run));
    const Under what = at == under.end() ? Under{0, 0} : at->second;
    if (!points.empty() && points.back().night == cell.night) points.pop_back();
    points.push_back({cell.night, cell.value, what.setup, what.seat});
  }
  return series;
}

std::string metric_condition(Database& database, const std::string& metric) {
  return metric.empty() ? "" : " AND metric IN " + in_list(metrics_called(database, metric));
}

std::map<std::int32_t, Seat> seats_in(Database& database, const std::vector<SeenRun>& seen) {
  std::set<std::int32_t> ids;
  for (const SeenRun& run : seen) ids.insert(run.seat);
  return seats_of(database, ids);
}

std::map<std::int32_t, std::map<std::string, std::string>> setups_in(
    Database& database, const std::vector<SeenRun>& seen) {
  std::set<std::int32_t> ids;
  for (const SeenRun& run : seen) ids.insert(run.setup);
  return setups_of(database, ids);
}

}  // namespace assay::history
