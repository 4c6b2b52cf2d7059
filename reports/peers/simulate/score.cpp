#include "reports/peers/simulate/score.hpp"

#include <set>
#include <string>
#include <vector>

namespace assay::peers {
namespace {

void score_subjects(const FleetTruth& truth, const PeerJudgement& judgement, std::size_t nodes,
                    PeerScore& score, std::vector<std::uint8_t>& warned) {
  for (const PeerSubject& subject : judgement.subjects) {
    const bool faulty = truth.faulty[subject.slot * nodes + subject.node] != 0;
    if (faulty) {
      ++score.warned;
      score.failed += subject.confirmed ? 1U : 0U;
    } else if (!truth.faulty_node(subject.node, nodes) && truth.bad_rack[subject.node] == 0) {
      warned[subject.node] |= subject.confirmed ? 3U : 1U;
    }
  }
}

void score_groups(const FleetTruth& truth, const PeerJudgement& judgement, PeerScore& score,
                  std::vector<std::uint8_t>& warned) {
  std::set<std::string> racks;
  for (const PeerSplit& split : judgement.splits) {
    bool right = split.what == "driver";
    for (const std::uint32_t node : split.nodes) right = right && truth.firmware[node] != 0;
    ++(right ? score.splits : score.false_splits);
    for (const std::uint32_t node : split.nodes)
      if (!right) warned[node] |= 1U;
  }
  for (const PeerPlace& place : judgement.places) {
    bool right = place.what == "rack";
    for (const std::uint32_t node : place.nodes) right = right && truth.bad_rack[node] != 0;
    if (right) racks.insert(place.word);
    if (right) continue;
    ++score.false_places;
    for (const std::uint32_t node : place.nodes) warned[node] |= 1U;
  }
  score.racks = racks.size();
}

}  // namespace

PeerScore& PeerScore::operator+=(const PeerScore& other) {
  faults += other.faults;
  warned += other.warned;
  failed += other.failed;
  suspected += other.suspected;
  healthy += other.healthy;
  false_warn += other.false_warn;
  false_fail += other.false_fail;
  splits += other.splits;
  false_splits += other.false_splits;
  racks += other.racks;
  false_places += other.false_places;
  suspects += other.suspects;
  digests += other.digests;
  false_digests += other.false_digests;
  return *this;
}

PeerScore score(const Fleet& fleet, const PeerJudgement& judgement) {
  const FleetTruth& truth = fleet.truth();
  const std::size_t nodes = fleet.plan().nodes;
  PeerScore score;
  std::vector<std::uint8_t> warned(nodes, 0);
  for (const std::uint8_t faulty : truth.faulty) score.faults += faulty;
  score_subjects(truth, judgement, nodes, score, warned);
  score_groups(truth, judgement, score, warned);
  for (std::size_t node = 0; node < nodes; ++node) {
    if (truth.faulty_node(node, nodes)) continue;
    ++score.healthy;
    score.false_warn += warned[node] & 1U;
    score.false_fail += warned[node] >> 1U;
  }
  score.suspects = judgement.suspects.size();
  if (score.suspects > 0) score.suspected = score.faults - score.warned;
  for (const DigestDissent& dissent : judgement.digests) {
    // Digests stand one a GPU, in the order of the slots.
    const bool right = truth.wrong_digest[dissent.digests * nodes + dissent.node] != 0 &&
                       dissent.kind == DigestDissent::Kind::corruption;
    ++(right ? score.digests : score.false_digests);
  }
  return score;
}

}  // namespace assay::peers
