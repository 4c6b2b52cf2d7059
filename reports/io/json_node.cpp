#include "reports/io/json_facts.hpp"

namespace assay {
namespace {

Json json_of(const Place& place) {
  Json json = Json::object();
  put(json, "rack", place.rack);
  put(json, "unit", place.unit);
  put(json, "leaf", place.leaf);
  put(json, "su", place.su);
  put(json, "owner", place.owner);
  return json;
}

Json json_of(const Memory& memory) {
  Json json = Json::object();
  put(json, "bytes", memory.bytes);
  put(json, "numa_nodes", memory.numa_nodes);
  return json;
}

}  // namespace

Json json_of(const Cpu& cpu) {
  Json json{{"socket", cpu.socket}};
  put(json, "model", cpu.model);
  put(json, "microcode", cpu.microcode);
  if (cpu.cores > 0) json["cores"] = cpu.cores;
  if (cpu.threads > 0) json["threads"] = cpu.threads;
  return json;
}

Json json_of(const Gpu& gpu) {
  Json json{{"index", gpu.index}};
  put(json, "uuid", gpu.uuid);
  put(json, "serial", gpu.serial);
  put(json, "name", gpu.name);
  put(json, "vbios", gpu.vbios);
  put(json, "pci", gpu.pci);
  put(json, "module", gpu.module);
  put(json, "board_part", gpu.board_part);
  put(json, "compute_capability", gpu.compute_capability);
  put(json, "memory_bytes", gpu.memory_bytes);
  put(json, "sms", gpu.sms);
  put(json, "pcie_width", gpu.pcie_width);
  return json;
}

Json json_of(const Nic& nic) {
  Json json = Json::object();
  put(json, "name", nic.name);
  put(json, "pci", nic.pci);
  put(json, "guid", nic.guid);
  put(json, "firmware", nic.firmware);
  put(json, "board", nic.board);
  put(json, "driver", nic.driver);
  return json;
}

Json json_of(const Link& link) {
  Json json = Json::object();
  put(json, "from", link.from);
  put(json, "to", link.to);
  put(json, "kind", link.kind);
  return json;
}

Json json_of(const Node& node) {
  Json json{{"hostname", node.hostname}};
  put(json, "machine_id", node.machine_id);
  put(json, "serial", node.serial);
  put(json, "board_serial", node.board_serial);
  put(json, "vendor", node.vendor);
  put(json, "product", node.product);
  put(json, "bios", node.bios);
  put(json, "boot_id", node.boot_id);
  put(json, "hypervisor", node.hypervisor);
  if (node.place) json["place"] = json_of(*node.place);
  put(json, "cpus", json_list(node.cpus));
  put(json, "memory", json_of(node.memory));
  put(json, "gpus", json_list(node.gpus));
  put(json, "nics", json_list(node.nics));
  put(json, "links", json_list(node.links));
  put(json, "software", node.software);
  return json;
}

}  // namespace assay
