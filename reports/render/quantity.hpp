#pragma once
#include <optional>
#include <string>
#include <utility>

#include "core/units.hpp"

namespace assay {

/// A number of `unit` for people: "2.97 TB/s", "79.6 GiB", "12.5 us", "92.3 %", "41 degC". Prefixes
/// are decimal but for bytes of memory; four significant digits; counts are exact. "not finite" for
/// NaN and infinities, which no number may pass for.
[[nodiscard]] std::string quantity(double value, Unit unit);
/// As above; "-" where there is none, a bare number where the unit is not known.
[[nodiscard]] std::string quantity(std::optional<double> value, std::optional<Unit> unit);

/// Two numbers that are compared, with as many digits as it takes to tell them apart: a measurement
/// just below its limit never reads as if it were the limit.
[[nodiscard]] std::pair<std::string, std::string> compared(std::optional<double> measured,
                                                           std::optional<double> limit,
                                                           std::optional<Unit> unit);

/// A ratio as a share: "92.3 %"; "-" where there is none.
[[nodiscard]] std::string share(std::optional<double> ratio);

/// A ratio as a signed distance: "+3.2 %", "-0.04 %"; "-" where there is none.
[[nodiscard]] std::string margin(std::optional<double> ratio);

}  // namespace assay
