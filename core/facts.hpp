#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/units.hpp"

namespace assay {

/// What a result is about. Empty members are absent in the report.
struct Subject {
  std::string kind = "node";  ///< node, cpu, numa, gpu, link, port, pci, disk, rank, pair, group
  std::optional<std::int64_t> index;  ///< GPU ordinal, NUMA node, rank
  std::string id;                     ///< a name of its own: "mlx5_0/1", "0000:3b:00.0"
  std::string uuid, serial;           ///< of the hardware, where it has them
  std::string from, to;               ///< ends of a link or pair
  std::vector<std::string> nodes;     ///< members of a group
  std::optional<std::int64_t> ranks;  ///< ranks in a group

  friend bool operator==(const Subject&, const Subject&) = default;
};

/// Short name for people and for keys: "node", "gpu 3", "port mlx5_0/1", "link gpu0 -> gpu1".
/// Two subjects of one report with equal labels are the same subject.
[[nodiscard]] std::string label(const Subject& subject);

/// Is a larger number the better one?
enum class Better { higher, lower };

/// Statistics of all samples of one metric, in the metric's unit (droop: a ratio).
struct Samples {
  std::uint64_t n = 0;
  double min = 0, p01 = 0, p05 = 0, p50 = 0, p95 = 0, p99 = 0, max = 0, mean = 0;
  double stddev = 0;  ///< sample standard deviation (n - 1); 0 for n = 1
  double droop = 1;   ///< median of the last third over median of the first third
  friend bool operator==(const Samples&, const Samples&) = default;
};

/// One named number. `value` absent = could not be determined; never 0 or NaN in its place.
struct Metric {
  std::string name;  ///< lower_snake_case, unique within the result
  Unit unit = Unit::count;
  Better better = Better::higher;
  std::optional<double> value;  ///< finite, or absent
  std::string statistic;        ///< which of the samples' statistics `value` is; "" without samples
  std::optional<double> peak;   ///< computed from what the device says of itself
  std::optional<double> nominal;   ///< the datasheet's figure
  std::optional<Samples> samples;  ///< absent for a reading that is not sampled
  friend bool operator==(const Metric&, const Metric&) = default;
};

/// A wrong answer. Any defect fails the test, whatever its speed.
struct Defect {
  std::string what;   ///< one sentence for people, names the buffer or quantity
  std::string where;  ///< core, SM, address, rank: as near to the culprit as is known
  std::string expected, actual, reread;  ///< values as text (hex for bit patterns); "" = not known
  std::uint64_t count = 1;               ///< wrong elements this entry stands for
  friend bool operator==(const Defect&, const Defect&) = default;
};

/// What became of a test. Anything but `ok` carries a reason.
enum class Outcome {
  ok,
  skipped,  ///< not carried out (hardware absent, tool not installed, no permission)
  failed,   ///< a defect
  error     ///< crash, hang, no answer, exception
};
[[nodiscard]] std::string_view name(Outcome outcome) noexcept;
[[nodiscard]] std::optional<Outcome> outcome_from_name(std::string_view text) noexcept;

using ParamValue = std::variant<std::int64_t, double, bool, std::string>;
/// Configuration a result was measured under: sizes, types, thread counts.
using ResultParams = std::map<std::string, ParamValue>;

/// What the watcher saw while one test ran.
struct Telemetry {
  /// quantity with unit ("power_w", "temperature_c", "clock_hz") -> statistic ("mean", "max") ->
  /// value
  std::map<std::string, std::map<std::string, double>> quantities;
  /// sources that answered before and stopped answering; any entry makes a verdict unknown
  std::vector<std::string> lost;
  friend bool operator==(const Telemetry&, const Telemetry&) = default;
};

/// A stretch of time within a test, in seconds after the test began.
struct Span {
  double from_s = 0, to_s = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// What one test found on one subject.
struct Result {
  std::string test;  ///< "memory.stream_triad"
  Subject subject;
  ResultParams params;
  Outcome outcome = Outcome::ok;
  std::string reason;   ///< never empty unless ok
  bool absent = false;  ///< skipped because this node has no such hardware
  std::int64_t attempt = 1;
  std::optional<bool> steady;  ///< reached steady state before sampling; absent = not sampled
  /// When the device did what the first metric is about; absent = the test does not say.
  std::optional<Span> load;
  std::vector<Metric> metrics;
  std::map<std::string, std::string> facts;  ///< findings that are words: states, versions, modes
  std::vector<Defect> defects;
  Telemetry telemetry;
  double elapsed_s = 0;
  /// When the test began, in seconds after the start of the run; absent = the report does not say.
  std::optional<double> began_s;
  friend bool operator==(const Result&, const Result&) = default;
};

/// Something that happened during the run: an Xid, a link flap, lost telemetry, a safety stop.
struct Event {
  std::string at;    ///< UTC, ISO 8601
  std::string kind;  ///< xid, sxid, mce, aer, edac, io, hung_task, telemetry_lost, worker_lost, ...
  Subject subject;
  std::optional<std::int64_t> code;
  std::string text;
  friend bool operator==(const Event&, const Event&) = default;
};

/// A reading over time. A value is [min, mean, max] of its period; absent = a gap.
struct Series {
  struct Point {
    double min, mean, max;
    friend bool operator==(const Point&, const Point&) = default;
  };
  Subject subject;
  std::string name;
  Unit unit = Unit::count;
  double t0_s = 0;  ///< seconds after the start of the run
  double period_s = 0.1;
  std::vector<std::optional<Point>> values;
  friend bool operator==(const Series&, const Series&) = default;
};

}  // namespace assay
