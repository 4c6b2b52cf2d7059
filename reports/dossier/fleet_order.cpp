#include "reports/dossier/fleet_order.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace assay {
namespace {

std::unordered_map<std::string, std::uint32_t> by_hostname(const Night* night) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  if (night == nullptr) return numbers;
  for (std::uint32_t i = 0; i < night->nodes(); ++i) numbers.emplace(night->hostnames[i], i);
  return numbers;
}

/// What orders nodes, made once for each.
struct Stand {
  const PageNode* node;
  std::uint32_t in_night;
  std::string su, rack;
  std::int64_t unit;
};

Stand stand_of(const PageNode& node, std::uint32_t in_night, const Night* night) {
  Stand stand{&node, in_night, "", "", 0};
  if (node.place) {
    stand.su = node.place->su;
    stand.rack = node.place->rack;
    stand.unit = node.place->unit.value_or(0);
  }
  if (stand.rack.empty() && night != nullptr && in_night != NodeWords::kNotSaid &&
      !night->rack.word_of.empty())
    stand.rack = night->rack.of(in_night);
  return stand;
}

bool before(const Stand& a, const Stand& b) {
  // Whoever stands nowhere comes last.
  if (a.rack.empty() != b.rack.empty()) return b.rack.empty();
  if (a.su != b.su) return naturally_before(a.su, b.su);
  if (a.rack != b.rack) return naturally_before(a.rack, b.rack);
  if (a.unit != b.unit) return a.unit < b.unit;
  return naturally_before(a.node->name, b.node->name);
}

}  // namespace

FleetOrder order_of(const FleetPage& fleet) {
  const auto numbers = by_hostname(fleet.night);
  std::vector<Stand> stands;
  stands.reserve(fleet.nodes.size());
  for (const PageNode& node : fleet.nodes) {
    const auto found = numbers.find(node.name);
    stands.push_back(
        stand_of(node, found == numbers.end() ? NodeWords::kNotSaid : found->second, fleet.night));
  }
  std::stable_sort(stands.begin(), stands.end(), before);
  FleetOrder order;
  for (const Stand& stand : stands) {
    if (order.racks.empty() || order.racks.back() != stand.rack) order.racks.push_back(stand.rack);
    order.nodes.push_back(stand.node);
    order.in_night.push_back(stand.in_night);
    order.rack_of.push_back(static_cast<std::uint32_t>(order.racks.size() - 1));
  }
  return order;
}

}  // namespace assay
