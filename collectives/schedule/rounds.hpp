#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace assay::schedule {

/// Two nodes that send to each other at the same time.
struct Pair {
  std::int32_t a = 0, b = 0;
  friend bool operator==(const Pair&, const Pair&) = default;
};

/// Rounds in which every two of `n` nodes meet exactly once: n - 1 for even n, n for odd n (one
/// node rests in each), 0 for fewer than two.
[[nodiscard]] std::int32_t tournament_rounds(std::int32_t n);

/// Round `round` of the tournament of `n` nodes by the circle method: one place stays, the others
/// turn by one a round. Pairs are disjoint; costs O(n) and no memory of other rounds. Throws Error
/// if there is no such round.
[[nodiscard]] std::vector<Pair> tournament_round(std::int32_t n, std::int32_t round);

/// 0 .. n - 1 in an order that depends on `seed` alone.
[[nodiscard]] std::vector<std::int32_t> shuffled(std::int32_t n, std::uint64_t seed);

/// Random disjoint pairs, round after round: the rounds of a tournament among shuffled nodes, in
/// shuffled order. No two nodes meet twice within tournament_rounds() rounds.
class RandomRounds {
 public:
  RandomRounds(std::int32_t n, std::uint64_t seed);
  /// Costs O(n). Begins again after the last.
  [[nodiscard]] std::vector<Pair> next();

 private:
  std::vector<std::int32_t> nodes_, rounds_;
  std::size_t at_ = 0;
};

/// Random disjoint pairs within groups, `group_of[node]`; negative: no group. Nodes without a
/// partner in their group are paired with each other, the last of an odd number rests.
[[nodiscard]] std::vector<Pair> pairs_within(std::span<const std::int32_t> group_of,
                                             std::uint64_t seed);

}  // namespace assay::schedule
