#pragma once
#include <string>

#include "reports/importers/importer.hpp"

namespace assay {

/// All of the file `path` ("-": standard input), decompressed if it is zstd's. Throws InputError if
/// it cannot be read or is longer than 1 GiB: no tool writes that much about one run.
[[nodiscard]] Log read_log(const std::string& path);

}  // namespace assay
