#pragma once
#include <span>
#include <string>
#include <string_view>

#include "reports/verdict.hpp"

namespace assay {

/// Everything that can keep a verdict from being `pass`. Ids are stable: scripts may rely on them.
struct ReasonKind {
  std::string_view id;
  Verdict verdict;
  std::string_view meaning;  ///< what was found
  std::string_view cause;    ///< what usually lies behind it
  std::string_view action;   ///< what to do next
};

/// All of them, worst verdict first.
[[nodiscard]] std::span<const ReasonKind> reason_kinds();

/// Throws Error for an id that is not in the table: a fault in this program.
[[nodiscard]] const ReasonKind& reason_kind(std::string_view id);

/// A reason of this kind with its verdict; `text` is a sentence, to which the action is added.
[[nodiscard]] Reason make_reason(std::string_view id, const std::string& text);

}  // namespace assay
