#include "suites/machine/inventory.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/dmi.hpp"
#include "core/text.hpp"
#include "suites/machine/cpus.hpp"
#include "suites/machine/memory_controllers.hpp"
#include "suites/machine/nvidia.hpp"
#include "suites/machine/pci.hpp"

namespace assay {
namespace {

constexpr const char* kRdma = "/sys/class/infiniband";

std::string dmi(const HostFiles& files, const char* field) { return read_dmi(files, field).text; }

std::string last_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// The PCI device that carries an RDMA device: its folder's link, which for a virtual device leads
/// elsewhere.
std::string pci_of(const HostFiles& files, const std::string& rdma_device) {
  const std::string name =
      last_name(files.resolve(std::string(kRdma) + "/" + rdma_device + "/device"));
  return files.exists("/sys/bus/pci/devices/" + name) ? name : "";
}

/// The network interface of a PCI device, "" if it has none. Virtio keeps it one folder deeper.
std::string interface_of(const HostFiles& files, const PciDevice& device) {
  for (const std::string& name : files.list(device.path + "/net")) return name;
  for (const std::string& child : files.list(device.path)) {
    if (!child.starts_with("virtio")) continue;
    for (const std::string& name : files.list(device.path + "/" + child + "/net")) return name;
  }
  return "";
}

std::string os_name(const HostFiles& files) {
  std::string name(value_of(files.read("/etc/os-release").text, "PRETTY_NAME", '=').value_or(""));
  name.erase(std::remove(name.begin(), name.end(), '"'), name.end());
  return name;
}

/// Version of the out-of-tree RDMA stack; the kernel's own drivers tell none.
std::string ofed_version(const HostFiles& files) {
  for (const char* module : {"mlx5_core", "mlx_compat", "mlx5_ib"}) {
    const Reading version = files.read(std::string("/sys/module/") + module + "/version");
    if (version.ok()) return version.text;
  }
  return "";
}

std::map<std::string, std::string> read_software(const HostFiles& files) {
  std::map<std::string, std::string> software{
      {"kernel", files.read("/proc/sys/kernel/osrelease").text},
      {"os", os_name(files)},
      {"driver", read_nvidia_driver(files).version},
      {"ofed", ofed_version(files)}};
  std::erase_if(software, [](const auto& entry) { return entry.second.empty(); });
  return software;
}

}  // namespace

std::string read_hypervisor(const HostFiles& files) {
  struct Maker {
    std::string_view mark, name;
  };
  // DMI is believed only where it cannot mean the hardware: Amazon's and Google's bare metal
  // carries their name.
  constexpr std::array<Maker, 9> certain{{{"QEMU", "KVM"},
                                          {"KVM", "KVM"},
                                          {"VMware", "VMware"},
                                          {"VirtualBox", "VirtualBox"},
                                          {"Virtual Machine", "Hyper-V"},
                                          {"Xen", "Xen"},
                                          {"Bochs", "KVM"},
                                          {"HVM domU", "Xen"},
                                          {"Firecracker", "Firecracker"}}};
  constexpr std::array<Maker, 3> if_flagged{
      {{"Amazon EC2", "Nitro"}, {"Google", "KVM"}, {"OpenStack", "KVM"}}};
  std::string type = files.read("/sys/hypervisor/type").text;
  if (!type.empty()) return type;
  const std::string text = dmi(files, "sys_vendor") + " " + dmi(files, "product_name");
  const bool flagged = has_hypervisor_flag(files);
  for (const Maker& maker : certain)
    if (text.find(maker.mark) != std::string::npos) return std::string(maker.name);
  for (const Maker& maker : if_flagged)
    if (flagged && text.find(maker.mark) != std::string::npos) return std::string(maker.name);
  return flagged ? "unknown" : "";
}

std::vector<Nic> read_nics(const HostFiles& files) {
  std::vector<Nic> nics;
  std::set<std::string> listed;
  for (const std::string& device : files.list(kRdma)) {
    const std::string folder = std::string(kRdma) + "/" + device;
    Nic nic{.name = device, .pci = pci_of(files, device)};
    nic.guid = files.read(folder + "/node_guid").text;
    nic.firmware = files.read(folder + "/fw_ver").text;
    nic.board = files.read(folder + "/board_id").text;
    nic.driver = last_name(files.resolve(folder + "/device/driver"));
    listed.insert(nic.pci);
    nics.push_back(std::move(nic));
  }
  const PciTree tree(files);
  for (const PciDevice* device : tree.of_kind(PciKind::nic)) {
    if (listed.contains(device->id)) continue;
    Nic nic{.name = interface_of(files, *device), .pci = device->id};
    nic.driver = last_name(files.resolve(device->path + "/driver"));
    nics.push_back(std::move(nic));
  }
  return nics;
}

Node read_node(const HostFiles& files) {
  Node node;
  node.hostname = files.read("/proc/sys/kernel/hostname").text;
  node.machine_id = files.read("/etc/machine-id").text;
  node.serial = dmi(files, "product_serial");
  node.board_serial = dmi(files, "board_serial");
  node.vendor = dmi(files, "sys_vendor");
  node.product = dmi(files, "product_name");
  node.bios = dmi(files, "bios_version");
  node.boot_id = files.read("/proc/sys/kernel/random/boot_id").text;
  node.hypervisor = read_hypervisor(files);
  node.cpus = read_cpus(files);
  node.memory.bytes = memory_total(files, "/proc/meminfo");
  if (const auto nodes = numa_bytes(files); !nodes.empty())
    node.memory.numa_nodes = static_cast<std::int64_t>(nodes.size());
  node.gpus = read_gpus(files);
  node.nics = read_nics(files);
  node.software = read_software(files);
  return node;
}

}  // namespace assay
