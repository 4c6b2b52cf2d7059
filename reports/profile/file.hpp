#pragma once
#include <optional>
#include <string>

namespace assay {

/// The contents of a configuration file; nothing if it cannot be opened as a regular file. Throws
/// InputError if it is longer than 1 MiB or reading fails on the way.
[[nodiscard]] std::optional<std::string> read_configuration(const std::string& path);

}  // namespace assay
