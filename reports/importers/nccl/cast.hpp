#pragma once
#include <optional>
#include <vector>

#include "core/facts.hpp"
#include "core/node.hpp"
#include "reports/importers/nccl/run.hpp"

namespace assay::nccl_tests {

/// Subjects of one run, and the machines that it names.
struct Cast {
  std::vector<Node> nodes;
  std::vector<Subject> subjects;
};

/// Every GPU of a single host whose GPUs are named, else the group of all ranks.
[[nodiscard]] Cast cast_of(const NcclRun& run, std::optional<int> ranks);

}  // namespace assay::nccl_tests
