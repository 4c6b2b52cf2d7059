#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/verdict.hpp"

namespace assay {

/// A metric of a subject on which two judgements of one report differ. Of several limits on it the
/// worst counts; a side without one has no verdict.
struct LimitChange {
  std::string subject, test, metric;
  std::optional<Verdict> now, then;
  std::string op;  ///< of the limit that decides, "then" where there is one
  std::optional<double> measured, limit_now, limit_then;
  std::optional<Unit> unit;
  std::string source;  ///< of that limit
};

/// What a change of profiles would do to one node, in the order of `then`'s limits; those that only
/// `now` has come last. A limit that is new and holds changes nothing.
[[nodiscard]] std::vector<LimitChange> limit_changes(const Judgement& now, const Judgement& then);

/// "pass -> fail"; "not judged" where there is no verdict.
[[nodiscard]] std::string arrow(const LimitChange& change);

}  // namespace assay
