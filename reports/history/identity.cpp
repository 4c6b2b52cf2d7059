#include "reports/history/identity.hpp"

#include "core/placeholder.hpp"

namespace assay::history {
namespace {

/// The first of `choices` that says something.
std::string first_of(std::initializer_list<std::string> choices) {
  for (const std::string& choice : choices)
    if (!is_placeholder(choice)) return choice;
  return "";
}

Device node_device(const Node& node) {
  return {"node", key_of(node), first_of({node.serial, node.board_serial}), "node"};
}

std::string gpu_slot(std::int64_t index) { return "gpu " + std::to_string(index); }

}  // namespace

std::string key_of(const Node& node) {
  return first_of({node.serial, node.board_serial, node.machine_id, "host " + node.hostname});
}

std::string key_of(const Gpu& gpu) { return first_of({gpu.uuid, gpu.serial}); }

std::string key_of(const Nic& nic) { return first_of({nic.guid}); }

Devices::Devices(const Report& report) {
  const Node& node = report.node;
  add(node_device(node));
  for (const Gpu& gpu : node.gpus) {
    const std::string key = key_of(gpu);
    if (!key.empty())
      by_slot_[gpu_slot(gpu.index)] =
          add({"gpu", key, first_of({gpu.serial}), gpu_slot(gpu.index)});
  }
  for (const Nic& nic : node.nics)
    if (!key_of(nic).empty())
      by_slot_["nic " + nic.name] = add({"nic", nic.guid, "", "nic " + nic.name});
}

std::size_t Devices::add(Device device) {
  const auto [at, is_new] = by_key_.try_emplace(device.kind + ' ' + device.key, devices_.size());
  if (is_new) devices_.push_back(std::move(device));
  return at->second;
}

Devices::Owner Devices::owner_of(const Subject& subject) {
  if (subject.kind == "node") return {0, ""};
  if (subject.kind == "port") {
    const std::size_t slash = subject.id.find('/');
    const auto nic = by_slot_.find("nic " + subject.id.substr(0, slash));
    if (nic != by_slot_.end())
      return {nic->second,
              slash == std::string::npos ? "" : "port " + subject.id.substr(slash + 1)};
  }
  const std::string serial = first_of({subject.serial});
  const std::string key = first_of({subject.uuid, serial});
  if (subject.index) {
    const auto slot = by_slot_.find(subject.kind + ' ' + std::to_string(*subject.index));
    if (slot != by_slot_.end() &&
        (key.empty() || devices_[slot->second].key == key || devices_[slot->second].serial == key))
      return {slot->second, ""};
  }
  if (!key.empty()) return {add({subject.kind, key, serial, label(subject)}), ""};
  return {0, label(subject)};
}

}  // namespace assay::history
