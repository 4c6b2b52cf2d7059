#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "reports/importers/nccl/run.hpp"

namespace assay::nccl_tests {

/// How many ranks took part: what the list of ranks says, or, where there is none, the one number
/// that makes all rows' bus bandwidth of their algorithm bandwidth. Nothing where several would.
[[nodiscard]] std::optional<int> ranks_in(const NcclRun& run, Operation operation);

/// What one half of a row says against itself; "" if nothing.
[[nodiscard]] std::string contradiction(const Row& row, const Figures& figures, const NcclRun& run,
                                        Operation operation);

/// What a run says against itself as a whole.
[[nodiscard]] std::vector<Defect> contradictions(const NcclRun& run, const std::string& file,
                                                 std::optional<Operation> operation,
                                                 std::optional<int> ranks);

/// What a run should say and does not; nothing where it is whole.
[[nodiscard]] std::vector<std::string> missing_in(const NcclRun& run);

}  // namespace assay::nccl_tests
