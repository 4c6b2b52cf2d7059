#pragma once
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "reports/history/sql/select.hpp"
#include "reports/history/trends.hpp"

namespace assay::history {

/// (device, metric) -> its points in order of nights; of several runs in one night the last.
using SeriesMap = std::map<std::pair<std::int32_t, std::int32_t>, std::vector<Point>>;

/// `condition` ("device = 7 AND night IN (...)") is on `reading`; `seen` are the runs of the same
/// devices and nights. A seat that only says more than the one before counts as the same.
[[nodiscard]] SeriesMap series_of(Database& database, const std::string& condition,
                                  const std::vector<SeenRun>& seen,
                                  const std::map<std::int32_t, Seat>& seats);

/// " AND metric IN (...)" for "TEST.METRIC", "" for "".
[[nodiscard]] std::string metric_condition(Database& database, const std::string& metric);

/// Seats and setups that `seen` names.
[[nodiscard]] std::map<std::int32_t, Seat> seats_in(Database& database,
                                                    const std::vector<SeenRun>& seen);
[[nodiscard]] std::map<std::int32_t, std::map<std::string, std::string>> setups_in(
    Database& database, const std::vector<SeenRun>& seen);

}  // namespace assay::history
