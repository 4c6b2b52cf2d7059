#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/compare/side_by_side.hpp"

namespace assay {

[[nodiscard]] std::string side_by_side_text(const SideBySide& compared);
[[nodiscard]] std::string side_by_side_markdown(const SideBySide& compared);
[[nodiscard]] std::string side_by_side_csv(const SideBySide& compared);
[[nodiscard]] std::string side_by_side_json(const SideBySide& compared);

/// "+3.2 % (+2.9 % to +3.6 %)", and why there is no interval where there is none.
[[nodiscard]] std::string change_of(const ComparedMetric& row);

/// "5 / 6": runs on either side.
[[nodiscard]] std::string counts_of(const ComparedMetric& row);

/// "better", "worse" or "no difference shown": where the interval lies. "" without one.
[[nodiscard]] std::string_view direction_of(const ComparedMetric& row);

/// "p = 0.008", "p < 0.0001"; with the effect's size.
[[nodiscard]] std::string probability_of(const RankSum& ranks);

/// How the numbers came about, a sentence each.
[[nodiscard]] std::vector<std::string> method_of(const SideBySide& compared);

/// What is no evidence, a line each. A figure that is none for one reason in many reports is one
/// line, which names the first of them: "memory.read.bandwidth on gpu 3: has no value (a.json and
/// 7 more)".
[[nodiscard]] std::vector<std::string> left_out_of(const SideBySide& compared);

/// What a publication must state of one side: what, and its value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> statement_of(
    const ComparedSide& side);

}  // namespace assay
