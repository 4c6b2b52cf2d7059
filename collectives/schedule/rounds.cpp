#include "collectives/schedule/rounds.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "core/philox.hpp"

namespace assay::schedule {

std::int32_t tournament_rounds(std::int32_t n) {
  if (n < 2) return 0;
  return n % 2 == 0 ? n - 1 : n;
}

std::vector<Pair> tournament_round(std::int32_t n, std::int32_t round) {
  if (round < 0 || round >= tournament_rounds(n))
    throw Error("a tournament of " + std::to_string(n) + " has no round " + std::to_string(round));
  // With an odd number the place that stays is empty, and who would meet it rests.
  const std::int32_t turning = n % 2 == 0 ? n - 1 : n;
  std::vector<Pair> pairs;
  pairs.reserve(static_cast<std::size_t>(n / 2));
  if (n % 2 == 0) pairs.push_back({n - 1, round});
  for (std::int32_t i = 1; i <= (turning - 1) / 2; ++i)
    pairs.push_back({(round + i) % turning, (round - i + turning) % turning});
  return pairs;
}

std::vector<std::int32_t> shuffled(std::int32_t n, std::uint64_t seed) {
  std::vector<std::int32_t> order(static_cast<std::size_t>(n < 0 ? 0 : n));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i) {
    const auto j = static_cast<std::size_t>(random_uniform(seed, i) * static_cast<double>(i));
    std::swap(order[i - 1], order[j]);
  }
  return order;
}

RandomRounds::RandomRounds(std::int32_t n, std::uint64_t seed)
    : nodes_(shuffled(n, random_bits(seed, 0))),
      rounds_(shuffled(tournament_rounds(n), random_bits(seed, 1))) {}

std::vector<Pair> RandomRounds::next() {
  if (rounds_.empty()) return {};
  std::vector<Pair> pairs =
      tournament_round(static_cast<std::int32_t>(nodes_.size()), rounds_[at_++ % rounds_.size()]);
  for (Pair& pair : pairs)
    pair = {nodes_[static_cast<std::size_t>(pair.a)], nodes_[static_cast<std::size_t>(pair.b)]};
  return pairs;
}

std::vector<Pair> pairs_within(std::span<const std::int32_t> group_of, std::uint64_t seed) {
  std::int32_t groups = 0;
  for (const std::int32_t group : group_of) groups = std::max(groups, group + 1);
  std::vector<std::int32_t> waiting(static_cast<std::size_t>(groups), -1);
  std::vector<Pair> pairs;
  std::int32_t alone = -1;
  const auto meet = [&](std::int32_t& other, std::int32_t node) {
    if (other < 0) {
      other = node;
      return;
    }
    pairs.push_back({other, node});
    other = -1;
  };
  for (const std::int32_t node : shuffled(static_cast<std::int32_t>(group_of.size()), seed)) {
    const std::int32_t group = group_of[static_cast<std::size_t>(node)];
    meet(group < 0 ? alone : waiting[static_cast<std::size_t>(group)], node);
  }
  for (const std::int32_t node : waiting)
    if (node >= 0) meet(alone, node);
  return pairs;
}

}  // namespace assay::schedule
