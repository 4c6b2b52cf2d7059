#pragma once
#include "cli/run/arguments.hpp"
#include "cli/run/node_run.hpp"

namespace assay {

/// Reads everything that a run depends on and measures nothing: options, site, profile, node, plan,
/// and the report to resume. `typed` is the verb that `arguments` were parsed with. Throws
/// InputError for whatever is wrong with any of them.
[[nodiscard]] PreparedRun prepare(const RunArguments& arguments, const CLI::App& typed,
                                  const HostFiles& files, const Clock& clock);

}  // namespace assay
