#include "reports/fleet/earlier_nights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "reports/peers/judge_peers.hpp"

namespace assay::fleet {
namespace {

/// What a slot with hardware of its own is called as a part of that: "port mlx5_0/1" is "port 1".
std::string part_of(const NightSlot& slot) {
  const std::size_t slash = slot.label.rfind('/');
  return slot.kind != "port" || slash == std::string::npos ? ""
                                                           : "port " + slot.label.substr(slash + 1);
}

history::MetricKey key_of(const NightColumn& column, const std::string& part) {
  return {.test = history::storable(column.test),
          .name = history::storable(column.metric),
          .params = history::storable(column.series),
          .part = history::storable(part),
          .statistic = history::storable(column.statistic),
          .unit = column.unit,
          .better = column.better};
}

/// All but the values and what is judged of tonight alone.
Night frame_of(const Night& tonight) {
  Night frame;
  frame.hostnames = tonight.hostnames;
  frame.sku = tonight.sku;
  frame.rack = tonight.rack;
  frame.leaf = tonight.leaf;
  frame.su = tonight.su;
  frame.identity = tonight.identity;
  frame.slots = tonight.slots;
  frame.columns = tonight.columns;
  return frame;
}

float value_at(const history::PastColumn* column, std::optional<std::uint32_t> device,
               std::size_t night) {
  constexpr float absent = std::numeric_limits<float>::quiet_NaN();
  if (column == nullptr || !device) return absent;
  const std::span<const float> values = column->of(*device);
  return values.empty() ? absent : values[night];
}

}  // namespace

std::vector<std::string> metrics_of(const Night& night) {
  std::set<std::string> names;
  for (const NightColumn& column : night.columns) {
    if (column.metric.find('.') != std::string::npos) return {};
    names.insert(history::storable(column.test) + "." + history::storable(column.metric));
  }
  return {names.begin(), names.end()};
}

EarlierNights::EarlierNights(const Night& tonight, const PeerRules& rules)
    : tonight_(tonight),
      rules_(rules),
      earlier_(frame_of(tonight)),
      past_(tonight.nodes(), tonight.columns.size()),
      known_(tonight.nodes()) {
  rules_.keep_standings = true;
}

EarlierNights::SlotDevices EarlierNights::devices_in(
    const NightSlot& slot, const history::Past& past,
    const std::vector<std::optional<std::uint32_t>>& nodes) const {
  SlotDevices devices{.own_part = part_of(slot),
                      .node_part = slot.kind == "node" ? "" : slot.label,
                      .own = std::vector<std::optional<std::uint32_t>>(nodes.size()),
                      .of_node = nodes};
  for (std::size_t node = 0; node < slot.serials.size(); ++node) {
    if (slot.serials[node].empty()) continue;
    devices.own[node] = past.device(history::storable(slot.serials[node]));
    devices.of_node[node].reset();  // what is in the slot has a past of its own, or none
  }
  return devices;
}

void EarlierNights::fill_column(std::size_t column, const SlotDevices& devices,
                                const history::Past& past, std::size_t night) {
  const NightColumn& of = tonight_.columns[column];
  const history::PastColumn* own = past.find(key_of(of, devices.own_part));
  const history::PastColumn* of_node = past.find(key_of(of, devices.node_part));
  float* const values = earlier_.values.data() + column * tonight_.nodes();
  for (std::size_t node = 0; node < tonight_.nodes(); ++node) {
    const bool is_past = !tonight_.dates.empty() && past.nights[night] < tonight_.dates[node];
    float value = value_at(own, devices.own[node], night);
    if (!std::isfinite(value)) value = value_at(of_node, devices.of_node[node], night);
    values[node] = is_past ? value : std::numeric_limits<float>::quiet_NaN();
    if (std::isfinite(values[node])) known_[node] = true;
  }
}

void EarlierNights::add_night(const std::vector<SlotDevices>& slots, const history::Past& past,
                              std::size_t night) {
  earlier_.values.resize(tonight_.values.size());
  for (std::size_t column = 0; column < tonight_.columns.size(); ++column)
    fill_column(column, slots[tonight_.columns[column].slot], past, night);
  past_.add(judge_peers(earlier_, rules_).standings);
}

void EarlierNights::add(const history::Past& past) {
  std::vector<std::optional<std::uint32_t>> nodes(tonight_.nodes());
  for (std::size_t node = 0; node < tonight_.serials.size(); ++node)
    nodes[node] = past.device(history::storable(tonight_.serials[node]));
  std::vector<SlotDevices> slots;
  slots.reserve(tonight_.slots.size());
  for (const NightSlot& slot : tonight_.slots) slots.push_back(devices_in(slot, past, nodes));
  for (std::size_t night = 0; night < past.nights.size(); ++night) add_night(slots, past, night);
}

}  // namespace assay::fleet
