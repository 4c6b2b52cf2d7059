#include <nlohmann/json.hpp>

#include "cli/locate/search.hpp"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;
using locate::Culprit;
using locate::Fabric;
using locate::Findings;

const char* word(locate::Way way) { return way == locate::Way::sending ? "sending" : "receiving"; }

Json names(const Fabric& fabric, const std::vector<std::int32_t>& nodes) {
  Json out = Json::array();
  for (const std::int32_t node : nodes) out.push_back(fabric.nodes[static_cast<std::size_t>(node)]);
  return out;
}

const std::string& leaf(const Fabric& fabric, std::int32_t leaf) {
  return fabric.topology.leaves[static_cast<std::size_t>(leaf)];
}

void add_place(const Fabric& fabric, const Culprit& culprit, Json& json) {
  json["nodes"] = names(fabric, culprit.nodes);
  if (culprit.rail >= 0) json["rail"] = culprit.rail;
  if (culprit.rail >= 0 && !fabric.nics.empty())
    json["nic"] = fabric.nics[static_cast<std::size_t>(culprit.rail)];
  if (culprit.way) json["way"] = word(*culprit.way);
  if (culprit.leaf >= 0) json["leaf"] = leaf(fabric, culprit.leaf);
  if (culprit.uplink >= 0) json["uplink"] = culprit.uplink;
  for (const std::int32_t other : culprit.or_leaves)
    json["or_leaves"].push_back(leaf(fabric, other));
}

Json json_of(const Fabric& fabric, const Culprit& culprit) {
  Json json{{"kind", locate::name(culprit.kind)}};
  add_place(fabric, culprit, json);
  json["measured"] = culprit.measured;
  json["expected"] = culprit.expected;
  json["unit"] = "B/s";
  if (culprit.kind == locate::Kind::at_scale) {
    json["groups"] = culprit.evidence.pairs;
    json["slow"] = culprit.evidence.slow;
  } else {
    json["flows"] = culprit.evidence.flows;
    json["slow"] = culprit.evidence.slow;
    json["unanswered"] = culprit.evidence.unanswered;
    json["pairs"] = culprit.evidence.pairs;
  }
  json["text"] = locate::sentence(fabric, culprit);
  json["action"] = locate::next_action(fabric, culprit);
  return json;
}

Json answer(const Findings& findings) {
  if (!findings.culprits.empty()) return "accused";
  return findings.undecided.empty() ? "nobody" : "undecided";
}

}  // namespace

std::string json_of(const Fabric& fabric, const Findings& findings) {
  Json json{{"answer", answer(findings)},
            {"nodes", fabric.nodes.size()},
            {"rails", fabric.rails},
            {"culprits", Json::array()},
            {"undecided", findings.undecided},
            {"weakest", Json::array()},
            {"expected", findings.expected},
            {"unit", "B/s"},
            {"noise", findings.noise},
            {"resolution", findings.resolution},
            {"rounds", findings.rounds},
            {"pairs", findings.pairs},
            {"flows", findings.flows},
            {"unanswered", findings.unanswered},
            {"group_rounds", findings.group_rounds},
            {"groups", findings.groups}};
  for (const Culprit& culprit : findings.culprits)
    json["culprits"].push_back(json_of(fabric, culprit));
  for (const locate::Weak& weak : findings.weakest)
    json["weakest"].push_back({{"node", fabric.nodes[static_cast<std::size_t>(weak.node)]},
                               {"rail", weak.rail},
                               {"way", word(weak.way)},
                               {"ratio", weak.ratio}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace assay
