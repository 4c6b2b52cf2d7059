#pragma once
#include <string>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// The result that one line about a test should be about; `results` is not empty.
[[nodiscard]] const Result& gravest(const std::vector<Result>& results);

/// Its reason, after which of many devices it is about.
[[nodiscard]] std::string with_device(const Result& result);

}  // namespace assay
