#pragma once
#include "core/host_files.hpp"
#include "kernels/host/settings.hpp"
#include "kernels/host/topology.hpp"

namespace assay::host {

/// This machine as a host device: the CPUs that this process may use, one thread a core; what
/// memory is free now (also under a memory limit of the process's group); the caches. Topology
/// comes from the topology module (hwloc) where `files` is this machine and the module is
/// installed, else from sysfs below `files`. To be called by workers, not by the parent: it loads
/// hwloc.
[[nodiscard]] Settings describe_host(const HostFiles& files);

/// The same from a given topology: no module, no system call.
[[nodiscard]] Settings describe_host(const HostFiles& files, const Topology& topology);

}  // namespace assay::host
