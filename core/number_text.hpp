#pragma once
#include <string>

namespace assay {

/// A number for people, with `digits` significant digits and without an exponent from 1 on: "0.05",
/// "10500", "1.2e-05".
[[nodiscard]] std::string number_text(double value, int digits = 4);

}  // namespace assay
