#include "collectives/locate/confirm.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "collectives/locate/pairs.hpp"

namespace assay::locate {
namespace {

using schedule::Pair;

/// A node whose slow flows with so many partners nobody explains is in doubt itself.
constexpr std::size_t kPartnersInDoubt = 2;

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

using PairKey = std::pair<std::int32_t, std::int32_t>;

/// Slow flows whose sender and receiver have both been fast with others.
struct Unexplained {
  std::map<PairKey, std::int32_t> flows;  ///< of each pair
  /// By adapter, 2 x its number and 1 more where it receives: with whom it is slow.
  std::map<std::int32_t, std::set<std::int32_t>> partners;
};

Unexplained slow_between_good_ends(const Evidence& evidence) {
  const Fabric& fabric = evidence.fabric();
  Unexplained found;
  for (const std::uint32_t number : evidence.slow()) {
    const Flow& flow = evidence.flows()[number];
    const std::int32_t from = fabric.adapter(flow.from, flow.rail);
    const std::int32_t to = fabric.adapter(flow.to, flow.rail);
    if (!was_fast(evidence, from, Way::sending) || !was_fast(evidence, to, Way::receiving))
      continue;
    ++found.flows[std::minmax(flow.from, flow.to)];
    found.partners[2 * from].insert(flow.to);
    found.partners[2 * to + 1].insert(flow.from);
  }
  return found;
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
  /// A partner for `node` from the leaf of `place`.
  [[nodiscard]] std::int32_t near(const Fabric& fabric, const Matching& round, std::int32_t node,
                                  std::int32_t place) const {
    const std::int32_t leaf = leaf_of(fabric, place);
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

/// Each end with a neighbour of the other; false where one has no neighbour to spare.
bool swap(const Fabric& fabric, const Pair& pair, const Partners& partners, Matching& round) {
  const std::int32_t like_a = partners.near(fabric, round, pair.b, pair.a);
  const std::int32_t like_b = partners.near(fabric, round, pair.a, pair.b);
  if (like_a < 0 || like_b < 0 || like_a == like_b || like_a == pair.a || like_b == pair.b)
    return false;
  round.add({pair.a, like_b});
  round.add({like_a, pair.b});
  return true;
}

}  // namespace

Doubts doubts(const Evidence& evidence) {
  Doubts doubts;
  const Unexplained slow = slow_between_good_ends(evidence);
  std::set<std::int32_t> many;  // one of their adapters is slow in one direction with several
  for (const auto& [direction, partners] : slow.partners)
    if (partners.size() >= kPartnersInDoubt) many.insert(direction / 2 / evidence.fabric().rails);
  const auto has_many = [&](std::int32_t node) { return many.contains(node); };
  for (std::int32_t node = 0; node < evidence.fabric().size(); ++node) {
    const bool good = is_good(evidence, node);
    if (!good || has_many(node)) doubts.nodes.push_back(node);
    if (good && !has_many(node)) doubts.good.push_back(node);
  }
  std::vector<std::pair<std::int32_t, Pair>> ranked;
  std::set<PairKey> open;  // those that were fast since need no more
  for (const Pair& pair : judge_pairs(evidence).open) open.insert(std::minmax(pair.a, pair.b));
  for (const auto& [pair, flows] : slow.flows)
    if (open.contains(pair) && !has_many(pair.first) && !has_many(pair.second))
      ranked.push_back({flows, {pair.first, pair.second}});
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& one, const auto& other) { return one.first > other.first; });
  for (const auto& [flows, pair] : ranked) doubts.pairs.push_back(pair);
  return doubts;
}

std::vector<Pair> confirming_round(const Evidence& evidence, const Doubts& doubts,
                                   const Confirming& how) {
  Matching round(evidence);
  Partners partners(evidence, doubts.good, how.seed);
  for (const Pair& pair : doubts.pairs) {
    if (!round.is_free(pair.a) || !round.is_free(pair.b)) continue;
    if (how.swap_neighbours && swap(evidence.fabric(), pair, partners, round)) continue;
    round.add(pair);
  }
  for (const std::int32_t node : in_random_order(doubts.nodes, how.seed + 1)) {
    if (!round.is_free(node)) continue;
    std::int32_t partner = -1;
    if (how.prefer_same_leaf && !is_good(evidence, node))
      partner = partners.near(evidence.fabric(), round, node, node);
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
