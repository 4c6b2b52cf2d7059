#pragma once
#include "cli/run/event_stream.hpp"
#include "cli/run/node_run.hpp"

namespace assay {

/// Judges the measured run if there is a profile, prints what was found, and says how the program
/// ends. Where the events have taken standard output, people read on standard error.
[[nodiscard]] ExitCode show_results(const PreparedRun& run, Console& console, EventStream& events,
                                    const Clock& clock);

}  // namespace assay
