#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "core/node.hpp"

namespace assay {

/// The number a limit compares with, in SI base units or as a share of something.
struct Threshold {
  enum class Of { absolute, peak, nominal, baseline, fleet_median };
  double value = 0;  ///< SI base unit, or a ratio (0.92 for "92 % of peak"); never negative
  Of of = Of::absolute;
  /// Of an absolute value; absent: a plain number, which only a count or ratio is compared with.
  std::optional<Unit> unit;
  std::string text;  ///< as written: "92 % of peak"
};

/// Where the figure of a limit comes from, as its profile says. Empty members are not said.
struct Source {
  std::string url, text, date;
  std::string statistic;                ///< which statistic the figure is; none for a gate
  std::string confidence;               ///< "high", "medium" or "low"
  std::optional<std::int64_t> samples;  ///< how many measurements it rests on
  std::optional<Threshold> figure;      ///< what the source gives; the bounds follow from it
};

/// One acceptance criterion on one metric. `test`, `metric` and the values of `expect` may hold the
/// wildcards * and ?. At least one bound is set.
struct Limit {
  /// A metric of the test, or "telemetry.<quantity>.<statistic>" for what the watcher saw beside
  /// it.
  std::string test, metric;
  std::string
      each;  ///< "gpu", "port", ...: only this kind counts, and all of it must be there; "" = any
  std::string level = "quick";             ///< demanded of runs of this level and above
  std::map<std::string, ParamValue> when;  ///< selects by configuration only
  std::optional<Threshold> at_least, at_most, warn_below, warn_above;
  /// What physics allows: a number above it is no measurement, so it is `unknown`, not `fail`. No
  /// limit can do without another bound.
  std::optional<Threshold> implausible_above;
  std::string statistic;  ///< judged statistic, or "droop" (a ratio); "" = the metric's own
  std::map<std::string, std::vector<std::string>>
      expect;          ///< result facts that must be one of these
  std::string source;  ///< where the figure comes from, as one line; "" = not said
  Source origin;       ///< the same in parts
  std::string at;      ///< "file:line" where it stands
};

/// How the found value compares with the demanded one.
enum class Comparison { equal, at_least, at_most };

/// What a kind of machine must have; its key is one of expectation_keys().
struct Expectation {
  std::string key, demand;  ///< as written: "memory", ">= 79 GiB"
  Comparison comparison = Comparison::equal;
  std::optional<double> number;     ///< in SI base units, for keys that are numbers
  std::vector<std::string> any_of;  ///< words, * and ? allowed, for keys that are words
  std::string at;                   ///< "file:line"
};

/// A set of limits and expectations for a kind of hardware, fabric and scale.
struct Profile {
  std::string name, describes, certify_level = "standard";
  std::map<std::string, std::string> matches;
  /// Shipped profiles that this one builds on. What they demand stands below like its own, each
  /// with its own place; so an include can only add demands, never weaken one.
  std::vector<std::string> includes;
  std::vector<Expectation> expectations;
  std::vector<Limit> limits;
  /// SHA-256 of the text it was read from, followed by the texts of what it includes, as 64
  /// hexadecimal digits: without includes, what sha256sum prints of its file.
  std::string hash;
};

/// Reads YAML. Throws InputError naming file, line and field: unknown or duplicate key, unknown
/// unit, a limit without a bound or with bounds that contradict, a number where text belongs,
/// anchors, tags, nested deeper than 8 or longer than 1 MiB, an include that is not shipped or
/// that includes others. Nothing is ever evaluated.
[[nodiscard]] Profile read_profile(const std::string& yaml, const std::string& source);

/// A shipped profile by name, or a file by its path. Throws InputError that lists the shipped
/// names.
[[nodiscard]] Profile load_profile(const std::string& name_or_file);

/// Names of the profiles compiled in, sorted.
[[nodiscard]] std::vector<std::string> shipped_profiles();

/// The shipped profile whose `matches` fits this machine, the most particular one if several do;
/// "integrity" if none does.
[[nodiscard]] std::string matching_profile(const Node& node);

/// What `expect` of a profile may name, sorted.
[[nodiscard]] std::vector<std::string> expectation_keys();

/// 0 quick, 1 standard, 2 burnin; nothing for another word.
[[nodiscard]] std::optional<int> level_rank(const std::string& level) noexcept;

}  // namespace assay
