#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/host_files.hpp"
#include "suites/machine/number.hpp"

namespace assay {

/// One memory controller as the kernel's EDAC driver shows it.
struct MemoryController {
  std::string id;                 ///< "mc0"
  std::string name;               ///< the driver's own name for it
  Number corrected, uncorrected;  ///< errors since the driver was loaded
};

/// Empty where no EDAC driver knows a controller.
[[nodiscard]] std::vector<MemoryController> read_memory_controllers(const HostFiles& files);

/// The memory modules that are plugged in.
struct Modules {
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  std::string source;  ///< "smbios" or "edac"
};

/// From the firmware's tables (SMBIOS type 17), else from EDAC; nothing where neither tells.
[[nodiscard]] std::optional<Modules> read_modules(const HostFiles& files);

/// Size that one SMBIOS type 17 structure states, in bytes; 0 for an empty slot, nothing if it is
/// not known. Source: DMTF DSP0134, section 7.18 (Size at 0x0C, Extended Size at 0x1C).
[[nodiscard]] std::optional<std::int64_t> module_bytes(std::string_view structure);

/// Bytes of each NUMA node that has memory, by node number.
[[nodiscard]] std::vector<std::int64_t> numa_bytes(const HostFiles& files);

/// MemTotal of a meminfo file ("/proc/meminfo" or a node's), in bytes.
[[nodiscard]] std::optional<std::int64_t> memory_total(const HostFiles& files,
                                                       const std::string& path);

}  // namespace assay
