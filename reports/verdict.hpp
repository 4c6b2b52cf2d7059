#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// Opinion on facts. Ordered so that the worst is the largest: fail over unknown over warn over
/// pass.
enum class Verdict { pass, warn, unknown, fail };
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

/// One line of judgement: why a verdict is what it is.
struct Reason {
  std::string id;  ///< stable, from the error catalogue: "below-limit", "absent-metric", "nan", ...
  Verdict verdict = Verdict::unknown;
  std::string subject;  ///< label(Subject)
  std::string test, metric;
  std::optional<double> measured;
  std::string op;  ///< ">=" or "<=" or "=="
  std::optional<double> limit;
  std::optional<double> margin;  ///< (measured - limit) / limit, positive on the good side; a ratio
  std::optional<Unit> unit;
  std::string source;  ///< profile file:line and the limit's own source
  std::string text;    ///< one sentence for people; says what to do where that is known
};

/// How one limit held on one subject, good or bad: what a table of results shows.
struct Check {
  std::string test, subject, metric;
  Verdict verdict = Verdict::unknown;
  std::string statistic;
  std::optional<double> measured, limit, peak;
  std::string op;
  std::optional<Unit> unit;
  std::string source;
};

/// The judgement of one node.
struct Judgement {
  std::string node;       ///< host name
  std::string report;     ///< where the report came from
  std::string profile;    ///< name of the profile it was held against
  std::string describes;  ///< what that profile says of itself, and what it does not judge
  Verdict verdict = Verdict::unknown;
  std::vector<Reason> reasons;  ///< worst first; empty only for pass
  std::vector<Check> checks;    ///< every limit on every subject
  std::vector<std::string>
      not_judged;  ///< limits that this run's level, size or machine did not demand
  std::vector<std::string> not_applicable;  ///< demanded limits on hardware that is rightly absent
  std::vector<std::string> uncovered;  ///< "test.metric" that was measured and that no limit covers
  /// When the run ended, or began where it has no end, in seconds since 1970; absent = the report
  /// does not say.
  std::optional<double> reported_s;
};

}  // namespace assay
