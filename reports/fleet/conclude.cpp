#include "reports/fleet/conclude.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "reports/catalogue/make_reason.hpp"
#include "reports/peers/reasons.hpp"

namespace assay::fleet {
namespace {

/// What makes two failures one: what was found, in what, held against which limit.
using FailedLimit = std::tuple<std::string, std::string, std::string, std::string>;

std::map<FailedLimit, std::size_t> failures(const std::vector<FleetNode>& nodes) {
  std::map<FailedLimit, std::size_t> nodes_of;
  for (const FleetNode& node : nodes) {
    std::set<FailedLimit> failed;
    for (const Reason& reason : node.reasons)
      if (reason.verdict == Verdict::fail)
        failed.emplace(reason.id, reason.test, reason.metric, reason.source);
    for (const FailedLimit& limit : failed) ++nodes_of[limit];
  }
  return nodes_of;
}

std::string in_words(const FailedLimit& limit) {
  const auto& [id, test, metric, source] = limit;
  std::string text = test;
  if (!metric.empty()) text += (text.empty() ? "" : ".") + metric;
  if (text.empty()) text = id;
  return source.empty() ? text : text + " (" + source + ")";
}

void break_circuit(const std::vector<FleetNode>& nodes, double max_failed,
                   std::vector<std::string>& suspicions) {
  const auto judged = static_cast<double>(
      std::count_if(nodes.begin(), nodes.end(), [](const auto& node) { return node.readable; }));
  constexpr std::size_t least = 2;  // what one node alone fails says something of that node
  for (const auto& [limit, count] : failures(nodes)) {
    const double share = static_cast<double>(count) / judged;
    if (count < least || share <= max_failed) continue;
    suspicions.push_back(fmt::format(
        "{} of {} nodes ({:.1f} %) fail {}, more than the {:.1f} % of --max-failed: the limit or "
        "what the nodes share is wrong, not each of them",
        count, judged, 100 * share, in_words(limit), 100 * max_failed));
  }
}

std::vector<RollUp> rolled_up(const std::vector<FleetNode>& nodes, const Site& site,
                              std::string Place::*member) {
  std::map<std::string, Tally> tallies;
  for (const FleetNode& node : nodes) {
    const SiteHost* host = site.find(node.name);
    if (host != nullptr && !(host->place.*member).empty())
      tallies[host->place.*member].add(node.verdict);
  }
  std::vector<RollUp> all;
  all.reserve(tallies.size());
  for (const auto& [name, tally] : tallies) all.push_back({name, tally});
  const auto badness = [](const RollUp& one) {
    return std::tuple(one.tally.of(Verdict::fail), one.tally.of(Verdict::unknown),
                      one.tally.of(Verdict::warn));
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const RollUp& a, const RollUp& b) { return badness(a) > badness(b); });
  return all;
}

/// What stands in `all` with figures, and what could not be told although it is known which test
/// would tell it.
std::vector<Retest> retests_of(const std::vector<FleetNode>& nodes, std::vector<Retest> all) {
  for (const FleetNode& node : nodes)
    for (const Reason& reason : node.reasons)
      if (node.readable && reason.verdict == Verdict::unknown && !reason.test.empty() &&
          reason.id != "retest-open")
        all.push_back({.node = node.name,
                       .test = reason.test,
                       .subject = reason.subject,
                       .run = node.run,
                       .report = node.source});
  std::stable_sort(all.begin(), all.end(),
                   [](const Retest& a, const Retest& b) { return a.key() < b.key(); });
  const auto same = [](const Retest& a, const Retest& b) { return a.key() == b.key(); };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

/// The site file knows better than a run that was made before the node was moved.
void place_nodes(const Site& site, std::vector<FleetNode>& nodes) {
  for (FleetNode& node : nodes)
    if (const SiteHost* host = site.find(node.name)) node.place = host->place;
}

void note_strangers(const std::vector<FleetNode>& nodes, const Site& site,
                    std::vector<std::string>& notes) {
  constexpr std::size_t shown = 5;
  std::vector<std::string> names;
  std::size_t strangers = 0;
  for (const FleetNode& node : nodes) {
    if (!node.readable || node.fabric || site.find(node.name) != nullptr) continue;
    if (++strangers <= shown) names.push_back(node.name);
  }
  if (strangers == 0) return;
  notes.push_back(fmt::format("{} not in the site file: {}{}", counted(strangers, "node"),
                              fmt::join(names, ", "), strangers > shown ? ", ..." : ""));
}

}  // namespace

void add_absent_nodes(const Site& site, FleetRead& fleet) {
  std::set<const SiteHost*> heard;
  std::map<std::string, std::size_t> unheard;  // of whom something is said already
  for (std::size_t i = 0; i < fleet.nodes.size(); ++i) {
    if (fleet.nodes[i].readable) heard.insert(site.find(fleet.nodes[i].name));
    if (fleet.nodes[i].source.empty()) unheard.emplace(fleet.nodes[i].name, i);
  }
  for (const auto& [name, host] : site.hosts) {
    if (heard.contains(&host)) continue;
    const auto [at, is_new] = unheard.try_emplace(name, fleet.nodes.size());
    if (is_new) fleet.nodes.push_back({.name = name, .verdict = Verdict::pass});
    fleet.nodes[at->second].add(
        make_reason("absent-node", "the site file names it, and there is no report of it"));
  }
}

FleetVerdict conclude(FleetRead fleet, const PeerJudgement* peers, const Site* site,
                      double max_failed, Carried carried) {
  FleetVerdict verdict;
  verdict.notes = std::move(carried.notes);
  std::vector<Retest> retests = std::move(carried.retests);
  if (peers != nullptr) {
    add_peer_reasons(*peers, fleet);
    std::vector<Retest> outliers = peer_retests(*peers, fleet, PeerRules());
    std::move(outliers.begin(), outliers.end(), std::back_inserter(retests));
    verdict.suspicions = suspicions(fleet.night, *peers);
    const std::vector<std::string> notes = fleet_notes(fleet.night, *peers);
    verdict.notes.insert(verdict.notes.end(), notes.begin(), notes.end());
  }
  if (site != nullptr) add_absent_nodes(*site, fleet);
  verdict.nodes = std::move(fleet.nodes);
  verdict.night = std::move(fleet.night);
  verdict.links = std::move(fleet.links);
  if (site != nullptr) place_nodes(*site, verdict.nodes);
  std::stable_sort(verdict.nodes.begin(), verdict.nodes.end(),
                   [](const FleetNode& a, const FleetNode& b) {
                     return a.verdict != b.verdict ? a.verdict > b.verdict : a.name < b.name;
                   });
  for (const FleetNode& node : verdict.nodes) verdict.tally.add(node.verdict);
  break_circuit(verdict.nodes, max_failed, verdict.suspicions);
  if (site != nullptr) {
    verdict.racks = rolled_up(verdict.nodes, *site, &Place::rack);
    verdict.units = rolled_up(verdict.nodes, *site, &Place::su);
    note_strangers(verdict.nodes, *site, verdict.notes);
  }
  verdict.retests = retests_of(verdict.nodes, std::move(retests));
  if (!verdict.nodes.empty()) verdict.verdict = verdict.nodes.front().verdict;
  if (!verdict.suspicions.empty()) verdict.verdict = Verdict::unknown;
  return verdict;
}

}  // namespace assay::fleet
