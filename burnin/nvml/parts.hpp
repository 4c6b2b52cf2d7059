#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "burnin/nvml/health.hpp"

// Parts of read_health() that have a file of their own.

namespace assay::nvml {

/// The links 0 to `count` - 1. Without a count: as many as there can be, up to the first that is
/// none.
[[nodiscard]] std::vector<NvLink> read_links(const NvmlGpu& gpu, const Answer<std::int64_t>& count);

[[nodiscard]] Answer<FabricState> read_fabric(const NvmlGpu& gpu);

/// Rows of memory that were replaced by spare ones.
[[nodiscard]] Answer<RemappedRows> read_remapped(const NvmlGpu& gpu);

/// Time in each state of lowered clocks since the driver was loaded; those that this GPU counts.
[[nodiscard]] std::vector<NamedCounter> throttled_ns(const NvmlGpu& gpu);

/// Every reason for lowered clocks that this program names, and whether it holds now; empty where
/// the GPU does not tell.
[[nodiscard]] std::vector<std::pair<std::string, bool>> throttle_flags(const NvmlGpu& gpu);

}  // namespace assay::nvml
