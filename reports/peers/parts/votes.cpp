#include "reports/peers/parts/votes.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "reports/peers/parts/families.hpp"

namespace assay::peers {
namespace {

constexpr std::size_t kLeastVoters = 3;
constexpr std::size_t kLeastNodes = 2;  // that must agree before a word explains their digest

struct Ballot {
  std::uint32_t digests, node;
  std::uint64_t digest;
};

using Polls =
    std::map<std::tuple<std::string_view, std::string_view, std::uint32_t>, std::vector<Ballot>>;

Polls collect(const Night& night) {
  Polls polls;
  for (std::size_t i = 0; i < night.digests.size(); ++i) {
    const NightDigests& digests = night.digests[i];
    for (std::size_t node = 0; node < night.nodes(); ++node) {
      if (digests.present[node] == 0) continue;
      const std::uint32_t sku =
          night.sku.word_of.empty() ? NodeWords::kNotSaid : night.sku.word_of[node];
      polls[{digests.test, digests.key, sku}].push_back(
          {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(node), digests.digest[node]});
    }
  }
  return polls;
}

/// A word of which most voters have `digest`, while nobody of another word has it; "" if none is.
std::string explanation(const Night& night, const std::vector<Ballot>& ballots,
                        std::uint64_t digest) {
  for (const NodeWords& words : night.identity) {
    if (words.word_of.empty()) continue;
    std::set<std::uint32_t> theirs;
    std::set<std::uint32_t> nodes;
    for (const Ballot& ballot : ballots)
      if (ballot.digest == digest) {
        theirs.insert(words.word_of[ballot.node]);
        nodes.insert(ballot.node);
      }
    if (nodes.size() < kLeastNodes || theirs.size() != 1) continue;
    const std::uint32_t word = *theirs.begin();
    if (word == NodeWords::kNotSaid) continue;
    std::size_t voters = 0;
    std::size_t agree = 0;
    for (const Ballot& ballot : ballots) {
      if (words.word_of[ballot.node] != word) continue;
      ++voters;
      agree += ballot.digest == digest ? 1U : 0U;
    }
    if (2 * agree > voters) return words.name + " " + words.words[word];
  }
  return {};
}

void count(const Night& night, const std::vector<Ballot>& ballots,
           std::vector<DigestDissent>& dissents) {
  std::map<std::uint64_t, std::size_t> votes;
  for (const Ballot& ballot : ballots) ++votes[ballot.digest];
  if (votes.size() < 2) return;
  const auto elected = std::max_element(
      votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::map<std::uint64_t, std::string> explained;
  bool settled = true;
  for (const auto& [digest, n] : votes) {
    if (digest == elected->first) continue;
    explained[digest] = explanation(night, ballots, digest);
    settled = settled && !explained[digest].empty();
  }
  const bool majority = 2 * elected->second > ballots.size() && ballots.size() >= kLeastVoters;
  settled = settled || majority;
  for (const Ballot& ballot : ballots) {
    if (settled && ballot.digest == elected->first) continue;
    DigestDissent dissent{.digests = ballot.digests, .node = ballot.node, .digest = ballot.digest};
    dissent.elected = elected->first;
    dissent.votes = elected->second;
    dissent.voters = ballots.size();
    dissent.explained = explained[ballot.digest];
    dissent.kind = DigestDissent::Kind::corruption;
    if (!dissent.explained.empty()) dissent.kind = DigestDissent::Kind::drift;
    if (!settled) dissent.kind = DigestDissent::Kind::undecided;
    dissents.push_back(std::move(dissent));
  }
}

void drift_of(const NodeWords& words, const Group& group, std::vector<IdentityDrift>& drifts) {
  const Partition parts = partition(words, group);
  if (parts.classes.size() < 2) return;
  const Partition::Class& most = parts.classes.front();
  const bool majority =
      2 * most.members.size() > group.nodes.size() && most.word != NodeWords::kNotSaid;
  for (const Partition::Class& part : parts.classes) {
    if (majority && &part == &most) continue;
    IdentityDrift drift{.sku = group.sku, .what = words.name};
    if (part.word != NodeWords::kNotSaid) drift.word = words.words[part.word];
    if (majority) {
      drift.majority = words.words[most.word];
      drift.majority_nodes = most.members.size();
    }
    drift.nodes.reserve(part.members.size());
    for (const std::uint32_t member : part.members) drift.nodes.push_back(group.nodes[member]);
    drifts.push_back(std::move(drift));
  }
}

}  // namespace

std::vector<DigestDissent> vote(const Night& night) {
  std::vector<DigestDissent> dissents;
  for (const auto& [key, ballots] : collect(night)) count(night, ballots, dissents);
  return dissents;
}

std::vector<IdentityDrift> identity_drift(const Night& night) {
  std::vector<IdentityDrift> drifts;
  for (const Group& group : groups(night))
    for (const NodeWords& words : night.identity) drift_of(words, group, drifts);
  return drifts;
}

}  // namespace assay::peers
