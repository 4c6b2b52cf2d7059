#pragma once
#include <string>
#include <vector>

#include "reports/verdict.hpp"

namespace assay {

/// What a format shows of one node, one entry a line: its reasons, and the checks that no reason
/// tells of. Those that passed are left out unless `held`; their `id` is "holds". Reasons first,
/// both in their order.
[[nodiscard]] std::vector<Reason> lines(const Judgement& judgement, bool held);

/// For each of `judgement.checks` its reason, or nullptr. A reason belongs to one check at most.
[[nodiscard]] std::vector<const Reason*> reasons_of_checks(const Judgement& judgement);

/// `judgements` as people read them: worst first, then by node.
[[nodiscard]] std::vector<const Judgement*> worst_first(const std::vector<Judgement>& judgements);

/// "test.metric", or as much of it as there is; "-" for neither.
[[nodiscard]] std::string limit_name(const std::string& test, const std::string& metric);

/// `entry` with the margin that its limit leaves, as a Reason states it; nothing for a limit of 0.
[[nodiscard]] std::optional<double> margin_of(const Check& check);

}  // namespace assay
