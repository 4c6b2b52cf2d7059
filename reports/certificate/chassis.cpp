#include "reports/certificate/chassis.hpp"

#include <algorithm>
#include <optional>

#include "core/dmi.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

constexpr const char* kBus = "/sys/bus/pci/devices";
constexpr const char* kDriver = "/proc/driver/nvidia";
constexpr const char* kRdma = "/sys/class/infiniband";

Reading unreadable(const std::string& why) { return {Reading::State::unreadable, "", why}; }

bool is_gpu(const HostFiles& files, const std::string& pci) {
  constexpr std::int64_t nvidia = 0x10de;
  constexpr std::int64_t display = 0x03;
  const std::string folder = std::string(kBus) + "/" + pci;
  if (files.read_integer(folder + "/vendor") != nvidia) return false;
  const std::optional<std::int64_t> code = files.read_integer(folder + "/class");
  return code && (*code >> 16) == display && !files.exists(folder + "/physfn");
}

/// A line of what the driver says of a GPU; it writes question marks for what it does not know.
Reading driver_says(const Reading& information, const char* key) {
  if (!information.ok())
    return unreadable(information.reason.empty() ? "the driver does not know this GPU"
                                                 : information.reason);
  const auto value = value_of(information.text, key);
  if (!value || value->empty()) return unreadable("the driver does not tell it");
  if (value->find('?') != std::string_view::npos)
    return unreadable("masked: " + std::string(*value));
  return {Reading::State::ok, std::string(*value), ""};
}

Reading guid_of(const HostFiles& files, const std::string& device) {
  Reading guid = files.read(std::string(kRdma) + "/" + device + "/node_guid");
  if (!guid.ok()) return unreadable(guid.reason.empty() ? "it tells none" : guid.reason);
  if (guid.text.find_first_not_of("0:") == std::string::npos)
    return unreadable("masked: " + guid.text);
  return guid;
}

Reading driver_version(const HostFiles& files) {
  Reading reading = files.read(std::string(kDriver) + "/version");
  if (!reading.ok()) return reading;
  const auto is_version = [](std::string_view word) {
    return word.find('.') != std::string_view::npos &&
           word.find_first_not_of("0123456789.") == std::string_view::npos;
  };
  const std::string line(value_of(reading.text, "NVRM version").value_or(""));
  const auto words = words_of(line);
  const auto found = std::find_if(words.begin(), words.end(), is_version);
  if (found == words.end()) return unreadable("the driver does not tell its version");
  return {Reading::State::ok, std::string(*found), ""};
}

}  // namespace

Chassis read_chassis(const HostFiles& files) {
  Chassis chassis;
  chassis.machine_id = files.read("/etc/machine-id");
  chassis.board_serial = read_dmi(files, "board_serial");
  chassis.driver = driver_version(files);
  chassis.has_bus = files.exists(kBus);
  for (const std::string& pci : files.list(kBus)) {
    if (!is_gpu(files, pci)) continue;
    const Reading information = files.read(std::string(kDriver) + "/gpus/" + pci + "/information");
    chassis.cards.push_back({.pci = pci,
                             .uuid = driver_says(information, "GPU UUID"),
                             .vbios = driver_says(information, "Video BIOS")});
  }
  for (const std::string& device : files.list(kRdma))
    chassis.adapters.push_back({.name = device, .guid = guid_of(files, device)});
  return chassis;
}

}  // namespace assay
