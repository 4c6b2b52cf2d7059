#include "collectives/locate/findings.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/stats.hpp"

namespace assay::locate {
namespace {

constexpr std::size_t kRailsToCompare = 3;
constexpr std::int32_t kNodesToCompare = 4;

using PairKey = std::pair<std::int32_t, std::int32_t>;

/// What the suspect is called, and where: node, rail and direction.
void place(const Fabric& fabric, const Cells& cells, const Suspect& suspect, Culprit& culprit) {
  culprit.way = suspect.way;
  const bool of_adapter =
      suspect.kind == Kind::nic || (suspect.kind == Kind::direction && suspect.one_rail);
  if (of_adapter) {
    culprit.nodes = {suspect.index / fabric.rails};
    culprit.rail = suspect.index % fabric.rails;
  } else if (suspect.kind == Kind::node || suspect.kind == Kind::direction) {
    culprit.nodes = {suspect.index};
  } else if (suspect.kind == Kind::leaf) {
    culprit.leaf = suspect.index;
  } else if (suspect.kind == Kind::spine) {
    culprit.uplink = suspect.index;
  } else if (suspect.kind == Kind::uplink) {
    culprit.leaf = cells.leaf_of_link(suspect.index);
    culprit.uplink = cells.uplink_of_link(suspect.index);
  }
  if (suspect.kind == Kind::nic && fabric.rails == 1) {  // nothing tells it from its node
    culprit.kind = Kind::node;
    culprit.rail = -1;
  }
}

/// The nodes below the culprit's leaf that its flows concern; of an uplink those it leads to.
std::vector<std::int32_t> nodes_below(const Evidence& evidence, const Culprit& culprit,
                                      const std::vector<std::uint32_t>& flows) {
  const Fabric& fabric = evidence.fabric();
  std::set<std::int32_t> nodes;
  for (const std::uint32_t number : flows) {
    const Flow& flow = evidence.flows()[number];
    if (fabric.leaf(fabric.adapter(flow.to, flow.rail)) == culprit.leaf) nodes.insert(flow.to);
    if (culprit.kind == Kind::leaf &&
        fabric.leaf(fabric.adapter(flow.from, flow.rail)) == culprit.leaf)
      nodes.insert(flow.from);
  }
  return {nodes.begin(), nodes.end()};
}

void rate(const Evidence& evidence, const std::vector<std::uint32_t>& flows, double ratio,
          Culprit& culprit) {
  std::vector<double> expected;
  expected.reserve(flows.size());
  for (const std::uint32_t flow : flows)
    expected.push_back(evidence.baseline().expected(evidence.fabric(), evidence.flows()[flow]));
  culprit.expected = median(std::move(expected));
  culprit.measured = ratio * culprit.expected;
}

void count(const Evidence& evidence, const std::set<std::uint32_t>& flows, Culprit& culprit) {
  std::set<PairKey> pairs;
  for (const std::uint32_t number : flows) {
    const Flow& flow = evidence.flows()[number];
    ++culprit.evidence.flows;
    if (evidence.state(number) != Evidence::State::fast) ++culprit.evidence.slow;
    if (!flow.rate) ++culprit.evidence.unanswered;
    pairs.insert(std::minmax(flow.from, flow.to));
  }
  culprit.evidence.pairs = static_cast<std::int64_t>(pairs.size());
}

Culprit culprit_of(const Evidence& evidence, const Accusation& accusation) {
  Culprit culprit{.kind = accusation.suspect.kind};
  place(evidence.fabric(), evidence.cells(), accusation.suspect, culprit);
  if (culprit.leaf >= 0) culprit.nodes = nodes_below(evidence, culprit, accusation.flows);
  for (const Suspect& tie : accusation.ties)
    if (tie.kind == Kind::uplink && evidence.cells().leaf_of_link(tie.index) != culprit.leaf)
      culprit.or_leaves.push_back(evidence.cells().leaf_of_link(tie.index));
  rate(evidence, accusation.flows, accusation.level, culprit);
  std::set<std::uint32_t> all;
  for (const auto& part : parts_of(evidence.fabric(), evidence.cells(), accusation.suspect))
    for (const std::int32_t cell : part) {
      const auto passing = evidence.passing(cell);
      all.insert(passing.begin(), passing.end());
    }
  count(evidence, all, culprit);
  return culprit;
}

/// Where routing is not known, each node that a bad uplink leads to is accused by itself.
bool merge_uplink(std::vector<Culprit>& culprits, const Culprit& culprit, double resolution) {
  if (culprit.kind != Kind::uplink || culprit.uplink >= 0) return false;
  for (Culprit& known : culprits) {
    if (known.kind != Kind::uplink || known.leaf != culprit.leaf) continue;
    if (std::abs(known.measured - culprit.measured) > resolution * culprit.expected) continue;
    known.nodes.insert(known.nodes.end(), culprit.nodes.begin(), culprit.nodes.end());
    known.evidence.flows += culprit.evidence.flows;
    known.evidence.slow += culprit.evidence.slow;
    known.evidence.unanswered += culprit.evidence.unanswered;
    known.evidence.pairs += culprit.evidence.pairs;
    return true;
  }
  return false;
}

}  // namespace

std::vector<Culprit> culprits_of(const Evidence& evidence,
                                 const std::vector<Accusation>& accusations) {
  std::vector<Culprit> culprits;
  for (const Accusation& accusation : accusations) {
    Culprit culprit = culprit_of(evidence, accusation);
    if (!merge_uplink(culprits, culprit, evidence.baseline().resolution))
      culprits.push_back(std::move(culprit));
  }
  return culprits;
}

Culprit culprit_of(const Evidence& evidence, const BadPair& pair) {
  Culprit culprit{.kind = Kind::pair, .nodes = {pair.pair.a, pair.pair.b}, .rail = pair.rail};
  culprit.way = pair.way;
  rate(evidence, pair.flows, pair.ratio, culprit);
  const Fabric& fabric = evidence.fabric();
  std::set<std::uint32_t> all;
  for (std::int32_t rail = 0; rail < fabric.rails; ++rail)
    for (const Way way : {Way::sending, Way::receiving})
      for (const std::int32_t cell : evidence.cells().end(fabric.adapter(pair.pair.a, rail), way))
        for (const std::uint32_t number : evidence.passing(cell)) {
          const Flow& flow = evidence.flows()[number];
          const bool of_pair = flow.from == pair.pair.b || flow.to == pair.pair.b;
          if (of_pair && (pair.rail < 0 || pair.rail == flow.rail) &&
              (!pair.way || flow.from == pair.pair.a))
            all.insert(number);
        }
  count(evidence, all, culprit);
  return culprit;
}

std::vector<Culprit> slow_rails(const Fabric& fabric, const Baseline& baseline,
                                std::span<const Flow> flows) {
  std::vector<double> answered;
  for (const double rate : baseline.across)
    if (rate > 0) answered.push_back(rate);
  if (baseline.across.size() < kRailsToCompare || fabric.size() < kNodesToCompare ||
      answered.empty())
    return {};
  const double usual = median(answered);
  std::vector<Culprit> culprits;
  for (std::size_t rail = 0; rail < baseline.across.size(); ++rail) {
    if (!baseline.is_slow(baseline.across[rail] / usual)) continue;
    Culprit& culprit = culprits.emplace_back();
    culprit.kind = Kind::rail;
    culprit.rail = static_cast<std::int32_t>(rail);
    culprit.measured = baseline.across[rail];
    culprit.expected = usual;
    std::set<PairKey> pairs;
    for (const Flow& flow : flows) {
      if (flow.rail != culprit.rail) continue;
      ++culprit.evidence.flows;
      if (!flow.rate) ++culprit.evidence.unanswered;
      if (baseline.is_slow(flow.rate.value_or(0) / usual)) ++culprit.evidence.slow;
      pairs.insert(std::minmax(flow.from, flow.to));
    }
    culprit.evidence.pairs = static_cast<std::int64_t>(pairs.size());
  }
  return culprits;
}

}  // namespace assay::locate
