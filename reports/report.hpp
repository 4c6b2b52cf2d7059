#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "core/node.hpp"

namespace assay {

/// Which program wrote a report.
struct Tool {
  std::string name = "assay", version, commit, build;
  friend bool operator==(const Tool&, const Tool&) = default;
};

/// How a run was made. What is needed to repeat it.
struct Run {
  std::string id;              ///< UUID
  std::string started, ended;  ///< UTC, ISO 8601; `ended` empty while the run goes on
  bool complete = false;       ///< every planned test has its result
  std::string level = "quick";
  std::int64_t nodes = 1;
  std::int64_t seed = 1;
  std::string data = "random";
  std::vector<std::string> argv;
  Tool tool;
  std::vector<std::string> injected;               ///< faults planted on purpose; never admitted
  std::map<std::string, std::string> environment;  ///< allow-listed variables only
  std::vector<std::string> planned;  ///< ids of the tests that this run set out to carry out
  /// Test id -> labels of the subjects that it must have results on, where they are known
  /// beforehand: every GPU of a test that runs on each.
  std::map<std::string, std::vector<std::string>> planned_on;
  /// Test id -> counter -> raw reading at the start of the run, so that a resumed run measures from
  /// there.
  std::map<std::string, std::map<std::string, std::int64_t>> opening;
  friend bool operator==(const Run&, const Run&) = default;
};

/// All results of one run, on one node or on a fabric of several. Facts only; what they mean is
/// judge()'s business.
struct Report {
  std::string schema_version = "1.0";
  Run run;
  Node node;                ///< of a fabric: its name alone
  std::vector<Node> nodes;  ///< of a fabric: its nodes, as far as they were heard; else empty
  std::vector<Result> results;
  std::vector<Event> events;
  std::vector<Series> telemetry;
  friend bool operator==(const Report&, const Report&) = default;
};

/// When the run ended, or began where it has no end, in seconds since 1970; nothing where the
/// report does not say.
[[nodiscard]] std::optional<double> reported_s(const Run& run);

/// What stands in place of a host's name for a fabric: "fabric of 4 nodes".
[[nodiscard]] std::string fabric_name(const Run& run);

}  // namespace assay
