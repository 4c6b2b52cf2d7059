#pragma once
#include <array>
#include <string_view>

#include "core/node.hpp"
#include "reports/fleet/asked.hpp"
#include "reports/fleet/json_walk.hpp"
#include "reports/report.hpp"

namespace assay::fleet {

inline constexpr SlotKind kText = SlotKind::text;
inline constexpr SlotKind kNumber = SlotKind::number;
inline constexpr SlotKind kWhole = SlotKind::whole;

/// A member that may differ, and where it goes.
struct Loose {
  std::string_view key;
  SlotKind kind;
  SlotTarget target = {};
};

/// A slot at `value` if its key is among `loose`; whether it is.
template <std::size_t N>
bool loosen(SlotList& slots, std::string_view key, JsonValue value,
            const std::array<Loose, N>& loose) {
  for (const Loose& one : loose) {
    if (one.key != key) continue;
    slots.add(value, one.kind, one.target);
    return true;
  }
  return false;
}

/// What may differ in how a run was made.
void cut_run(JsonValue value, Run& run, SlotList& slots);

/// What may differ between two machines of one kind.
void cut_node(JsonValue value, const Asked& asked, Node& node, SlotList& slots);

}  // namespace assay::fleet
