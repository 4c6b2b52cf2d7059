#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/baseline/spread.hpp"
#include "reports/observations/machine_kind.hpp"
#include "reports/profile.hpp"

namespace assay {

/// What known-good machines of one kind show of one metric, and the limits that follow from it.
struct LearnedLimit {
  std::string test, metric;
  std::string each;   ///< kind of subject
  ResultParams when;  ///< conditions_of() the results it is about
  Unit unit = Unit::count;
  Better better = Better::higher;
  std::string statistic;                     ///< of the samples; "" for a reading
  double typical = 0;                        ///< median of the nodes' means, in `unit`
  std::map<std::string, double> statistics;  ///< the same of "min", "p05", ..., where sampled
  /// A floor or a roof, by `better`; either may be missing. Written as profiles write them.
  std::optional<Threshold> at_least, at_most, warn_below, warn_above;
  Spread spread;                      ///< in `unit`
  std::int64_t nodes = 0;             ///< that it rests on
  std::int64_t values = 0;            ///< as many measurements
  std::vector<std::string> left_out;  ///< "node-17 gpu 3: 2.71 TB/s (-9.8 %)"
  std::string at;                     ///< "file:line"
};

/// A report that was learned from.
struct LearnedFrom {
  std::string node, run, started;
  std::string source;  ///< file name
  std::string hash;    ///< of its bytes; "" = not known
};

/// One kind of machine.
struct BaselineKind {
  MachineKind kind;
  std::vector<LearnedFrom> reports;
  /// "driver" -> the versions that the nodes had; also "assay", the versions that measured.
  std::map<std::string, std::vector<std::string>> software;
  std::vector<std::string> not_learned;  ///< metrics without a limit, and why
  std::vector<LearnedLimit> limits;      ///< by test, metric, subject and conditions
};

/// Limits learned from known-good reports.
struct Baseline {
  std::string name, made;             ///< `made`: UTC, ISO 8601
  std::string version, commit;        ///< of the program that learned
  std::vector<std::string> left_out;  ///< reports that were not learned from, and why
  std::vector<BaselineKind> kinds;
  std::string hash;  ///< sha256() of the text that it was read from; "" = of none
};

/// As many bytes a baseline may have: a thousand metrics of a few kinds of machines, and the names
/// of a fleet's reports.
inline constexpr std::size_t kLongestBaseline = std::size_t{64} << 20;

/// The YAML of `baseline`; read_baseline() reads it back. Throws InputError where it would be
/// longer than what read_baseline() takes.
[[nodiscard]] std::string to_yaml(const Baseline& baseline);

/// Reads YAML. Throws InputError naming file, line and field for what to_yaml() does not write, for
/// numbers that contradict each other, and for a file that was cut off.
[[nodiscard]] Baseline read_baseline(const std::string& yaml, const std::string& source);

/// The baseline in the file `path`. Throws InputError also where it cannot be read.
[[nodiscard]] Baseline load_baseline(const std::string& path);

}  // namespace assay
