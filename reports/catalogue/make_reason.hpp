#pragma once
#include <string>

#include "reports/catalogue/reason_id.hpp"

namespace assay {

/// A reason of this kind with its verdict; `text` is a sentence, to which the action is added.
[[nodiscard]] Reason make_reason(ReasonId id, const std::string& text);

}  // namespace assay
