#pragma once
#include <string>
#include <vector>

namespace assay::fleet {

/// Is there one report behind `paths` and no more? Reads no further than the second. True for
/// standard input, which can be read once only. Throws InputError if a directory cannot be listed.
[[nodiscard]] bool holds_one_report(const std::vector<std::string>& paths);

}  // namespace assay::fleet
