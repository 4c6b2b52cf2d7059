#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "core/node.hpp"
#include "reports/history/nights.hpp"
#include "reports/report.hpp"

namespace assay::history {

/// One piece of hardware that keeps its past wherever it is moved to.
struct Device {
  std::string kind;    ///< node, gpu, nic, disk, ...
  std::string key;     ///< what it is known by: a GPU's UUID, a machine's serial, an adapter's GUID
  std::string serial;  ///< printed on it; "" = not known
  std::string slot;    ///< where in its host it was seen: "node", "gpu 3", "nic mlx5_0"
};

/// What is measured, wherever that is: all values of one series are of one metric and one device.
struct MetricKey {
  std::string test, name;
  /// What tells results of one test apart within a run: "bytes=8,type=bf16"; "" where there is
  /// but one.
  std::string params;
  std::string part;       ///< of the device: "link gpu0 -> gpu1", "port 1"; "" = all of it
  std::string statistic;  ///< "" = a single reading
  Unit unit = Unit::count;
  Better better = Better::higher;
  friend bool operator==(const MetricKey&, const MetricKey&) = default;
  friend auto operator<=>(const MetricKey&, const MetricKey&) = default;
};

/// One value, in its metric's unit.
struct Reading {
  std::size_t device, metric;  ///< indices into the entry's devices and metrics
  double value;
};

/// A test that did not end well at once.
struct Trouble {
  std::size_t device;
  std::string test, part;
  Outcome outcome = Outcome::ok;  ///< of the last attempt
  std::int64_t attempts = 1;
  std::string reason;
};

/// What the history keeps of one report.
struct Entry {
  std::string run;      ///< the run's id; that of the content where the report has none
  std::string content;  ///< UUID of what stands below, but for night and source
  NightNumber night = 0;
  std::string host, level, source, started;
  bool complete = false;
  Place place;
  /// What may change under the hardware: driver, firmware, BIOS, kernel, data kind.
  std::map<std::string, std::string> setup;
  std::vector<Device> devices;  ///< the first is the node (or fabric) itself; no key stands twice
  std::vector<MetricKey> metrics;
  std::vector<Reading> readings;  ///< ascending by device and metric
  std::vector<Trouble> troubles;
};

/// Condenses `report`, which came from `source`. `night` as asked for; else the UTC date on which
/// the run started. Metrics without a value are left out: a history of nothing is not 0. Of several
/// attempts the last one's values are kept. Throws InputError naming `source` and the field where
/// the start of the run is no time and no night is given.
[[nodiscard]] Entry condense(const Report& report, const std::string& source,
                             std::optional<NightNumber> night = std::nullopt);

/// `text` as both databases can hold and index it: UTF-8 without NUL; longer than 200 bytes it is
/// cut and told apart by a UUID of all of it.
[[nodiscard]] std::string storable(const std::string& text);

/// A UUID (version 5) of `bytes`.
[[nodiscard]] std::string content_id(const std::string& bytes);

}  // namespace assay::history
