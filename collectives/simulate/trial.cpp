#include "collectives/simulate/trial.hpp"

#include <algorithm>
#include <set>

#include "collectives/schedule/rounds.hpp"
#include "core/philox.hpp"

namespace assay::simulate {
namespace {

using locate::Culprit;
using locate::Fabric;
using locate::Kind;
using locate::Way;

constexpr std::int32_t kShareTouched = 4;
constexpr std::size_t kNodesOfALeaf = 3;

/// Random numbers one after another.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  double uniform() { return random_uniform(seed_, next_++); }
  std::int32_t below(std::int32_t count) {
    return static_cast<std::int32_t>(uniform() * static_cast<double>(count));
  }

 private:
  std::uint64_t seed_, next_ = 0;
};

std::int32_t at_most_a_quarter(std::int32_t wanted, std::int32_t there) {
  return std::clamp(there / kShareTouched, std::min(1, there), wanted);
}

/// One leaf of each group of leaves that share their nodes.
std::vector<std::int32_t> leaves_of_different_nodes(const Fabric& fabric, std::uint64_t seed) {
  std::vector<std::set<std::int32_t>> nodes(fabric.topology.leaves.size());
  for (std::int32_t adapter = 0; adapter < fabric.adapters(); ++adapter)
    nodes[static_cast<std::size_t>(fabric.leaf(adapter))].insert(adapter / fabric.rails);
  std::vector<std::int32_t> chosen;
  std::set<std::int32_t> touched;
  for (const std::int32_t leaf :
       schedule::shuffled(static_cast<std::int32_t>(nodes.size()), seed)) {
    const auto& below = nodes[static_cast<std::size_t>(leaf)];
    if (below.size() < kNodesOfALeaf || touched.contains(*below.begin())) continue;
    touched.insert(below.begin(), below.end());
    chosen.push_back(leaf);
  }
  return chosen;
}

std::vector<Fault> draw_leaves(const Fabric& fabric, const Draw& draw, Dice& dice) {
  const std::vector<std::int32_t> leaves = leaves_of_different_nodes(fabric, draw.seed);
  std::int32_t uplinks = 1;
  for (const std::int32_t uplink : fabric.topology.uplink_of)
    uplinks = std::max(uplinks, uplink + 1);
  std::vector<Fault> faults;
  const std::int32_t count =
      at_most_a_quarter(draw.count, static_cast<std::int32_t>(leaves.size()));
  for (std::int32_t i = 0; i < count; ++i) {
    Fault& fault = faults.emplace_back();
    fault.kind = draw.kind;
    fault.leaf = leaves[static_cast<std::size_t>(i)];
    if (draw.kind == Kind::uplink) fault.uplink = dice.below(uplinks);
  }
  return faults;
}

std::vector<Fault> draw_nodes(const Fabric& fabric, const Draw& draw, Dice& dice) {
  const std::vector<std::int32_t> nodes = schedule::shuffled(fabric.size(), draw.seed);
  const std::int32_t count = at_most_a_quarter(draw.count, fabric.size());
  std::vector<Fault> faults;
  for (std::int32_t i = 0; i < count; ++i) {
    Fault& fault = faults.emplace_back();
    fault.kind = draw.kind;
    const std::size_t place = 2 * static_cast<std::size_t>(i);
    fault.node = nodes[place];
    if (draw.kind == Kind::pair) fault.other = nodes[place + 1];
    if (draw.kind == Kind::nic || draw.kind == Kind::direction)
      fault.rail = dice.below(fabric.rails);
    if (draw.kind == Kind::direction)
      fault.way = dice.below(2) == 0 ? Way::sending : Way::receiving;
  }
  return faults;
}

bool same_pair(const Fault& fault, const Culprit& culprit) {
  return std::minmax(fault.node, fault.other) ==
         std::minmax(culprit.nodes.front(), culprit.nodes.back());
}

/// Rail numbers where all rails and the only one are the same.
std::int32_t rail_of(const Fabric& fabric, std::int32_t rail) {
  return fabric.rails == 1 ? 0 : rail;
}

bool names(const Fabric& fabric, const Fault& fault, const Culprit& culprit) {
  const bool one_nic = fabric.rails == 1 && culprit.kind == Kind::node && fault.kind == Kind::nic;
  if (culprit.kind != fault.kind && !one_nic) return false;
  switch (fault.kind) {
    case Kind::node:
    case Kind::at_scale:
      return culprit.nodes.front() == fault.node;
    case Kind::nic:
    case Kind::direction:
      return culprit.nodes.front() == fault.node && culprit.way == fault.way &&
             rail_of(fabric, culprit.rail) == rail_of(fabric, fault.rail);
    case Kind::pair:
      return same_pair(fault, culprit) && (culprit.rail == fault.rail || fabric.rails == 1);
    case Kind::leaf:
      return culprit.leaf == fault.leaf;
    case Kind::uplink:
      return culprit.leaf == fault.leaf && (culprit.uplink < 0 || culprit.uplink == fault.uplink);
    case Kind::rail:
      return culprit.rail == fault.rail;
    case Kind::spine:
      break;
  }
  return culprit.uplink == fault.uplink;
}

}  // namespace

std::vector<Fault> draw_faults(const Fabric& fabric, const Draw& draw) {
  Dice dice(random_bits(draw.seed, 0));
  const bool of_leaves = draw.kind == Kind::leaf || draw.kind == Kind::uplink;
  std::vector<Fault> faults =
      of_leaves ? draw_leaves(fabric, draw, dice) : draw_nodes(fabric, draw, dice);
  for (Fault& fault : faults)
    fault.share = draw.least_left + (draw.most_left - draw.least_left) * dice.uniform();
  return faults;
}

Score score(const Fabric& fabric, const std::vector<Fault>& faults,
            const std::vector<Culprit>& culprits) {
  Score score;
  for (const Fault& fault : faults)
    if (std::any_of(culprits.begin(), culprits.end(),
                    [&](const Culprit& culprit) { return names(fabric, fault, culprit); }))
      ++score.found;
  for (const Culprit& culprit : culprits)
    if (std::none_of(faults.begin(), faults.end(),
                     [&](const Fault& fault) { return names(fabric, fault, culprit); }))
      ++score.wrong;
  return score;
}

}  // namespace assay::simulate
