#include "reports/history/past.hpp"

#include <algorithm>
#include <utility>

#include "reports/history/sql/select.hpp"

namespace assay::history {
namespace {

/// A value with what decides between two of one night.
struct Value {
  std::int32_t device, run;
  float value;
};

/// [metric's id][night's index] -> its values; empty for an id that no cell has.
using Pieces = std::vector<std::vector<std::vector<Value>>>;

Pieces read_pieces(Database& database, const std::vector<NightNumber>& nights,
                   const std::string& condition) {
  Pieces pieces;
  for (std::size_t n = 0; n < nights.size(); ++n)
    database.bulk().cells(
        "night = " + std::to_string(nights[n]) + condition, [&](std::span<const Cell> cells) {
          for (const Cell& cell : cells) {
            const auto id = static_cast<std::size_t>(cell.metric);
            if (id >= pieces.size()) pieces.resize(id + 1);
            auto& lists = pieces[id];
            if (lists.empty()) lists.resize(nights.size());
            lists[n].push_back({cell.device, cell.run, static_cast<float>(cell.value)});
          }
        });
  return pieces;
}

/// One value a device, the last run's, ascending by device.
void settle(std::vector<Value>& values) {
  const auto before = [](const Value& a, const Value& b) {
    return std::pair(a.device, -a.run) < std::pair(b.device, -b.run);
  };
  if (!std::is_sorted(values.begin(), values.end(), before))
    std::sort(values.begin(), values.end(), before);
  const auto same = [](const Value& a, const Value& b) { return a.device == b.device; };
  values.erase(std::unique(values.begin(), values.end(), same), values.end());
}

/// [device's id] -> index into Past::devices; ids are dense.
using Indices = std::vector<std::uint32_t>;

std::uint32_t index_of(const Indices& indices, std::int32_t device) {
  return indices[static_cast<std::size_t>(device)];
}

PastColumn column_of(std::vector<std::vector<Value>>& nights, const Indices& indices) {
  PastColumn column;
  std::size_t most = 0;
  for (std::vector<Value>& values : nights) {
    settle(values);
    most += values.size();
  }
  column.devices.reserve(most);
  for (const std::vector<Value>& values : nights) {
    for (const Value& value : values) column.devices.push_back(index_of(indices, value.device));
  }
  std::sort(column.devices.begin(), column.devices.end());
  column.devices.erase(std::unique(column.devices.begin(), column.devices.end()),
                       column.devices.end());
  column.values.assign(column.devices.size() * nights.size(),
                       std::numeric_limits<float>::quiet_NaN());
  for (std::size_t n = 0; n < nights.size(); ++n) {
    auto at = column.devices.begin();  // both ascend: indices have the order of numbers
    for (const Value& value : nights[n]) {
      at = std::lower_bound(at, column.devices.end(), index_of(indices, value.device));
      const auto row = static_cast<std::size_t>(at - column.devices.begin());
      column.values[row * nights.size() + n] = value.value;
    }
  }
  return column;
}

std::string condition_on(Database& database, const std::vector<std::string>& metrics) {
  if (metrics.empty()) return "";
  std::set<std::int32_t> ids;
  for (const std::string& metric : metrics) ids.merge(metrics_called(database, metric));
  return " AND metric IN " + in_list(ids);
}

Indices load_devices(Database& database, const Pieces& pieces, Past& past) {
  std::set<std::int32_t> ids;
  std::vector<bool> seen;
  for (const auto& nights : pieces)
    for (const std::vector<Value>& values : nights)
      for (const Value& value : values) {
        const auto id = static_cast<std::size_t>(value.device);
        if (id >= seen.size()) seen.resize(id + 1);
        if (!seen[id]) ids.insert(value.device);
        seen[id] = true;
      }
  Indices indices(seen.size());
  for (const auto& [id, device] : devices_of(database, ids)) {
    indices[static_cast<std::size_t>(id)] = static_cast<std::uint32_t>(past.devices.size());
    past.devices.push_back(device);
  }
  return indices;
}

}  // namespace

Past past(History& history, NightNumber before, std::size_t count,
          const std::vector<std::string>& metrics) {
  Past past;
  past.nights = history.last_nights(count, before - 1);
  Database& database = history.database();
  database.guarded([&] {
    Pieces pieces = read_pieces(database, past.nights, condition_on(database, metrics));
    const Indices indices = load_devices(database, pieces, past);
    std::set<std::int32_t> ids;
    for (std::size_t id = 0; id < pieces.size(); ++id)
      if (!pieces[id].empty()) ids.insert(static_cast<std::int32_t>(id));
    past.columns.reserve(ids.size());
    for (const auto& [id, metric] : metrics_of(database, ids)) {
      auto& nights = pieces[static_cast<std::size_t>(id)];
      past.columns.push_back(column_of(nights, indices));
      past.columns.back().metric = metric;
      nights = {};
    }
  });
  std::sort(past.columns.begin(), past.columns.end(),
            [](const PastColumn& a, const PastColumn& b) { return a.metric < b.metric; });
  past.index_names();
  return past;
}

}  // namespace assay::history
