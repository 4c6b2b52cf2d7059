#pragma once
#include <string>

#include "tests/reports/io/random_report.hpp"

namespace assay::test {

/// `json` with one to three faults, as broken writers, disks and people make them: a field dropped,
/// doubled or of another type, a number or word changed, a part put elsewhere, bytes cut off,
/// inserted or flipped.
[[nodiscard]] std::string mutate(const std::string& json, Dice& dice);

}  // namespace assay::test
