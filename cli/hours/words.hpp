#pragma once
#include <string>

namespace assay {

// Times and shares as a claim about them may be read: rounded to the side that promises less.

/// "149788 h": whole hours, tenths below 100, never less than `seconds`.
[[nodiscard]] std::string hours_up(double seconds);
/// As hours_up(), never more than `seconds`.
[[nodiscard]] std::string hours_down(double seconds);
/// "12.2 days", never less than `seconds`.
[[nodiscard]] std::string days_up(double seconds);
/// "95 %", "99.9 %".
[[nodiscard]] std::string percent(double share);

}  // namespace assay
