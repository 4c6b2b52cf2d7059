#pragma once
#include <string>
#include <vector>

#include "kernels/device.hpp"
#include "kernels/host/isa.hpp"
#include "kernels/script.hpp"

namespace assay::host {

/// How to set up a host device.
struct Settings {
  /// See describe_host(); tests give small ones. `isa` is for those that stand in for a GPU of that
  /// instruction set ("sm_100"); else it stays empty.
  DeviceFacts facts;
  std::vector<int> cpus;  ///< one thread each; negative = unbound
  Script script;
  std::vector<int> numa_nodes;  ///< NUMA node of each entry of `cpus`; empty = all on node 0
  Isa isa = best_isa();         ///< instruction set of the kernels
  std::string unit = "thread";  ///< what a unit without a CPU of its own is called
};

}  // namespace assay::host
