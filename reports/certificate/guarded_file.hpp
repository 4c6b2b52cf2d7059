#pragma once
#include <optional>
#include <string>

namespace assay {

/// The bytes of a small file (1 MiB at most); nothing if there is none. Throws InputError, naming
/// the file, if it cannot be read, is longer, or is not a regular file.
[[nodiscard]] std::optional<std::string> read_small(const std::string& path);

/// As read_small(), for files that decide who is admitted: also throws where there is none, where
/// others than its owner may write it, and where its owner is neither root nor the user that this
/// process runs as.
[[nodiscard]] std::string read_guarded(const std::string& path);

}  // namespace assay
