#pragma once
#include <string>

#include "core/units.hpp"

namespace assay {

/// An amount in `unit`, written with it or a multiple of it as in profiles: "95degC", "12 kW".
/// Throws InputError that names `option`.
[[nodiscard]] double parse_amount(const std::string& option, const std::string& text, Unit unit);

}  // namespace assay
