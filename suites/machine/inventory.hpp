#pragma once
#include "core/host_files.hpp"
#include "core/node.hpp"

namespace assay {

/// The machine's identity as its files tell it; what they do not tell stays empty. Needs no
/// privilege, tells more to root (serials). Links and what only NVML or CUDA knows (serials of
/// GPUs, memory, SMs) are left empty; see complete().
[[nodiscard]] Node read_node(const HostFiles& files);

/// "" on bare metal, else the hypervisor's name, "unknown" where only the CPUs betray one.
[[nodiscard]] std::string read_hypervisor(const HostFiles& files);

/// RDMA devices first, then network adapters without RDMA.
[[nodiscard]] std::vector<Nic> read_nics(const HostFiles& files);

}  // namespace assay
