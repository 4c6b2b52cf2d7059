#pragma once
#include <string>
#include <vector>

namespace assay::cuda {

/// The oldest driver interface that runs what this module was compiled with, as CUDA counts it
/// (13000 = 13.0, which is driver 580).
inline constexpr int kOldestDriver = 13000;

/// "" if a driver whose interface is `version` will do (0 = there is none), else why not, in one
/// line.
[[nodiscard]] std::string refusal_of_driver(int version);

/// PCI addresses of the devices that the runtime shows, by ordinal. Throws Error saying in one line
/// what is missing: a driver, a newer one, or a device.
[[nodiscard]] std::vector<std::string> devices();

}  // namespace assay::cuda
