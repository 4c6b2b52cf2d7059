#pragma once
#include "cli/program.hpp"

namespace assay {

/// Calls every file below cli/verbs/; the build writes it.
void add_all_verbs(Program& program);

}  // namespace assay
