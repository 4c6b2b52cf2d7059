#include "suites/machine/pci_config.hpp"

#include <cstddef>

namespace assay {
namespace {

constexpr std::size_t kHeader = 64;
constexpr std::size_t kExtended = 256;

/// Little-endian fields of the configuration space. What was cut off at the end reads as 0: reading
/// a file drops white space there.
class Space {
 public:
  explicit Space(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint32_t u8(std::size_t at) const {
    return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0U;
  }
  [[nodiscard]] std::uint32_t u16(std::size_t at) const { return u8(at) | (u8(at + 1) << 8); }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return u16(at) | (u16(at + 2) << 16); }

 private:
  std::string_view bytes_;
};

/// Offset of an ordinary capability, 0 if the device lacks it.
std::size_t find_capability(const Space& space, std::uint32_t id) {
  constexpr std::uint32_t has_list = 1U << 4;
  if ((space.u16(0x06) & has_list) == 0) return 0;
  std::size_t at = space.u8(0x34) & 0xfcU;
  // A list in a broken device may be a ring.
  for (int step = 0; at >= kHeader && step < 48; ++step) {
    if (space.u8(at) == id) return at;
    at = space.u8(at + 1) & 0xfcU;
  }
  return 0;
}

/// Offset of an extended capability, 0 if the device lacks it.
std::size_t find_extended(const Space& space, std::uint32_t id) {
  std::size_t at = kExtended;
  for (int step = 0; at >= kExtended && step < 480; ++step) {
    const std::uint32_t head = space.u32(at);
    if (head == 0) return 0;
    if ((head & 0xffffU) == id) return at;
    at = head >> 20;
  }
  return 0;
}

PciConfig::Port port_of(std::uint32_t type) {
  switch (type) {
    case 0:
    case 1:
      return PciConfig::Port::endpoint;
    case 4:
      return PciConfig::Port::root;
    case 5:
      return PciConfig::Port::upstream;
    case 6:
      return PciConfig::Port::downstream;
    default:
      return PciConfig::Port::other;
  }
}

std::int64_t payload(std::uint32_t code) { return std::int64_t{128} << (code & 7U); }

}  // namespace

PciConfig parse_pci_config(std::string_view bytes) {
  const Space space(bytes);
  PciConfig config;
  if (bytes.empty() || space.u16(0) == 0xffff) {
    config.why_not = "the device does not answer";
    return config;
  }
  if (bytes.size() <= kHeader) {
    config.why_not = "only root may read all of it";
    return config;
  }
  constexpr std::uint32_t express = 0x10;
  constexpr std::uint32_t access_control = 0x0d;
  if (const std::size_t at = find_capability(space, express)) {
    config.port = port_of((space.u16(at + 2) >> 4) & 0xfU);
    config.max_payload_supported = payload(space.u32(at + 4));
    config.max_payload = payload(space.u16(at + 8) >> 5);
    config.max_read_request = payload(space.u16(at + 8) >> 12);
  }
  if (bytes.size() <= kExtended) return config;
  const std::size_t at = find_extended(space, access_control);
  config.acs_control = static_cast<std::uint16_t>(at ? space.u16(at + 6) : 0);
  return config;
}

PciConfig read_pci_config(const HostFiles& files, const PciDevice& device) {
  const std::string path = device.path + "/config";
  const Reading reading = files.read(path);
  PciConfig config;
  if (reading.ok()) config = parse_pci_config(reading.text);
  if (!reading.ok()) config.why_not = reading.reason.empty() ? "absent" : reading.reason;
  if (!config.why_not.empty()) config.why_not = path + ": " + config.why_not;
  return config;
}

}  // namespace assay
