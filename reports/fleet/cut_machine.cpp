#include "reports/fleet/cut_parts.hpp"

namespace assay::fleet {
namespace {

void cut_opening(JsonValue value, SlotList& slots) {
  each_member(value, [&](std::string_view, JsonValue counters) {
    each_member(counters, [&](std::string_view, JsonValue n) { slots.add(n, kWhole); });
  });
}

void cut_place(JsonValue value, Place& place, SlotList& slots) {
  std::int64_t* const unit = place.unit ? &*place.unit : nullptr;
  each_member(value, [&](std::string_view key, JsonValue member) {
    if (loosen(slots, key, member,
               std::array<Loose, 4>{{{"rack", kText, &place.rack},
                                     {"leaf", kText, &place.leaf},
                                     {"su", kText, &place.su},
                                     {"owner", kText, &place.owner}}}))
      return;
    if (key == "unit" && unit != nullptr) slots.add(member, kWhole, unit);
  });
}

void cut_memory(JsonValue value, Memory& memory, SlotList& slots) {
  std::optional<std::int64_t>& bytes = memory.bytes;
  each_member(value, [&](std::string_view key, JsonValue member) {
    if (key == "bytes" && bytes) slots.add(member, kWhole, &*bytes);
  });
}

void cut_gpu(JsonValue value, Gpu& gpu, SlotList& slots) {
  const std::array<Loose, 3> loose{
      {{"uuid", kText, &gpu.uuid}, {"serial", kText, &gpu.serial}, {"pci", kText, &gpu.pci}}};
  each_member(value,
              [&](std::string_view key, JsonValue member) { loosen(slots, key, member, loose); });
}

void cut_nic(JsonValue value, Nic& nic, SlotList& slots) {
  const std::array<Loose, 2> loose{{{"guid", kText, &nic.guid}, {"pci", kText, &nic.pci}}};
  each_member(value,
              [&](std::string_view key, JsonValue member) { loosen(slots, key, member, loose); });
}

}  // namespace

void cut_run(JsonValue value, Run& run, SlotList& slots) {
  const std::array<Loose, 4> loose{{{"id", kText, &run.id},
                                    {"started", kText, &run.started},
                                    {"ended", kText, &run.ended},
                                    {"seed", kWhole, &run.seed}}};
  each_member(value, [&](std::string_view key, JsonValue member) {
    if (loosen(slots, key, member, loose)) return;
    if (key == "argv")
      each_element(member, [&](std::size_t, JsonValue word) { slots.add(word, kText); });
    if (key == "environment")
      each_member(member, [&](std::string_view, JsonValue word) { slots.add(word, kText); });
    if (key == "opening") cut_opening(member, slots);
  });
}

void cut_node(JsonValue value, const Asked& asked, Node& node, SlotList& slots) {
  const std::array<Loose, 5> loose{{{"hostname", kText, &node.hostname},
                                    {"machine_id", kText, &node.machine_id},
                                    {"serial", kText, &node.serial},
                                    {"board_serial", kText, &node.board_serial},
                                    {"boot_id", kText, &node.boot_id}}};
  each_member(value, [&](std::string_view key, JsonValue member) {
    if (loosen(slots, key, member, loose)) return;
    if (key == "place") cut_place(member, *node.place, slots);
    if (key == "memory" && !asked.host_memory()) cut_memory(member, node.memory, slots);
    if (key == "gpus")
      each_element(member,
                   [&](std::size_t i, JsonValue one) { cut_gpu(one, node.gpus.at(i), slots); });
    if (key == "nics")
      each_element(member,
                   [&](std::size_t i, JsonValue one) { cut_nic(one, node.nics.at(i), slots); });
  });
}

}  // namespace assay::fleet
