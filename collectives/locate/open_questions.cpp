#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "collectives/locate/findings.hpp"

namespace assay::locate {
namespace {

/// Above this resolution a search that found nobody has not looked.
constexpr double kUselessResolution = 0.2;
constexpr std::size_t kNamed = 5;
/// A node comes and goes if so many of its flows are slow for no reason that was found.
constexpr std::int32_t kUnsteadyFlows = 4;
constexpr double kUnsteadyShare = 0.2;

/// Some of `things`, each followed by `what`, and how many more there are.
void list(const std::vector<std::string>& things, const std::string& what, const char* plural,
          std::vector<std::string>& out) {
  for (std::size_t i = 0; i < std::min(things.size(), kNamed); ++i)
    out.push_back(things[i] + ": " + what);
  if (things.size() > kNamed)
    out.push_back(fmt::format("{} more {}: {}", things.size() - kNamed, plural, what));
}

std::vector<std::string> names(const Fabric& fabric, const std::vector<schedule::Pair>& pairs) {
  std::vector<std::string> out;
  out.reserve(pairs.size());
  for (const schedule::Pair& pair : pairs)
    out.push_back(fabric.nodes[static_cast<std::size_t>(pair.a)] + " and " +
                  fabric.nodes[static_cast<std::size_t>(pair.b)]);
  return out;
}

using Nodes = std::set<std::int32_t>;

Nodes accused_nodes(const std::vector<Culprit>& culprits) {
  Nodes nodes;
  for (const Culprit& culprit : culprits)
    if (culprit.kind == Kind::node) nodes.insert(culprit.nodes.begin(), culprit.nodes.end());
  return nodes;
}

/// What goes to or from an accused node tells nothing of its partners, however it varies.
std::vector<schedule::Pair> among_others(std::vector<schedule::Pair> pairs, const Nodes& accused) {
  std::erase_if(pairs, [&](const schedule::Pair& pair) {
    return accused.contains(pair.a) || accused.contains(pair.b);
  });
  return pairs;
}

/// Nodes with slow flows left over, from different partners, that no pair accounts for.
void list_unsteady_nodes(const Evidence& evidence, const PairFindings& pairs, const Nodes& accused,
                         std::vector<std::string>& out) {
  std::set<std::uint32_t> accounted;
  for (const BadPair& pair : pairs.bad) accounted.insert(pair.flows.begin(), pair.flows.end());
  std::map<std::int32_t, std::int32_t> slow;
  for (const std::uint32_t flow : evidence.slow()) {
    const Flow& measured = evidence.flows()[flow];
    if (evidence.state(flow) != Evidence::State::slow || accounted.contains(flow) ||
        accused.contains(measured.from) || accused.contains(measured.to))
      continue;
    ++slow[measured.from];
    ++slow[measured.to];
  }
  if (slow.empty()) return;
  std::vector<std::int32_t> all(static_cast<std::size_t>(evidence.fabric().size()), 0);
  for (const Flow& flow : evidence.flows()) {
    ++all[static_cast<std::size_t>(flow.from)];
    ++all[static_cast<std::size_t>(flow.to)];
  }
  for (const auto& [node, flows] : slow) {
    const auto measured = all[static_cast<std::size_t>(node)];
    if (flows >= kUnsteadyFlows && flows >= kUnsteadyShare * measured)
      out.push_back(fmt::format("{}: {} of {} flows are slow, and nothing explains which",
                                evidence.fabric().nodes[static_cast<std::size_t>(node)], flows,
                                measured));
  }
}

/// True if every direction of every adapter that was measured has been fast once; false for a node
/// that was not measured.
bool was_good(const Evidence& evidence, std::int32_t node) {
  const Fabric& fabric = evidence.fabric();
  bool measured = false;
  for (std::int32_t rail = 0; rail < fabric.rails; ++rail)
    for (const Way way : {Way::sending, Way::receiving}) {
      const auto cells = evidence.cells().end(fabric.adapter(node, rail), way);
      if (evidence.passing(cells[0]).empty() && evidence.passing(cells[1]).empty()) continue;
      measured = true;
      if (evidence.count(cells[0]).fast + evidence.count(cells[1]).fast == 0) return false;
    }
  return measured;
}

std::vector<std::string> never_good(const Evidence& evidence,
                                    const std::vector<Culprit>& culprits) {
  Nodes named;
  for (const Culprit& culprit : culprits) named.insert(culprit.nodes.begin(), culprit.nodes.end());
  std::vector<std::string> out;
  for (std::int32_t node = 0; node < evidence.fabric().size(); ++node)
    if (!named.contains(node) && !was_good(evidence, node))
      out.push_back(evidence.fabric().nodes[static_cast<std::size_t>(node)]);
  return out;
}

}  // namespace

std::vector<std::string> open_questions(const Evidence& evidence, const PairFindings& pairs,
                                        const std::vector<Culprit>& culprits) {
  std::vector<std::string> out;
  const Baseline& baseline = evidence.baseline();
  if (baseline.resolution > kUselessResolution)
    out.push_back(fmt::format("good pairs scatter by {:.1f} %: less than {:.0f} % slow is not seen",
                              100 * baseline.noise, 100 * baseline.resolution));
  const Fabric& fabric = evidence.fabric();
  list(names(fabric, pairs.open), "slow, but not measured often enough to say why", "pairs", out);
  const Nodes accused = accused_nodes(culprits);
  list(names(fabric, among_others(pairs.unsteady, accused)),
       "slow most of the time, but not always", "pairs", out);
  list(never_good(evidence, culprits), "never measured with a good partner", "nodes", out);
  list_unsteady_nodes(evidence, pairs, accused, out);
  return out;
}

}  // namespace assay::locate
