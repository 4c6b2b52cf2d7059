#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/host_files.hpp"

namespace assay {

/// What a PCI device is to us, from its class code and vendor.
enum class PciKind { gpu, nvswitch, nic, nvme, bridge, other };
[[nodiscard]] std::string_view name(PciKind kind) noexcept;

/// `class_code`: 24 bits as in sysfs (base class, subclass, interface).
[[nodiscard]] PciKind pci_kind(std::int64_t class_code, std::int64_t vendor) noexcept;

struct PciDevice {
  std::string id;      ///< "0000:3b:00.0"
  std::string path;    ///< "/sys/devices/pci0000:3a/.../0000:3b:00.0"
  std::string parent;  ///< id of the bridge or port right above; "" below a root complex
  std::int64_t vendor = 0;
  PciKind kind = PciKind::other;
  bool is_virtual = false;  ///< an SR-IOV virtual function
};

/// All PCI devices of the machine and which lies below which, from /sys/bus/pci/devices.
class PciTree {
 public:
  explicit PciTree(const HostFiles& files);
  /// In order of their ids.
  [[nodiscard]] const std::vector<PciDevice>& devices() const noexcept { return devices_; }
  /// Those of one kind, virtual functions left out.
  [[nodiscard]] std::vector<const PciDevice*> of_kind(PciKind kind) const;
  /// nullptr if there is none.
  [[nodiscard]] const PciDevice* find(std::string_view id) const noexcept;
  /// Ports and bridges above the device, the nearest first.
  [[nodiscard]] std::vector<const PciDevice*> above(const PciDevice& device) const;
  /// The first device right below a port or bridge, nullptr if nothing is plugged in.
  [[nodiscard]] const PciDevice* below(const PciDevice& port) const noexcept;
  /// The nearest port or bridge above both, nullptr where only the root complex joins them.
  [[nodiscard]] const PciDevice* joint(const PciDevice& a, const PciDevice& b) const;

 private:
  std::vector<PciDevice> devices_;
};

/// State of a device's link. Absent members could not be read or make no sense; `why_not` then says
/// why.
struct PciLink {
  bool has_link = false;  ///< false: conventional PCI, or built into the root complex
  std::optional<std::int64_t> width, width_max;  ///< lanes
  std::optional<double> speed, speed_max;        ///< transfers per second and lane
  std::string why_not;
};
[[nodiscard]] PciLink read_link(const HostFiles& files, const PciDevice& device);

/// What two ends of a link can both do, `one`'s word alone where the other says nothing, and what
/// share of it the link has now.
struct LinkShares {
  std::optional<std::int64_t> width_max;
  std::optional<double> speed_max, width, speed;  ///< the last two: shares
};
[[nodiscard]] LinkShares shares(const PciLink& one, const PciLink& other);

/// "32.0 GT/s PCIe" -> 32e9. Nothing for "Unknown".
[[nodiscard]] std::optional<double> pci_speed(std::string_view text);

}  // namespace assay
