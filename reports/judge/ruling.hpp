#pragma once
#include <string>
#include <vector>

#include "reports/catalogue/reason_id.hpp"
#include "reports/judge/parts.hpp"

namespace assay {

/// What one limit says about one metric of one result.
struct Ruling {
  Check check;
  std::vector<Reason> reasons;
  std::string not_applicable;  ///< not empty: the subject has no such thing, and says so
};

/// Holds the result of a subject of that label against `limit`, metric by metric; one ruling at
/// least. A result that was not carried out or gave no answer is unknown at best, a wrong one is a
/// failure. A metric that is not there although the fact "<metric>_absent" says why is not
/// applicable.
[[nodiscard]] std::vector<Ruling> rule(const Limit& limit, const Result& result,
                                       const std::string& subject, const Matter& matter);

/// Would rule() find nothing against the number that `limit` compares of `metric`, which is one of
/// `result`'s or made from its telemetry? Says nothing about its outcome, facts and steadiness.
[[nodiscard]] bool number_holds(const Limit& limit, const Result& result, const Metric& metric,
                                const Matter& matter);

/// A ruling that there is no evidence: `text` follows "test.metric on subject: ".
[[nodiscard]] Ruling no_evidence(const Limit& limit, const std::string& subject, ReasonId id,
                                 const std::string& text);

/// What is wrong with the answers of a result, as one line.
[[nodiscard]] std::string wrong_answers(const Result& result);

/// The profile's line and where its figure comes from.
[[nodiscard]] std::string provenance(const Limit& limit);

/// The worst verdict of them.
[[nodiscard]] Verdict worst(const std::vector<Ruling>& rulings) noexcept;

}  // namespace assay
