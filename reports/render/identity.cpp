#include "reports/render/identity.hpp"

#include <optional>

#include "reports/render/quantity.hpp"

namespace assay {
namespace {

std::string count(std::optional<std::int64_t> value) { return value ? std::to_string(*value) : ""; }

std::string bytes(std::optional<std::int64_t> value) {
  return value ? quantity(static_cast<double>(*value), Unit::bytes) : "";
}

IdentityBlock machine(const Node& node) {
  return {"node",
          {{"host name", node.hostname},
           {"machine id", node.machine_id},
           {"serial", node.serial},
           {"board serial", node.board_serial},
           {"vendor", node.vendor},
           {"product", node.product},
           {"BIOS", node.bios},
           {"boot id", node.boot_id},
           {"hypervisor", node.hypervisor.empty() ? "none" : node.hypervisor}}};
}

IdentityBlock place(const Place& place) {
  return {"place",
          {{"rack", place.rack},
           {"unit", count(place.unit)},
           {"leaf", place.leaf},
           {"scalable unit", place.su},
           {"owner", place.owner}}};
}

IdentityBlock cpu(const Cpu& cpu) {
  return {"cpu " + std::to_string(cpu.socket),
          {{"model", cpu.model},
           {"microcode", cpu.microcode},
           {"cores", std::to_string(cpu.cores)},
           {"threads", std::to_string(cpu.threads)}}};
}

IdentityBlock memory(const Memory& memory) {
  return {"memory", {{"size", bytes(memory.bytes)}, {"NUMA nodes", count(memory.numa_nodes)}}};
}

IdentityBlock gpu(const Gpu& gpu) {
  return {"gpu " + std::to_string(gpu.index),
          {{"name", gpu.name},
           {"UUID", gpu.uuid},
           {"serial", gpu.serial},
           {"PCI address", gpu.pci},
           {"VBIOS", gpu.vbios},
           {"board part", gpu.board_part},
           {"module", count(gpu.module)},
           {"compute capability", gpu.compute_capability},
           {"memory", bytes(gpu.memory_bytes)},
           {"SMs", count(gpu.sms)}}};
}

IdentityBlock nic(const Nic& nic) {
  return {"nic " + nic.name,
          {{"PCI address", nic.pci},
           {"GUID", nic.guid},
           {"firmware", nic.firmware},
           {"board", nic.board},
           {"driver", nic.driver}}};
}

}  // namespace

std::vector<IdentityBlock> identity(const Node& node) {
  std::vector<IdentityBlock> blocks{machine(node)};
  if (node.place) blocks.push_back(place(*node.place));
  for (const Cpu& each : node.cpus) blocks.push_back(cpu(each));
  blocks.push_back(memory(node.memory));
  for (const Gpu& each : node.gpus) blocks.push_back(gpu(each));
  for (const Nic& each : node.nics) blocks.push_back(nic(each));
  IdentityBlock links{"links", {}};
  for (const Link& link : node.links)
    links.entries.emplace_back(link.from + " -> " + link.to, link.kind);
  if (!links.entries.empty()) blocks.push_back(links);
  blocks.push_back({"software", {node.software.begin(), node.software.end()}});
  return blocks;
}

}  // namespace assay
