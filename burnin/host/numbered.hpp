#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/host_files.hpp"

namespace assay {

/// Names in `folder` that are `prefix` and a number ("cpu12"), in the order of their numbers.
[[nodiscard]] std::vector<std::string> numbered(const HostFiles& files, const std::string& folder,
                                                std::string_view prefix);

}  // namespace assay
