#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "suites/machine/nvidia.hpp"
#include "suites/machine/pci.hpp"
#include "suites/machine/pci_config.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

using Devices = std::vector<const PciDevice*>;

bool module_loaded(const HostFiles& files, std::string_view wanted) {
  const Reading modules = files.read("/proc/modules");
  const auto lines = lines_of(modules.text);
  return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
    const auto words = words_of(line);
    return words.size() > 4 && words[0] == wanted && words[4] == "Live";
  });
}

/// The kernel hands out dma-bufs of a GPU's memory from 5.12 on, to the driver's open flavour only.
bool has_dma_buf(const HostFiles& files) {
  const std::string release = files.read("/proc/sys/kernel/osrelease").text;
  const auto dot = release.find('.');
  const int major = static_cast<int>(leading_number(release).value_or(0));
  const double minor = dot == std::string::npos
                           ? 0
                           : leading_number(std::string_view(release).substr(dot + 1)).value_or(0);
  const bool recent = major > 5 || (major == 5 && minor >= 12);
  return recent && read_nvidia_driver(files).open_modules && module_loaded(files, "ib_core");
}

void put_way(const HostFiles& files, Result& result) {
  std::string way;
  for (const char* module : {"nvidia_peermem", "nv_peer_mem"})
    if (way.empty() && module_loaded(files, module)) way = module;
  if (way.empty() && has_dma_buf(files)) way = "dma-buf";
  put(result, "available", Unit::count, Better::higher, way.empty() ? 0 : 1);
  put_fact(result, "way", way.empty() ? "none" : way);
}

/// Mode of the device's IOMMU group: "identity" passes addresses through, "DMA" and "DMA-FQ"
/// translate.
std::string iommu_mode(const HostFiles& files, const PciDevice& device) {
  const std::string group = files.resolve(device.path + "/iommu_group");
  if (group.empty()) return "off";
  const Reading type = files.read(group + "/type");
  return type.ok() ? type.text : "unknown";
}

/// The NICs that share the GPU's nearest switch with one; none where only the root complex joins
/// them.
Devices nearest_nics(const PciTree& tree, const PciDevice& gpu, const Devices& nics) {
  for (const PciDevice* bridge : tree.above(gpu)) {
    Devices found;
    for (const PciDevice* nic : nics) {
      const auto over = tree.above(*nic);
      if (std::find(over.begin(), over.end(), bridge) != over.end()) found.push_back(nic);
    }
    if (!found.empty()) return found;
  }
  return {};
}

/// Ports that traffic between the two passes below the switch that joins them.
Devices path_between(const PciTree& tree, const PciDevice& gpu, const PciDevice& nic) {
  Devices path;
  const PciDevice* joint = tree.joint(gpu, nic);
  for (const PciDevice* end : {&gpu, &nic})
    for (const PciDevice* bridge : tree.above(*end)) {
      if (bridge == joint) break;
      path.push_back(bridge);
    }
  return path;
}

/// Registers of every device on the way, read once.
class Configs {
 public:
  explicit Configs(const HostFiles& files) : files_(files) {}
  const PciConfig& of(const PciDevice& device) {
    const auto known = configs_.find(device.id);
    if (known != configs_.end()) return known->second;
    return configs_.emplace(device.id, read_pci_config(files_, device)).first->second;
  }

 private:
  const HostFiles& files_;
  std::map<std::string, PciConfig> configs_;
};

void put_acs(const Devices& path, Configs& configs, Result& result) {
  double redirecting = 0;
  std::vector<std::string> names;
  for (const PciDevice* port : path) {
    const PciConfig& config = configs.of(*port);
    if (!config.acs_control) {
      put_unknown(
          result, "acs_ports", Unit::count, Better::lower,
          config.why_not.empty() ? port->id + " hides its extended registers" : config.why_not);
      return;
    }
    if ((*config.acs_control & kAcsRedirecting) == 0) continue;
    ++redirecting;
    names.push_back(port->id);
  }
  put(result, "acs_ports", Unit::count, Better::lower, redirecting);
  put_fact(result, "acs_on", joined(names, ", "));
}

/// The least of a register over all devices; nothing if one of them does not tell.
std::optional<double> least(const Devices& devices, Configs& configs,
                            std::optional<std::int64_t> PciConfig::*member) {
  std::optional<double> smallest;
  for (const PciDevice* device : devices) {
    const auto value = configs.of(*device).*member;
    if (!value) return std::nullopt;
    smallest =
        std::min(smallest.value_or(static_cast<double>(*value)), static_cast<double>(*value));
  }
  return smallest;
}

void put_requests(const Devices& devices, Configs& configs, Result& result) {
  const auto payload = least(devices, configs, &PciConfig::max_payload);
  const auto supported = least(devices, configs, &PciConfig::max_payload_supported);
  put(result, "max_payload", Unit::bytes, Better::higher, payload);
  put(result, "max_payload_share", Unit::ratio, Better::higher,
      payload && supported ? std::optional<double>(*payload / *supported) : std::nullopt);
}

void look_at(const HostFiles& files, const PciTree& tree, const Gpu& gpu, const Devices& nics,
             Results& results) {
  const PciDevice* device = tree.find(gpu.pci);
  if (!device) return;
  Result& result = results.about(subject_of(gpu));
  Configs configs(files);
  const Devices near = nearest_nics(tree, *device, nics);
  std::set<const PciDevice*> way{device};
  Devices ports;
  std::vector<std::string> names;
  for (const PciDevice* nic : near) {
    names.push_back(nic->id);
    way.insert(nic);
    for (const PciDevice* port : path_between(tree, *device, *nic))
      if (way.insert(port).second) ports.push_back(port);
  }
  put(result, "nics_below_switch", Unit::count, Better::higher, static_cast<double>(near.size()));
  put_fact(result, "nics_below_switch", names.empty() ? "none" : joined(names, ", "));
  put_fact(result, "iommu", iommu_mode(files, *device));
  put_requests({way.begin(), way.end()}, configs, result);
  if (near.empty()) return;  // peer traffic goes through the root complex anyway
  put_acs(ports, configs, result);
  put(result, "max_read_request", Unit::bytes, Better::higher,
      least(near, configs, &PciConfig::max_read_request));
}

/// Can NICs reach the GPUs' memory directly, and nothing on the way slows them: one result a GPU.
void gpudirect(const Context& context, Results& results) {
  const PciTree tree(context.files);
  const Devices nics = tree.of_kind(PciKind::nic);
  const auto gpus = read_gpus(context.files);
  if (gpus.empty() || nics.empty()) {
    results.absent(gpus.empty() ? "no GPU" : "no NIC");
    return;
  }
  put_way(context.files, results.device());
  for (const Gpu& gpu : gpus) look_at(context.files, tree, gpu, nics, results);
}

}  // namespace

ASSAY_HOST_TEST(gpudirect,
                .summary = "NICs reach GPU memory directly: module, ACS, IOMMU, payload sizes",
                .seconds = {.quick = 0.2, .standard = 0.2, .burnin = 0.2},
                .metrics = {{"available", Unit::count},
                            {"nics_below_switch", Unit::count},
                            {"acs_ports", Unit::count, Better::lower},
                            {"max_payload", Unit::bytes},
                            {"max_payload_share", Unit::ratio},
                            {"max_read_request", Unit::bytes}});

}  // namespace assay::ASSAY_BACKEND
