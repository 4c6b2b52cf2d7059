#include <algorithm>
#include <map>

#include "reports/dossier/fleet_values.hpp"

namespace assay {
namespace {

constexpr std::size_t kMostReasonsOfNode = 12;
constexpr std::size_t kNameColumns = 64;
constexpr std::size_t kSerialColumns = 40;

std::vector<std::string> names_of(const FleetOrder& order) {
  std::vector<std::string> names;
  names.reserve(order.nodes.size());
  for (const PageNode* node : order.nodes) names.push_back(shown(node->name, kNameColumns));
  return names;
}

/// Each name once, and of each node which: {words, of}.
Json words_of(const FleetOrder& order, const std::string PageNode::*member) {
  std::map<std::string, std::size_t> index;
  std::vector<std::string> words;
  Json of = Json::array();
  for (const PageNode* node : order.nodes) {
    const auto [found, fresh] = index.try_emplace(node->*member, words.size());
    if (fresh) words.push_back(shown(node->*member, 120));
    of.push_back(found->second);
  }
  Json out{{"words", words}};
  if (words.size() > 1) out["of"] = std::move(of);
  return out;
}

/// Reasons of the worst nodes first, as far as there is room; where there is none, how many.
Json reasons_of(const FleetOrder& order, std::size_t room) {
  std::vector<std::size_t> bad;
  for (std::size_t i = 0; i < order.nodes.size(); ++i)
    if (!order.nodes[i]->reasons.empty()) bad.push_back(i);
  std::stable_sort(bad.begin(), bad.end(), [&](std::size_t a, std::size_t b) {
    return order.nodes[a]->verdict > order.nodes[b]->verdict;
  });
  Json out = Json::object();
  std::size_t used = 0;
  for (const std::size_t i : bad) {
    const std::vector<Reason>& reasons = order.nodes[i]->reasons;
    Json list = Json::array();
    for (std::size_t r = 0; r < std::min(reasons.size(), kMostReasonsOfNode); ++r) {
      // The first reason says why a node is where it is: it is given for all of them.
      if (used > room && (r > 0 || used > 2 * room)) break;
      list.push_back(page_value(reasons[r]));
      used += dumped(list.back(), -1).size();
    }
    out[std::to_string(i)] = {{"n", reasons.size()}, {"list", std::move(list)}};
  }
  return out;
}

std::vector<Reason> one_of_each(const FleetOrder& order) {
  std::map<std::string, Reason> kinds;
  for (const PageNode* node : order.nodes)
    for (const Reason& reason : node->reasons)
      kinds.try_emplace(reason.id, Reason{.id = reason.id});
  std::vector<Reason> all;
  all.reserve(kinds.size());
  for (auto& [id, reason] : kinds) all.push_back(std::move(reason));
  return all;
}

std::string packed_serials(const std::vector<std::string>& serials, const FleetOrder& order) {
  std::vector<std::string> texts;
  texts.reserve(order.nodes.size());
  for (const std::uint32_t node : order.in_night)
    texts.push_back(node < serials.size() ? shown(serials[node], kSerialColumns) : "");
  return pack_texts(texts);
}

void put_serials(const Night& night, const FleetOrder& order, std::size_t room, Json& data) {
  Json& parts = data["serials"] = Json::array();
  parts.push_back({{"slot", "node"}, {"of", packed_serials(night.serials, order)}});
  std::size_t used = 0;
  std::size_t left_out = 0;
  for (const NightSlot& slot : night.slots) {
    if (slot.serials.empty()) continue;
    std::string packed = packed_serials(slot.serials, order);
    used += packed.size();
    if (used > room)
      ++left_out;
    else
      parts.push_back({{"slot", shown(slot.label, 40)}, {"of", std::move(packed)}});
  }
  if (left_out > 0)
    data["notes"].push_back("the serial numbers of " + counted(left_out, "slot") +
                            " are left out of this page, which would be too large");
}

}  // namespace

void put_nodes(const FleetPage& fleet, const FleetOrder& order, const PageBudget& budget,
               Json& data) {
  std::vector<std::uint8_t> verdicts;
  Json units = Json::array();
  bool any_unit = false;
  for (const PageNode* node : order.nodes) {
    verdicts.push_back(static_cast<std::uint8_t>(node->verdict));
    const bool has = node->place && node->place->unit;
    units.push_back(has ? Json(*node->place->unit) : Json());
    any_unit = any_unit || has;
  }
  Json racks = Json::array();
  for (const std::string& rack : order.racks) racks.push_back(shown(rack, 40));
  Json& nodes = data["nodes"];
  nodes["names"] = pack_texts(names_of(order));
  nodes["verdicts"] = pack_small(verdicts);
  nodes["racks"] = std::move(racks);
  nodes["rackOf"] = order.rack_of;
  if (any_unit) nodes["units"] = std::move(units);
  nodes["profile"] = words_of(order, &PageNode::profile);
  data["reasons"] = reasons_of(order, budget.reasons);
  data["kinds"] = kinds_of(one_of_each(order));
  data["serials"] = Json::array();
  if (fleet.night != nullptr) put_serials(*fleet.night, order, budget.serials, data);
}

}  // namespace assay
