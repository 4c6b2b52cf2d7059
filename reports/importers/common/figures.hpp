#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/facts.hpp"

namespace assay {

// Numbers as tools print them, and metrics of them.

/// All of `word` as one finite decimal number ("12.90", "1.04858e+06"); nothing for anything else.
[[nodiscard]] std::optional<double> decimal(std::string_view word) noexcept;

/// Half of the last digit that `word` shows: 0.005 of "12.90". Rounding may hide as much.
[[nodiscard]] double rounding_of(std::string_view word) noexcept;

/// A mean or median over one stretch of work: one sample, as this program would take it. `value`
/// that is not finite stays absent.
[[nodiscard]] Metric one_sample(std::string name, Unit unit, Better better, double value);

/// Adds a defect and makes `result` a failed one.
void add_defect(Result& result, Defect defect);

/// Makes `result` one without an answer, unless it has failed already.
void set_error(Result& result, const std::string& reason);

}  // namespace assay
