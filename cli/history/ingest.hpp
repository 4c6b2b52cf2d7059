#pragma once
#include <string>
#include <vector>

#include "cli/program.hpp"

namespace assay {

/// `assay history ingest`, as typed.
struct IngestArguments {
  std::string database, night, site;
  std::vector<std::string> reports;
};

/// Adds what is readable, in one transaction. `unknown` where anything was left out, which is named
/// on `console.err`. Throws InputError where nothing at all can be read.
[[nodiscard]] ExitCode ingest_reports(const IngestArguments& arguments, Console& console);

}  // namespace assay
