#include "reports/dossier/fleet_page.hpp"

#include <algorithm>

#include "reports/dossier/fleet_values.hpp"
#include "reports/dossier/html_page.hpp"

namespace assay {
namespace {

std::string headline_of(const FleetPage& fleet) {
  std::string text = fleet.tally.text() + ".";
  if (!fleet.suspicions.empty()) text += " SUSPECT: drain nobody before that is understood.";
  return text;
}

/// "Rack r1: 8 nodes", or of more racks a fleet.
std::string title_of(const FleetPage& fleet, const FleetOrder& order) {
  const std::string nodes = counted(fleet.nodes.size(), "node");
  if (order.racks.size() == 1 && !order.racks.front().empty())
    return "Rack " + shown(order.racks.front(), 40) + ": " + nodes;
  return "Fleet of " + nodes;
}

Json texts_value(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const std::string& text : texts) out.push_back(shown(text, 500));
  return out;
}

Json facts_of(const FleetPage& fleet, const FleetOrder& order) {
  Json facts = Json::array();
  if (!fleet.label.empty()) facts.push_back({"night", shown(fleet.label, 40)});
  const bool placed = order.racks.size() > 1 || (!order.racks.empty() && !order.racks[0].empty());
  if (placed) facts.push_back({"racks", std::to_string(order.racks.size())});
  if (fleet.night != nullptr && fleet.night->sku.words.size() == 1)
    facts.push_back({"machine", shown(fleet.night->sku.words[0], 80)});
  return facts;
}

}  // namespace

std::string fleet_page(const FleetPage& fleet, const PageBudget& budget) {
  const FleetOrder order = order_of(fleet);
  const std::string title = title_of(fleet, order);
  const std::string headline = headline_of(fleet);
  Json data{{"kind", "fleet"},
            {"title", title},
            {"verdict", name(fleet.verdict)},
            {"headline", headline},
            {"tally", page_value(fleet.tally)},
            {"facts", facts_of(fleet, order)},
            {"suspicions", texts_value(fleet.suspicions)},
            {"notes", texts_value(fleet.notes)},
            {"made", made_by()}};
  put_nodes(fleet, order, budget, data);
  put_metrics(fleet, order, budget, data);
  put_words(fleet, order, data);
  put_links_and_nights(fleet, budget, data);
  return html_page({.title = "assay: " + title,
                    .without_scripts = {title + ": " + std::string(name(fleet.verdict)), headline},
                    .styles = {page_part("style.css"), page_part("gauges.css"),
                               page_part("fleet.css"), page_part("small.css")},
                    .scripts = {page_part("chart.js"), page_part("dom.js"), page_part("numbers.js"),
                                page_part("bullet.js"), page_part("telemetry.js"),
                                page_part("node.js"), page_part("heat.js"), page_part("charts.js"),
                                page_part("table.js"), page_part("floor.js"), page_part("fleet.js"),
                                page_part("fleet_parts.js"), page_part("start.js")},
                    .data = dumped(data, -1)});
}

std::string fleet_page(const std::vector<Judgement>& judgements) {
  FleetPage fleet;
  fleet.tally = tally(judgements);
  fleet.verdict = judgements.empty() ? Verdict::unknown : Verdict::pass;
  fleet.nodes.reserve(judgements.size());
  for (const Judgement& judgement : judgements) {
    fleet.verdict = std::max(fleet.verdict, judgement.verdict);
    fleet.nodes.push_back({.name = judgement.node,
                           .source = judgement.report,
                           .profile = judgement.profile,
                           .verdict = judgement.verdict,
                           .reasons = judgement.reasons,
                           .place = {}});
  }
  return fleet_page(fleet);
}

}  // namespace assay
