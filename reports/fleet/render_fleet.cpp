#include "reports/fleet/render_fleet.hpp"

#include <fmt/format.h>

#include "reports/fleet/page_of.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/plain.hpp"

namespace assay::fleet {
namespace {

std::vector<Judgement> judgements_of(const std::vector<FleetNode>& nodes, bool with_passed) {
  std::vector<Judgement> judgements;
  judgements.reserve(with_passed ? nodes.size() : 0);
  for (const FleetNode& node : nodes)
    if (with_passed || node.verdict != Verdict::pass) judgements.push_back(judgement_of(node));
  return judgements;
}

std::string roll_up(const std::string& heading, const std::vector<RollUp>& all) {
  if (all.empty()) return "";
  Aligned table({Aligned::Side::left, Aligned::Side::left, Aligned::Side::left});
  std::size_t passed = 0;
  for (const RollUp& one : all) {
    if (one.tally.of(Verdict::fail) + one.tally.of(Verdict::unknown) +
            one.tally.of(Verdict::warn) ==
        0)
      ++passed;
    else
      table.add({heading, one.name, one.tally.text()});
  }
  return table.text() +
         fmt::format("{}: {} of {} without anything but passes\n", heading, passed, all.size());
}

std::string heading(const FleetVerdict& verdict) {
  std::string out =
      fmt::format("{}: {}\n", counted(verdict.nodes.size(), "node"), verdict.tally.text());
  for (const std::string& why : verdict.suspicions) out += "SUSPECT: " + plain(why) + '\n';
  if (!verdict.suspicions.empty()) out += "SUSPECT: drain nobody before that is understood\n";
  for (const std::string& note : verdict.notes) out += "note: " + plain(note) + '\n';
  if (!verdict.retests.empty())
    out += fmt::format("to be measured again: {}\n", verdict.retests.size());
  return out;
}

std::string text(const FleetVerdict& verdict, const RenderOptions& options) {
  std::string out = heading(verdict);
  const std::vector<Judgement> judgements = judgements_of(verdict.nodes, options.verbose);
  if (!judgements.empty()) out += '\n' + render("text", judgements, options);
  const std::string places =
      roll_up("rack", verdict.racks) + roll_up("scalable unit", verdict.units);
  return places.empty() ? out : out + '\n' + places;
}

}  // namespace

Judgement judgement_of(const FleetNode& node) {
  Judgement judgement;
  judgement.node = node.name;
  judgement.report = node.source;
  judgement.profile = node.profile;
  judgement.verdict = node.verdict;
  judgement.reasons = node.reasons;
  judgement.reported_s = node.reported_s;
  return judgement;
}

std::string render_fleet(std::string_view format, const FleetVerdict& verdict,
                         const RenderOptions& options) {
  if (format == "text") return text(verdict, options);
  if (format == "html") return fleet_page(page_of(verdict, {}));
  return render(format, judgements_of(verdict.nodes, true), options);
}

}  // namespace assay::fleet
