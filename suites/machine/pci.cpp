#include "suites/machine/pci.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "suites/machine/number.hpp"

namespace assay {
namespace {

constexpr std::int64_t kNvidia = 0x10de;
constexpr std::int64_t kAmd = 0x1002;

/// "0000:3b:00.0"; domains may have more than four digits (Intel VMD).
bool is_pci_id(std::string_view text) {
  return text.size() >= 12 && text[text.size() - 2] == '.' && text[text.size() - 5] == ':' &&
         text[text.size() - 8] == ':' &&
         text.find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
}

std::string parent_in(const std::string& path) {
  const auto last = path.rfind('/');
  if (last == std::string::npos || last == 0) return "";
  const auto before = path.rfind('/', last - 1);
  const std::string name = path.substr(before + 1, last - before - 1);
  return is_pci_id(name) ? name : "";
}

PciDevice read_device(const HostFiles& files, const std::string& id) {
  const std::string link = "/sys/bus/pci/devices/" + id;
  PciDevice device;
  device.id = id;
  device.path = files.resolve(link);
  device.parent = parent_in(device.path);
  device.vendor = files.read_integer(link + "/vendor").value_or(0);
  device.kind = pci_kind(files.read_integer(link + "/class").value_or(0), device.vendor);
  device.is_virtual = files.exists(link + "/physfn");
  return device;
}

}  // namespace

std::string_view name(PciKind kind) noexcept {
  switch (kind) {
    case PciKind::gpu:
      return "gpu";
    case PciKind::nvswitch:
      return "nvswitch";
    case PciKind::nic:
      return "nic";
    case PciKind::nvme:
      return "nvme";
    case PciKind::bridge:
      return "bridge";
    case PciKind::other:
      break;
  }
  return "other";
}

PciKind pci_kind(std::int64_t class_code, std::int64_t vendor) noexcept {
  const std::int64_t subclass = class_code >> 8;
  const bool makes_gpus = vendor == kNvidia || vendor == kAmd;
  // A server's management controller shows a VGA display too: only these vendors' are for
  // computing.
  if (makes_gpus && (subclass >> 8) == 0x03) return PciKind::gpu;
  if (vendor == kAmd && subclass == 0x1200) return PciKind::gpu;
  if (vendor == kNvidia && subclass == 0x0680) return PciKind::nvswitch;
  if ((subclass >> 8) == 0x02) return PciKind::nic;
  if (class_code == 0x010802) return PciKind::nvme;
  if (subclass == 0x0604) return PciKind::bridge;
  return PciKind::other;
}

PciTree::PciTree(const HostFiles& files) {
  for (const std::string& id : files.list("/sys/bus/pci/devices"))
    devices_.push_back(read_device(files, id));
}

std::vector<const PciDevice*> PciTree::of_kind(PciKind kind) const {
  std::vector<const PciDevice*> found;
  for (const PciDevice& device : devices_)
    if (device.kind == kind && !device.is_virtual) found.push_back(&device);
  return found;
}

const PciDevice* PciTree::find(std::string_view id) const noexcept {
  const auto found = std::find_if(devices_.begin(), devices_.end(),
                                  [&](const PciDevice& device) { return device.id == id; });
  return found == devices_.end() ? nullptr : &*found;
}

std::vector<const PciDevice*> PciTree::above(const PciDevice& device) const {
  std::vector<const PciDevice*> path;
  for (const PciDevice* at = find(device.parent); at; at = find(at->parent)) path.push_back(at);
  return path;
}

const PciDevice* PciTree::below(const PciDevice& port) const noexcept {
  const auto found = std::find_if(devices_.begin(), devices_.end(), [&](const PciDevice& device) {
    return device.parent == port.id;
  });
  return found == devices_.end() ? nullptr : &*found;
}

const PciDevice* PciTree::joint(const PciDevice& a, const PciDevice& b) const {
  const auto over_b = above(b);
  for (const PciDevice* bridge : above(a))
    if (std::find(over_b.begin(), over_b.end(), bridge) != over_b.end()) return bridge;
  return nullptr;
}

namespace {

template <class T>
std::optional<T> lesser(std::optional<T> own, std::optional<T> other) {
  if (!own || !other) return own;
  return std::min(*own, *other);
}

template <class T>
std::optional<double> share(std::optional<T> now, std::optional<T> most) {
  if (!now || !most || !(*most > 0)) return std::nullopt;
  return static_cast<double>(*now) / static_cast<double>(*most);
}

}  // namespace

LinkShares shares(const PciLink& one, const PciLink& other) {
  const auto width_max = lesser(one.width_max, other.width_max);
  const auto speed_max = lesser(one.speed_max, other.speed_max);
  return {width_max, speed_max, share(one.width, width_max), share(one.speed, speed_max)};
}

std::optional<double> pci_speed(std::string_view text) {
  if (text.find("GT/s") == std::string_view::npos) return std::nullopt;
  const auto giga = leading_number(text);
  if (!giga || *giga <= 0) return std::nullopt;
  return *giga * 1e9;
}

PciLink read_link(const HostFiles& files, const PciDevice& device) {
  const Number width_max = read_number(files, device.path + "/max_link_width");
  PciLink link;
  if (width_max.state == Reading::State::absent || width_max.value == 0) return link;
  link.has_link = true;
  const Number width = read_number(files, device.path + "/current_link_width");
  constexpr std::int64_t widest = 32;  // a device that has gone reads all ones, which is 63 lanes
  if (width_max.value && *width_max.value <= widest) link.width_max = width_max.value;
  if (width.value && *width.value <= widest) link.width = width.value;
  link.speed_max = pci_speed(files.read(device.path + "/max_link_speed").text);
  link.speed = pci_speed(files.read(device.path + "/current_link_speed").text);
  if (!link.width || !link.width_max || !link.speed || !link.speed_max)
    link.why_not = device.id + " does not say its link's width or speed";
  return link;
}

}  // namespace assay
