#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "reports/history/questions.hpp"
#include "reports/history/sql/database.hpp"

namespace assay::history {

/// "(1, 2, 3)"; "(NULL)", which nothing is in, for none.
template <class Numbers>
[[nodiscard]] std::string in_list(const Numbers& numbers) {
  std::string list;
  for (const std::int32_t number : numbers)
    (list += list.empty() ? "(" : ", ") += std::to_string(number);
  return list.empty() ? "(NULL)" : list + ")";
}

/// A condition: what is of this device on these nights, which are all that the history has between
/// the first and the last of them. `alias` is the table's, with its dot, or empty.
[[nodiscard]] std::string of_device(const Database& database, const std::string& alias,
                                    std::int32_t device, const std::vector<NightNumber>& nights);

/// Rows of the tables that are named by a number, of `ids` alone.
[[nodiscard]] std::map<std::int32_t, MetricKey> metrics_of(Database& database,
                                                           const std::set<std::int32_t>& ids);
[[nodiscard]] std::map<std::int32_t, Seat> seats_of(Database& database,
                                                    const std::set<std::int32_t>& ids);
[[nodiscard]] std::map<std::int32_t, KnownDevice> devices_of(Database& database,
                                                             const std::set<std::int32_t>& ids);
[[nodiscard]] std::map<std::int32_t, std::map<std::string, std::string>> setups_of(
    Database& database, const std::set<std::int32_t>& ids);

/// The ids of "TEST.METRIC", with all params and parts. Throws InputError where that is no such
/// name.
[[nodiscard]] std::set<std::int32_t> metrics_called(Database& database, const std::string& metric);

/// Devices whose key or serial is `serial`.
[[nodiscard]] std::vector<KnownDevice> devices_called(Database& database,
                                                      const std::string& serial);

/// Where devices were seen, and under what setup.
struct SeenRun {
  NightNumber night;
  std::int32_t device, run, seat, setup;
};
/// `condition` is on the columns of `sighting` (s) and of numbers only; in order of night and run.
[[nodiscard]] std::vector<SeenRun> seen_runs(Database& database, const std::string& condition);

/// `condition` is on `trouble` (t) and of numbers only; in order of nights.
[[nodiscard]] std::vector<TroubleLine> troubles(Database& database, const std::string& condition);

/// The name by which people know a device: its serial, else its key.
[[nodiscard]] const std::string& shown(const KnownDevice& device);

}  // namespace assay::history
