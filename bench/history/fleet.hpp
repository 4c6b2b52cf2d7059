#pragma once
#include <cstdint>

#include "reports/history/entry.hpp"

namespace assay::history {

/// A fleet whose nights are made up: no report is written or read.
struct FleetShape {
  std::int32_t nodes = 1000, gpus = 8;
  std::int32_t node_metrics = 6, gpu_metrics = 3;
  std::uint64_t seed = 1;

  [[nodiscard]] std::int64_t rows() const {
    return std::int64_t{nodes} * (node_metrics + std::int64_t{gpus} * gpu_metrics);
  }
};

/// What the history keeps of node number `node` in `night`: noise of 1 % around a level of its own.
[[nodiscard]] Entry made_up(const FleetShape& shape, std::int32_t node, NightNumber night);

}  // namespace assay::history
