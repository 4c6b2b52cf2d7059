#pragma once

#include <string>
#include <utility>
#include <vector>

namespace assay {

/// What each value is, and the value, in the order of a page.
using Labelled = std::vector<std::pair<std::string, std::string>>;

}  // namespace assay
