#pragma once
#include "reports/importers/importer.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {

/// What a log says, as the node's GPUs and one result of `system.gpu` for each. Cells that say "not
/// supported" add nothing; cells that say that the GPU did not answer make its result an error.
[[nodiscard]] Imported smi_findings(const LogText& text, const SmiLog& log);

}  // namespace assay
