#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/host_files.hpp"
#include "core/node.hpp"
#include "suites/machine/number.hpp"

namespace assay {

/// Logical CPUs as the kernel counts them.
struct CpuCounts {
  std::optional<std::int64_t> online;
  std::optional<std::int64_t> present;  ///< without the siblings that a disabled SMT hides
  std::string smt;  ///< "on", "off", "forceoff", "notsupported", ...; "" = not told
};
[[nodiscard]] CpuCounts count_cpus(const HostFiles& files);

/// Sockets in order, from /proc/cpuinfo and the topology in sysfs.
[[nodiscard]] std::vector<Cpu> read_cpus(const HostFiles& files);

/// Frequency governors in use: "performance", or each with its number of CPUs; "" without frequency
/// scaling.
[[nodiscard]] std::string governors(const HostFiles& files);

/// How often one socket has throttled for heat since boot.
struct ThrottleCount {
  std::int64_t socket = 0;
  Number cores;    ///< sum over its cores
  Number package;  ///< of the socket as a whole
};
/// One entry for every socket that counts; empty where no CPU does (virtual machines, AMD).
[[nodiscard]] std::vector<ThrottleCount> read_throttling(const HostFiles& files);

/// True if the CPUs say that they run below a hypervisor.
[[nodiscard]] bool has_hypervisor_flag(const HostFiles& files);

}  // namespace assay
