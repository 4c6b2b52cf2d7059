#pragma once
#include <string>
#include <vector>

#include "cli/program.hpp"

namespace assay {

/// Writes `text` to standard output for "" and "-", else in one step to the file `path`. Throws
/// InputError naming `option` where the file cannot be written, Error where standard output cannot:
/// a verdict that nobody got must not end with 0.
void write_output(Console& console, const std::string& option, const std::string& path,
                  const std::string& text);

/// Throws InputError if `path` is one of the files that are read: a report must not be lost to a
/// typing error.
void require_not_an_input(const std::string& option, const std::string& path,
                          const std::vector<std::string>& inputs);

}  // namespace assay
