#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "reports/profile/yaml.hpp"

namespace assay {

/// The contents of a configuration file; nothing if it cannot be opened as a regular file. Throws
/// InputError if it is longer than `longest` bytes or reading fails on the way.
[[nodiscard]] std::optional<std::string> read_configuration(
    const std::string& path, std::size_t longest = yaml::kLongestYaml);

}  // namespace assay
