#pragma once
#include <cstdint>
#include <string>

#include "kernels/device.hpp"
#include "kernels/script.hpp"

namespace assay {

/// A device that is described instead of found: small, and its calls take the time that is written
/// here, so that a whole run can be tried anywhere, in seconds and with figures known beforehand.
struct ScriptedDevice {
  std::int64_t memory_bytes = std::int64_t{64} << 20;
  std::int64_t units = 2;
  Script rates;  ///< bytes_per_second, flops_per_second, seconds_per_call; nothing else
};

/// Reads lines "name = value"; # begins a comment. Names: memory (bytes), units, bytes_per_second,
/// flops_per_second, seconds_per_call. Throws InputError naming file, line and field.
[[nodiscard]] ScriptedDevice read_scripted_device(const std::string& text,
                                                  const std::string& source);

/// What such a device says of itself.
[[nodiscard]] DeviceFacts facts_of(const ScriptedDevice& device);

}  // namespace assay
