#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "burnin/nvml/answer.hpp"
#include "burnin/nvml/nvml.hpp"

namespace assay {

/// Memory errors that ECC found. Volatile ones count since the driver was loaded, aggregate ones
/// since the board was made.
struct EccErrors {
  Answer<std::int64_t> corrected, uncorrected;
};

struct RemappedRows {
  std::int64_t corrected = 0, uncorrected = 0;  ///< rows replaced because of such errors
  bool pending = false;                         ///< takes effect at the next reset
  bool failed = false;                          ///< a row could not be replaced: the board is done
};

/// Banks of memory by how many of their spare rows are left.
struct SpareRows {
  std::int64_t all = 0, many = 0, some = 0, few = 0, none = 0;
};

/// What the fabric of NVSwitches says of this GPU.
struct FabricState {
  std::string state;   ///< "not supported", "not started", "in progress", "completed"
  std::string status;  ///< in NVML's words; says something once completed
  std::string cluster_uuid;
  std::int64_t clique = 0;
  std::vector<std::string> complaints;  ///< from the health mask; empty = none
};

/// A counter that only what was added to it says something of. Its name is unique in its GPU.
using NamedCounter = std::pair<std::string, Answer<std::int64_t>>;

struct NvLink {
  int number = 0;
  Answer<bool> active;
  Answer<double> speed;                ///< bytes per second and direction
  std::vector<NamedCounter> counters;  ///< "nvlink_replay_errors", ...: those this generation has
};

/// One look at a GPU's health.
struct GpuHealth {
  EccErrors ecc_volatile, ecc_aggregate;  ///< all memories together
  EccErrors dram_volatile, dram_aggregate, sram_volatile, sram_aggregate;
  Answer<bool> sram_threshold_exceeded;
  Answer<RemappedRows> remapped;
  Answer<SpareRows> spare_rows;
  Answer<std::int64_t> pcie_replays, pcie_replay_rollovers;
  Answer<std::int64_t> link_count;
  std::vector<NvLink> links;
  Answer<FabricState> fabric;
  Answer<std::string>
      recovery_action;  ///< "none", "reset", "reboot", "drain P2P", "drain and reset"
  std::vector<std::string> throttles;      ///< reasons at this moment, named as in telemetry
  std::vector<NamedCounter> throttled_ns;  ///< time in each state since the driver was loaded
};

[[nodiscard]] GpuHealth read_health(const NvmlGpu& gpu);

/// Names of all counters that some generation of NVLinks has.
[[nodiscard]] const std::vector<std::string>& nvlink_counter_names();

}  // namespace assay
