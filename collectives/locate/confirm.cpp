#include "collectives/locate/confirm.hpp"

#include <algorithm>
#include <map>

namespace assay::locate {
namespace {

using schedule::Pair;

/// A node whose slow flows with so many partners nobody explains is in doubt itself.
constexpr std::int32_t kPartnersInDoubt = 2;

bool was_fast(const Evidence& evidence, std::int32_t adapter, Way way) {
  const auto cells = evidence.cells().end(adapter, way);
  return evidence.count(cells[0]).fast + evidence.count(cells[1]).fast > 0;
}

bool is_good(const Evidence& evidence, std::int32_t node) {
  const Fabric& fabric = evidence.fabric();
  for (std::int32_t rail = 0; rail < fabric.rails; ++rail)
    for (const Way way : {Way::sending, Way::receiving})
      if (!was_fast(evidence, fabric.adapter(node, rail), way)) return false;
  return true;
}

std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> slow_between_good_ends(
    const Evidence& evidence) {
  const Fabric& fabric = evidence.fabric();
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> pairs;
  for (const std::uint32_t number : evidence.slow()) {
    const Flow& flow = evidence.flows()[number];
    if (was_fast(evidence, fabric.adapter(flow.from, flow.rail), Way::sending) &&
        was_fast(evidence, fabric.adapter(flow.to, flow.rail), Way::receiving))
      ++pairs[std::minmax(flow.from, flow.to)];
  }
  return pairs;
}

/// Puts a round together: who is still free, and who has met whom.
class Matching {
 public:
  explicit Matching(const Evidence& evidence)
      : free_(static_cast<std::size_t>(evidence.fabric().size()), true), evidence_(evidence) {}

  [[nodiscard]] bool is_free(std::int32_t node) const {
    return free_[static_cast<std::size_t>(node)];
  }
  void add(const Pair& pair) {
    free_[static_cast<std::size_t>(pair.a)] = free_[static_cast<std::size_t>(pair.b)] = false;
    pairs_.push_back(pair);
  }
  /// The first free one of `candidates` that `node` has not met; -1 if there is none.
  template <class Candidates>
  std::int32_t stranger(std::int32_t node, const Candidates& candidates) const {
    const std::vector<std::int32_t> met = partners(node);
    for (const std::int32_t candidate : candidates)
      if (candidate != node && is_free(candidate) &&
          std::find(met.begin(), met.end(), candidate) == met.end())
        return candidate;
    return -1;
  }
  std::vector<Pair> take() { return std::move(pairs_); }

 private:
  std::vector<std::int32_t> partners(std::int32_t node) const {
    std::vector<std::int32_t> met;
    const std::int32_t adapter = evidence_.fabric().adapter(node, 0);
    for (const std::int32_t cell : evidence_.cells().end(adapter, Way::sending))
      for (const std::uint32_t flow : evidence_.passing(cell))
        met.push_back(evidence_.flows()[flow].to);
    return met;
  }

  std::vector<bool> free_;
  std::vector<Pair> pairs_;
  const Evidence& evidence_;
};

std::vector<std::int32_t> in_random_order(const std::vector<std::int32_t>& nodes,
                                          std::uint64_t seed) {
  std::vector<std::int32_t> out;
  for (const std::int32_t i : schedule::shuffled(static_cast<std::int32_t>(nodes.size()), seed))
    out.push_back(nodes[static_cast<std::size_t>(i)]);
  return out;
}

/// Known-good partners in random order; those used up are passed over for good.
class Partners {
 public:
  Partners(const Evidence& evidence, const std::vector<std::int32_t>& good, std::uint64_t seed)
      : order_(in_random_order(good, seed)), by_leaf_(evidence.fabric().topology.leaves.size()) {
    for (const std::int32_t node : order_)
      if (const std::int32_t leaf = leaf_of(evidence.fabric(), node); leaf >= 0)
        by_leaf_[static_cast<std::size_t>(leaf)].push_back(node);
  }
  [[nodiscard]] std::int32_t near(const Fabric& fabric, const Matching& round,
                                  std::int32_t node) const {
    const std::int32_t leaf = leaf_of(fabric, node);
    return leaf < 0 ? -1 : round.stranger(node, by_leaf_[static_cast<std::size_t>(leaf)]);
  }
  [[nodiscard]] std::int32_t anywhere(const Matching& round, std::int32_t node) {
    while (next_ < order_.size() && !round.is_free(order_[next_])) ++next_;
    return round.stranger(node, std::span(order_).subspan(next_));
  }

 private:
  static std::int32_t leaf_of(const Fabric& fabric, std::int32_t node) {
    return fabric.leaf(fabric.adapter(node, 0));
  }
  std::vector<std::int32_t> order_;
  std::vector<std::vector<std::int32_t>> by_leaf_;
  std::size_t next_ = 0;
};

}  // namespace

Doubts doubts(const Evidence& evidence) {
  Doubts doubts;
  const auto slow = slow_between_good_ends(evidence);
  std::map<std::int32_t, std::int32_t> partners;
  for (const auto& [pair, flows] : slow) {
    ++partners[pair.first];
    ++partners[pair.second];
  }
  const auto has_many = [&](std::int32_t node) {
    const auto found = partners.find(node);
    return found != partners.end() && found->second >= kPartnersInDoubt;
  };
  for (std::int32_t node = 0; node < evidence.fabric().size(); ++node) {
    const bool good = is_good(evidence, node);
    if (!good || has_many(node)) doubts.nodes.push_back(node);
    if (good && !has_many(node)) doubts.good.push_back(node);
  }
  std::vector<std::pair<std::int32_t, Pair>> ranked;
  for (const auto& [pair, flows] : slow)
    if (!has_many(pair.first) && !has_many(pair.second))
      ranked.push_back({flows, {pair.first, pair.second}});
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& one, const auto& other) { return one.first > other.first; });
  for (const auto& [flows, pair] : ranked) doubts.pairs.push_back(pair);
  return doubts;
}

std::vector<Pair> confirming_round(const Evidence& evidence, const Doubts& doubts,
                                   const Confirming& how) {
  Matching round(evidence);
  for (const Pair& pair : doubts.pairs)
    if (round.is_free(pair.a) && round.is_free(pair.b)) round.add(pair);
  Partners partners(evidence, doubts.good, how.seed);
  for (const std::int32_t node : in_random_order(doubts.nodes, how.seed + 1)) {
    if (!round.is_free(node)) continue;
    std::int32_t partner = -1;
    if (how.prefer_same_leaf) partner = partners.near(evidence.fabric(), round, node);
    if (partner < 0) partner = partners.anywhere(round, node);
    if (partner >= 0) round.add({node, partner});
  }
  if (how.fill) {
    std::int32_t waiting = -1;
    for (const std::int32_t node : schedule::shuffled(evidence.fabric().size(), how.seed + 2)) {
      if (!round.is_free(node)) continue;
      if (waiting >= 0) round.add({waiting, node});
      waiting = waiting >= 0 ? -1 : node;
    }
  }
  return round.take();
}

std::vector<Pair> disjoint(const std::vector<Pair>& pairs, std::int32_t nodes) {
  std::vector<bool> taken(static_cast<std::size_t>(nodes), false);
  std::vector<Pair> out;
  for (const Pair& pair : pairs) {
    const auto a = static_cast<std::size_t>(pair.a);
    const auto b = static_cast<std::size_t>(pair.b);
    if (taken[a] || taken[b]) continue;
    taken[a] = taken[b] = true;
    out.push_back(pair);
  }
  return out;
}

}  // namespace assay::locate
