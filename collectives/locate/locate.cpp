#include "collectives/locate/locate.hpp"

#include <algorithm>
#include <utility>

#include "collectives/locate/confirm.hpp"
#include "collectives/locate/measurements.hpp"
#include "core/philox.hpp"

namespace assay::locate {
namespace {

using schedule::Pair;

constexpr std::int32_t kFewestNodes = 3;
constexpr std::int32_t kPartners = 3;
/// Rounds that look before the others confirm: one of them within leaves.
constexpr std::int32_t kScreening = 3;
/// The last rounds measure what is in doubt and nothing else, so that nothing new comes up that
/// cannot be confirmed any more.
constexpr std::int32_t kClosing = 2;

class Search {
 public:
  Search(const Fabric& fabric, PairProbe& probe, const LocateOptions& options)
      : fabric_(fabric), options_(options), cells_(fabric), measured_(fabric, probe) {}

  Findings run() {
    if (fabric_.size() < kFewestNodes) {
      Findings findings;
      findings.undecided.emplace_back("fewer than three nodes: nobody to compare with");
      return findings;
    }
    try {
      measure();
    } catch (const Ended& ended) {
      Findings findings = conclude();
      findings.undecided.emplace_back(ended.what());
      return findings;
    }
    return conclude();
  }

 private:
  [[nodiscard]] std::uint64_t seed() const {
    return random_bits(options_.seed, static_cast<std::uint64_t>(measured_.rounds()));
  }

  void measure() {
    if (fabric_.size() <= options_.all_pairs_up_to)
      measure_all_pairs();
    else
      measure_few_rounds();
  }

  [[nodiscard]] std::int32_t least_partners() const {
    return std::min(kPartners, fabric_.size() - 1);
  }

  void measure_all_pairs() {
    schedule::RandomRounds rounds(fabric_.size(), options_.seed);
    const std::int32_t all = schedule::tournament_rounds(fabric_.size());
    for (std::int32_t round = 0; round < all; ++round) measured_.add(rounds.next());
    for (std::int32_t round = 0; round < options_.confirming_rounds; ++round) {
      const Baseline baseline = learn_baseline(fabric_, measured_.flows());
      const std::vector<Flow> flows = measured_.on_answering_rails(baseline);
      Evidence evidence(fabric_, baseline, cells_, flows);
      (void)accuse(evidence, least_partners());
      const std::vector<Pair> open = judge_pairs(evidence).open;
      if (open.empty()) return;
      measured_.add(disjoint(open, fabric_.size()));
    }
  }

  /// Pairs below one leaf tell a bad uplink from bad adapters.
  std::vector<Pair> pairs_below_leaves() const {
    std::vector<std::int32_t> leaf_of;
    leaf_of.reserve(fabric_.nodes.size());
    for (std::int32_t node = 0; node < fabric_.size(); ++node)
      leaf_of.push_back(fabric_.leaf(fabric_.adapter(node, 0)));
    return schedule::pairs_within(leaf_of, seed());
  }

  void measure_few_rounds() {
    schedule::RandomRounds rounds(fabric_.size(), options_.seed);
    const bool has_leaves = !fabric_.topology.leaf_of.empty();
    for (std::int32_t round = 0; round < options_.rounds; ++round) {
      if (round >= kScreening)
        confirm(options_.rounds - round);
      else if (round == 1 && has_leaves)
        measured_.add(pairs_below_leaves());
      else
        measured_.add(rounds.next());
    }
  }

  void confirm(std::int32_t rounds_left) {
    const Baseline baseline = learn_baseline(fabric_, measured_.flows());
    const std::vector<Flow> flows = measured_.on_answering_rails(baseline);
    const Evidence evidence(fabric_, baseline, cells_, flows);
    const Confirming how{.swap_neighbours = rounds_left > kClosing,
                         .prefer_same_leaf = rounds_left == kClosing,
                         .fill = rounds_left > kClosing,
                         .seed = seed()};
    const std::vector<Pair> pairs = confirming_round(evidence, doubts(evidence), how);
    if (!pairs.empty()) measured_.add(pairs);
  }

  Findings conclude() {
    const Baseline baseline = learn_baseline(fabric_, measured_.flows());
    const std::vector<Flow> flows = measured_.on_answering_rails(baseline);
    Evidence evidence(fabric_, baseline, cells_, flows);
    Findings findings = measured_.summary(baseline);
    if (flows.empty()) {
      findings.undecided.emplace_back("no pair of nodes gave an answer");
      return findings;
    }
    findings.culprits = slow_rails(fabric_, baseline, measured_.flows());
    for (Culprit& culprit : culprits_of(evidence, accuse(evidence, least_partners())))
      findings.culprits.push_back(std::move(culprit));
    const PairFindings pairs = judge_pairs(evidence);
    for (const BadPair& pair : pairs.bad) findings.culprits.push_back(culprit_of(evidence, pair));
    std::stable_sort(findings.culprits.begin(), findings.culprits.end(),
                     [](const Culprit& one, const Culprit& other) {
                       return std::pair(one.kind, one.measured / one.expected) <
                              std::pair(other.kind, other.measured / other.expected);
                     });
    findings.undecided = open_questions(evidence, pairs, findings.culprits);
    findings.weakest = weakest(evidence, findings.culprits);
    return findings;
  }

  const Fabric& fabric_;
  const LocateOptions options_;
  Cells cells_;
  Measurements measured_;
};

}  // namespace

Findings locate(const Fabric& fabric, PairProbe& probe, const LocateOptions& options) {
  require_sound(fabric);
  return Search(fabric, probe, options).run();
}

}  // namespace assay::locate
