#pragma once
#include <span>
#include <string>
#include <string_view>

#include "reports/judge/reasons.hpp"

namespace assay {

/// Why a certificate is not issued or a node not admitted: kinds as of reason_kinds(), which they
/// share ids with none of.
[[nodiscard]] std::span<const ReasonKind> gate_reason_kinds();

/// A reason of this kind with its verdict; `text` is a sentence, to which the action is added.
/// Throws Error for an id that is not in the table: a fault in this program.
[[nodiscard]] Reason gate_reason(std::string_view id, const std::string& text);

}  // namespace assay
