#pragma once
#include "kernels/device.hpp"

namespace assay::cuda {

/// What device `ordinal` of the runtime says of itself. Peaks are computed at the maximum clocks
/// that it states: memory clock x bus width x 2 (double data rate); SMs x operations a clock x
/// clock. Makes the device current. Throws Error where it does not answer.
[[nodiscard]] DeviceFacts describe(int ordinal);

/// "0000:1b:00.0": by this and nothing else devices of the runtime are matched with those of the
/// PCI bus, since CUDA_VISIBLE_DEVICES renumbers.
[[nodiscard]] std::string pci_address(int ordinal);

}  // namespace assay::cuda
