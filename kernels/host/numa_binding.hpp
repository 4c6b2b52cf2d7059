#pragma once

namespace assay::host {

/// Binds this process and all threads that it starts to the CPUs of the NUMA node, and memory that
/// it takes from now on to the node's. By hwloc, through the topology module: to be called by
/// workers, not by the parent. Throws Error where there is no such node, or no module.
void bind_to_numa_node(int node);

}  // namespace assay::host
