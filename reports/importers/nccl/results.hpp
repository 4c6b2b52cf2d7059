#pragma once
#include "reports/importers/importer.hpp"
#include "reports/importers/nccl/read.hpp"

namespace assay::nccl_tests {

/// What the runs measured, as collective.* results: a result for every size and buffer, on every
/// GPU of a single host whose GPUs are named, else on the group of all ranks.
[[nodiscard]] Imported results_of(Runs runs);

}  // namespace assay::nccl_tests
