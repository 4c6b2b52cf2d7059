#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "core/host_files.hpp"
#include "core/node.hpp"

namespace assay {

/// The GPUs on the PCI bus in bus order, with what the NVIDIA driver says of those that it drives.
/// Without the driver they have an index and an address only.
[[nodiscard]] std::vector<Gpu> read_gpus(const HostFiles& files);

/// As read_gpus(), those of NVIDIA only; each keeps its index among all.
[[nodiscard]] std::vector<Gpu> read_nvidia_gpus(const HostFiles& files);

/// The NVIDIA kernel driver.
struct NvidiaDriver {
  std::string version;  ///< "580.95.05"; "" = not loaded
  bool open_modules = false;
};
[[nodiscard]] NvidiaDriver read_nvidia_driver(const HostFiles& files);

/// Number N of the GPU's device node /dev/nvidiaN; nothing without the driver.
[[nodiscard]] std::optional<std::int64_t> device_minor(const HostFiles& files, const Gpu& gpu);

/// The GPU as the subject of a result.
[[nodiscard]] Subject subject_of(const Gpu& gpu);

}  // namespace assay
