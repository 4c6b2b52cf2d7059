#pragma once
#include <vector>

#include "core/host_files.hpp"
#include "kernels/device.hpp"

namespace assay::host {

/// What of a machine a program may use and how it hangs together.
struct Topology {
  struct Core {
    int cpu = 0;   ///< operating-system number of the core's first hardware thread that may be used
    int node = 0;  ///< NUMA node nearest to it
  };
  std::vector<Core> cores;         ///< in the order of sockets and their cores
  std::vector<CacheLevel> caches;  ///< data caches from the fastest
};

/// By hwloc, through the topology module. Throws Error in the loader's words where it cannot be
/// opened.
[[nodiscard]] Topology topology_from_module();

/// From sysfs below `files`; `allowed` are the operating-system numbers of the CPUs that may be
/// used.
[[nodiscard]] Topology topology_from_sysfs(const HostFiles& files, const std::vector<int>& allowed);

/// CPUs that this process may use, ascending.
[[nodiscard]] std::vector<int> allowed_cpus();

}  // namespace assay::host
