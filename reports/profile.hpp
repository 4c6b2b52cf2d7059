#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/facts.hpp"
#include "core/node.hpp"

namespace assay {

/// The number a limit compares with, in SI base units or as a share of something.
struct Threshold {
  enum class Of { absolute, peak, nominal, baseline, fleet_median };
  double value = 0;  ///< SI base unit, or a ratio (0.92 for "92 % of peak")
  Of of = Of::absolute;
  std::optional<Unit> unit;  ///< set for absolute
  std::string text;          ///< as written: "92 % of peak"
};

/// One acceptance criterion on one metric.
struct Limit {
  std::string test, metric;
  std::string each;           ///< "gpu", "port", ...: every subject of this kind must be present and hold; "" = any
  std::string level = "quick";  ///< demanded of runs of this level and above
  std::map<std::string, ParamValue> when;  ///< selects by configuration only
  std::optional<Threshold> at_least, at_most, warn_below, warn_above;
  std::string statistic;  ///< judged statistic; "" = the metric's own
  std::map<std::string, std::vector<std::string>> expect;  ///< result facts that must be one of these
  std::string source;     ///< the limit's provenance as one line: url, statistic, date, confidence
  std::string at;         ///< "file:line" where it stands
};

/// What a kind of machine must have; each key of `expect` and what it demands ("8", ">= 79 GiB", "on").
struct Expectation {
  std::string key, demand;
  std::string at;  ///< "file:line"
};

/// A set of limits and expectations for a kind of hardware, fabric and scale.
struct Profile {
  std::string name, describes, certify_level = "standard";
  std::map<std::string, std::string> matches;
  std::vector<Expectation> expectations;
  std::vector<Limit> limits;
};

/// Reads YAML. Throws InputError naming file, line and field: unknown key, unknown unit, a limit without a
/// bound, a number where text belongs, nested or long beyond reason. Nothing is ever evaluated.
[[nodiscard]] Profile read_profile(const std::string& yaml, const std::string& source);

/// A shipped profile by name, or a file by its path. Throws InputError that lists the shipped names.
[[nodiscard]] Profile load_profile(const std::string& name_or_file);

/// Names of the profiles compiled in, sorted.
[[nodiscard]] std::vector<std::string> shipped_profiles();

/// The shipped profile whose `matches` fits this machine; "integrity" if none does.
[[nodiscard]] std::string matching_profile(const Node& node);

}  // namespace assay
