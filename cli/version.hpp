#pragma once
#include <string>

#include "reports/report.hpp"

namespace assay {

/// Name, version, commit and build of this program.
[[nodiscard]] Tool this_tool();

/// What `assay --version` prints.
[[nodiscard]] std::string version_text();

}  // namespace assay
