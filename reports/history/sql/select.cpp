#include "reports/history/sql/select.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace assay::history {
namespace {

/// Calls `take` for every row of `query`, with what `targets` are bound to filled.
template <class Take, class... Targets>
void each_row(Database& database, const std::string& query, const Take& take, Targets&... targets) {
  soci::statement rows(database.sql());
  (rows.exchange(soci::into(targets)), ...);
  rows.alloc();
  rows.prepare(query);
  rows.define_and_bind();
  rows.execute();
  while (rows.fetch()) take();
}

/// Calls `take` with "(1, 2, ...)" of some ids after others: SQLite reads no statement past 1 MB.
template <class Take>
void each_list(const std::set<std::int32_t>& ids, const Take& take) {
  constexpr std::size_t kMost = 10'000;
  std::vector<std::int32_t> some;
  for (const std::int32_t id : ids) {
    some.push_back(id);
    if (some.size() < kMost) continue;
    take(in_list(some));
    some.clear();
  }
  if (!some.empty()) take(in_list(some));
}

}  // namespace

// SQLite's rows lie in the order of nights, and each night is one look; PostgreSQL has an index in
// the order of devices, in which the nights of one device are one stretch.
std::string of_device(const Database& database, const std::string& alias, std::int32_t device,
                      const std::vector<NightNumber>& nights) {
  const std::string of = alias + "device = " + std::to_string(device) + " AND " + alias + "night ";
  if (database.dialect() == Dialect::sqlite || nights.empty()) return of + "IN " + in_list(nights);
  const auto [first, last] = std::minmax_element(nights.begin(), nights.end());
  return of + "BETWEEN " + std::to_string(*first) + " AND " + std::to_string(*last);
}

std::map<std::int32_t, MetricKey> metrics_of(Database& database,
                                             const std::set<std::int32_t>& ids) {
  std::map<std::int32_t, MetricKey> found;
  std::int32_t id = 0;
  MetricKey key;
  std::string unit;
  std::string better;
  each_list(ids, [&](const std::string& list) {
    each_row(
        database,
        "SELECT id, test, name, params, part, statistic, unit, better FROM metric WHERE id IN " +
            list,
        [&] {
          key.unit = unit_from_symbol(unit).value_or(Unit::count);
          key.better = better == "lower" ? Better::lower : Better::higher;
          found[id] = key;
        },
        id, key.test, key.name, key.params, key.part, key.statistic, unit, better);
  });
  return found;
}

std::map<std::int32_t, Seat> seats_of(Database& database, const std::set<std::int32_t>& ids) {
  std::map<std::int32_t, Seat> found;
  std::int32_t id = 0;
  Seat seat;
  each_list(ids, [&](const std::string& list) {
    each_row(
        database,
        "SELECT id, host, slot, rack, unit, leaf, su, owner FROM seat WHERE id IN " + list,
        [&] { found[id] = seat; }, id, seat.host, seat.slot, seat.rack, seat.unit, seat.leaf,
        seat.su, seat.owner);
  });
  return found;
}

std::map<std::int32_t, KnownDevice> devices_of(Database& database,
                                               const std::set<std::int32_t>& ids) {
  std::map<std::int32_t, KnownDevice> found;
  KnownDevice device;
  each_list(ids, [&](const std::string& list) {
    each_row(
        database, "SELECT id, kind, key, serial FROM device WHERE id IN " + list,
        [&] { found[device.id] = device; }, device.id, device.kind, device.key, device.serial);
  });
  return found;
}

std::map<std::int32_t, std::map<std::string, std::string>> setups_of(
    Database& database, const std::set<std::int32_t>& ids) {
  std::map<std::int32_t, std::map<std::string, std::string>> found;
  std::int32_t setup = 0;
  std::string name;
  std::string value;
  each_list(ids, [&](const std::string& list) {
    each_row(
        database, "SELECT setup, name, value FROM setting WHERE setup IN " + list,
        [&] { found[setup][name] = value; }, setup, name, value);
  });
  return found;
}

std::set<std::int32_t> metrics_called(Database& database, const std::string& metric) {
  const std::size_t dot = metric.rfind('.');
  if (dot == std::string::npos || dot == 0)
    throw InputError("", 0, "metric",
                     "\"" + metric + "\" is not TEST.METRIC, as memory.read.bandwidth is");
  const std::string test = storable(metric.substr(0, dot));
  const std::string name = storable(metric.substr(dot + 1));
  std::set<std::int32_t> ids;
  std::int32_t id = 0;
  soci::statement rows =
      (database.sql().prepare << "SELECT id FROM metric WHERE test = :test AND name = :name",
       soci::use(test), soci::use(name), soci::into(id));
  rows.execute();
  while (rows.fetch()) ids.insert(id);
  return ids;
}

std::vector<KnownDevice> devices_called(Database& database, const std::string& serial) {
  const std::string wanted = storable(serial);
  std::vector<KnownDevice> found;
  KnownDevice device;
  soci::statement rows =
      (database.sql().prepare << "SELECT id, kind, key, serial FROM device WHERE key = :key OR "
                                 "serial = :serial ORDER BY id",
       soci::use(wanted), soci::use(wanted), soci::into(device.id), soci::into(device.kind),
       soci::into(device.key), soci::into(device.serial));
  rows.execute();
  while (rows.fetch()) found.push_back(device);
  return found;
}

std::vector<SeenRun> seen_runs(Database& database, const std::string& condition) {
  std::vector<SeenRun> found;
  SeenRun seen{};
  each_row(
      database,
      "SELECT s.night, s.device, s.run, s.seat, r.setup FROM sighting s JOIN run r ON r.id = "
      "s.run WHERE " +
          condition + " ORDER BY s.night, s.run",
      [&] { found.push_back(seen); }, seen.night, seen.device, seen.run, seen.seat, seen.setup);
  return found;
}

std::vector<TroubleLine> troubles(Database& database, const std::string& condition) {
  std::vector<TroubleLine> found;
  TroubleLine line;
  std::string serial;
  each_row(
      database,
      "SELECT t.night, r.host, d.key, d.serial, t.test, t.part, t.outcome, t.attempts, t.reason "
      "FROM trouble t JOIN run r ON r.id = t.run JOIN device d ON d.id = t.device WHERE " +
          condition + " ORDER BY t.night, r.host, t.device, t.test",
      [&] {
        found.push_back(line);
        if (!serial.empty()) found.back().device = serial;
      },
      line.night, line.host, line.device, serial, line.test, line.part, line.outcome, line.attempts,
      line.reason);
  return found;
}

const std::string& shown(const KnownDevice& device) {
  return device.serial.empty() ? device.key : device.serial;
}

}  // namespace assay::history
