#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/host_files.hpp"
#include "suites/machine/pci.hpp"

namespace assay {

/// What a device's configuration space says. Registers: PCI Express Base Specification,
/// sections 7.5.3 (PCI Express capability) and 7.7.8 (Access Control Services).
struct PciConfig {
  enum class Port { endpoint, root, upstream, downstream, other };
  std::string why_not;  ///< not empty: unreadable, cut short, or the device does not answer
  std::optional<Port> port;
  std::optional<std::int64_t> max_payload, max_payload_supported, max_read_request;  ///< bytes
  /// Bits of the ACS control register; 0 where the device has no ACS. Absent: could not be read.
  std::optional<std::uint16_t> acs_control;
};

/// Bits of the ACS control register that send traffic between peers up to the root: source
/// validation, translation blocking, request redirect, completion redirect, upstream forwarding.
inline constexpr std::uint16_t kAcsRedirecting = 0x1f;

/// `bytes`: all that the kernel gives; ordinary users get the first 64 only.
[[nodiscard]] PciConfig parse_pci_config(std::string_view bytes);

[[nodiscard]] PciConfig read_pci_config(const HostFiles& files, const PciDevice& device);

}  // namespace assay
