#pragma once
#include <cstdint>
#include <string>

#include "kernels/device.hpp"
#include "kernels/script.hpp"

namespace assay {

/// A device that is described instead of found: small, and its calls take the time that is written
/// here, so that a whole run can be tried anywhere, in seconds and with figures known beforehand.
struct ScriptedDevice {
  std::string name = "scripted";
  std::int64_t memory_bytes = std::int64_t{64} << 20;
  std::int64_t units = 2;
  std::int64_t test_bytes = 0;  ///< a test takes this much memory in all; 0 = as it chooses
  Script rates;  ///< bytes_per_second, flops_per_second, link_bytes_per_second, seconds_per_call;
                 ///< nothing else
};

/// What such a device says of itself.
[[nodiscard]] DeviceFacts facts_of(const ScriptedDevice& device, const Subject& subject = {});

/// The faults of a test on a device whose times are written down.
[[nodiscard]] Script with_rates(Script script, const ScriptedDevice& device);

}  // namespace assay
