#include "collectives/locate/culprit.hpp"

#include <fmt/format.h>

#include <array>

namespace assay::locate {
namespace {

constexpr std::array<std::string_view, 9> kNames{"rail",      "spine",  "leaf", "node",    "nic",
                                                 "direction", "uplink", "pair", "at_scale"};
constexpr std::size_t kNodesNamed = 4;

std::string node_name(const Fabric& fabric, std::int32_t node) {
  return fabric.nodes[static_cast<std::size_t>(node)];
}

std::string nic_name(const Fabric& fabric, std::int32_t rail) {
  return fabric.nics.empty() ? "on rail " + std::to_string(rail)
                             : fabric.nics[static_cast<std::size_t>(rail)];
}

std::string leaf_name(const Fabric& fabric, std::int32_t leaf) {
  return fabric.topology.leaves[static_cast<std::size_t>(leaf)];
}

std::string uplink_name(const Fabric& fabric, std::int32_t uplink) {
  const std::vector<std::string>& names = fabric.topology.uplinks;
  return static_cast<std::size_t>(uplink) < names.size() ? names[static_cast<std::size_t>(uplink)]
                                                         : std::to_string(uplink);
}

std::string some_nodes(const Fabric& fabric, const std::vector<std::int32_t>& nodes) {
  std::string text;
  for (std::size_t i = 0; i < nodes.size() && i < kNodesNamed; ++i)
    text += (i > 0 ? ", " : "") + node_name(fabric, nodes[i]);
  if (nodes.size() > kNodesNamed) text += fmt::format(" and {} more", nodes.size() - kNodesNamed);
  return text;
}

/// "leaf l4 port 12", "" where nothing is known of it.
std::string port(const Fabric& fabric, std::int32_t node, std::int32_t rail) {
  const std::int32_t adapter = fabric.adapter(node, rail);
  if (fabric.leaf(adapter) < 0) return "";
  std::string text = leaf_name(fabric, fabric.leaf(adapter));
  const std::vector<std::string>& ports = fabric.topology.port_of;
  if (!ports.empty() && !ports[static_cast<std::size_t>(adapter)].empty())
    text += " port " + ports[static_cast<std::size_t>(adapter)];
  return text;
}

std::string direction_subject(const Fabric& fabric, const Culprit& culprit) {
  std::string text = "node " + node_name(fabric, culprit.nodes.front());
  if (culprit.rail >= 0) text += " NIC " + nic_name(fabric, culprit.rail);
  return text + (culprit.way == Way::sending ? ", sending" : ", receiving");
}

std::string uplink_subject(const Fabric& fabric, const Culprit& culprit) {
  const std::string leaf = leaf_name(fabric, culprit.leaf);
  if (culprit.uplink < 0)
    return fmt::format("{}, the uplink that leads to {}", leaf, some_nodes(fabric, culprit.nodes));
  std::string text = fmt::format("uplink {} of {}", uplink_name(fabric, culprit.uplink), leaf);
  for (const std::int32_t other : culprit.or_leaves) text += " or of " + leaf_name(fabric, other);
  if (culprit.way) text += *culprit.way == Way::sending ? ", upwards" : ", downwards";
  return text;
}

std::string pair_subject(const Fabric& fabric, const Culprit& culprit) {
  std::string text =
      fmt::format("nodes {} {} {}", node_name(fabric, culprit.nodes.front()),
                  culprit.way ? "to" : "and", node_name(fabric, culprit.nodes.back()));
  if (culprit.rail >= 0) text += ", NIC " + nic_name(fabric, culprit.rail);
  return text;
}

/// Three significant digits: "11.8", "49", "0.125".
std::string gigabytes(double rate) { return fmt::format("{:.3g}", rate / 1e9); }

/// Groups answer or are slow; a node that was lost to all together was in no flow.
bool is_silent(const Culprit& culprit) {
  return culprit.kind != Kind::at_scale && culprit.evidence.unanswered == culprit.evidence.flows;
}

std::string figures(const Culprit& culprit) {
  if (is_silent(culprit)) return "does not answer";
  return fmt::format("{} of {} GB/s", gigabytes(culprit.measured), gigabytes(culprit.expected));
}

std::string where(const Culprit& culprit) {
  const CulpritEvidence& evidence = culprit.evidence;
  if (culprit.kind == Kind::at_scale)
    return fmt::format(" in {} of {} groups", evidence.slow, evidence.pairs);
  if (evidence.flows == 0) return "";
  std::string text = fmt::format(" in {} of {} flows", evidence.slow, evidence.flows);
  if (evidence.unanswered > 0 && evidence.unanswered < evidence.flows)
    text += fmt::format(" ({} without an answer)", evidence.unanswered);
  if (culprit.kind != Kind::pair)
    text += fmt::format(", {} {}", evidence.pairs, evidence.pairs == 1 ? "pair" : "pairs");
  return text;
}

/// What speaks for everything else.
std::string_view others(const Culprit& culprit) {
  switch (culprit.kind) {
    case Kind::nic:
      return "others of the node good";
    case Kind::direction:
      return "the other way good";
    case Kind::uplink:
      return "its nodes good among each other";
    case Kind::pair:
      return "both good with others";
    case Kind::at_scale:
      return "good in pairs";
    default:
      return "";
  }
}

std::string cable_action(const Fabric& fabric, const Culprit& culprit, std::string_view what) {
  const std::string place = port(fabric, culprit.nodes.front(), culprit.rail);
  return fmt::format("check the cable{}{}, then {}", place.empty() ? " and its port" : " at ",
                     place, what);
}

}  // namespace

std::string_view name(Kind kind) noexcept { return kNames.at(static_cast<std::size_t>(kind)); }

std::string subject(const Fabric& fabric, const Culprit& culprit) {
  switch (culprit.kind) {
    case Kind::rail:
      return "rail " + std::to_string(culprit.rail);
    case Kind::spine:
      return "spine " + uplink_name(fabric, culprit.uplink);
    case Kind::leaf:
      return leaf_name(fabric, culprit.leaf);
    case Kind::node:
    case Kind::at_scale:
      return "node " + node_name(fabric, culprit.nodes.front());
    case Kind::nic:
      return "node " + node_name(fabric, culprit.nodes.front()) + " NIC " +
             nic_name(fabric, culprit.rail);
    case Kind::direction:
      return direction_subject(fabric, culprit);
    case Kind::uplink:
      return uplink_subject(fabric, culprit);
    case Kind::pair:
      break;
  }
  return pair_subject(fabric, culprit);
}

std::string next_action(const Fabric& fabric, const Culprit& culprit) {
  switch (culprit.kind) {
    case Kind::rail:
      return "check the switches of this rail";
    case Kind::spine:
      return "check this switch: temperature, firmware, error counters";
    case Kind::leaf:
      return fmt::format("check this switch; {} depend on it", some_nodes(fabric, culprit.nodes));
    case Kind::node:
      return is_silent(culprit) ? "see whether it runs and has its links"
                                : "drain it and run the standard level there";
    case Kind::nic:
      return cable_action(fabric, culprit, "the adapter and its PCIe link");
    case Kind::direction:
      if (culprit.rail < 0) return "drain it; check cables and adapters in this direction";
      return cable_action(fabric, culprit,
                          culprit.way == Way::sending ? "the adapter's transmitter"
                                                      : "the switch port's transmitter");
    case Kind::uplink:
      return "check the cable of this uplink and the ports at both its ends";
    case Kind::pair:
      return "look up the route between them and check each of its cables";
    case Kind::at_scale:
      break;
  }
  return "drain it and run collectives without it";
}

std::string sentence(const Fabric& fabric, const Culprit& culprit) {
  std::string text =
      fmt::format("{}: {}{}", subject(fabric, culprit), figures(culprit), where(culprit));
  if (const std::string_view good = others(culprit); !good.empty())
    text += fmt::format("; {}", good);
  return text + "; " + next_action(fabric, culprit);
}

}  // namespace assay::locate
