#include "reports/peers/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text.hpp"
#include "reports/peers/parts/tail.hpp"

namespace assay {
namespace {

std::string name_of(const NightColumn& column) {
  const std::string name = column.test + "." + column.metric;
  return column.params.empty() ? name : name + " (" + column.params + ")";
}

std::string number(double value, const NightColumn& column) {
  return fmt::format("{:.4g} {}", value, symbol(column.unit));
}

std::string apart(double value, double from) {
  if (from == 0) return fmt::format("{:.3g} {}", std::abs(value), value < 0 ? "below" : "above");
  return fmt::format("{:.1f} % {}", 100 * std::abs(value / from - 1),
                     value < from ? "below" : "above");
}

ReasonId id_of(const PeerOutlier& outlier) {
  if (outlier.confirmed) return "peer-outlier-confirmed";
  return outlier.evidence == PeerEvidence::drift ? ReasonId("peer-decline")
                                                 : ReasonId("peer-outlier");
}

ReasonId id_of(DigestDissent::Kind kind) {
  switch (kind) {
    case DigestDissent::Kind::corruption:
      return "digest-dissent";
    case DigestDissent::Kind::drift:
      return "digest-drift";
    case DigestDissent::Kind::undecided:
      break;
  }
  return "digest-undecided";
}

std::string evidence_of(const PeerOutlier& outlier) {
  switch (outlier.evidence) {
    case PeerEvidence::nights:
      return fmt::format("{:.1f} robust standard deviations in the mean of {} nights",
                         std::abs(outlier.z), outlier.nights);
    case PeerEvidence::drift:
      return fmt::format("declining against its own past (CUSUM {:.1f})", std::abs(outlier.z));
    case PeerEvidence::tonight:
      break;
  }
  return fmt::format("{:.1f} robust standard deviations", std::abs(outlier.z));
}

/// The worst outlier that is confirmed, or else the worst.
const PeerOutlier& telling(const PeerSubject& subject) {
  const auto confirmed = std::find_if(subject.outliers.begin(), subject.outliers.end(),
                                      [](const PeerOutlier& outlier) { return outlier.confirmed; });
  return confirmed == subject.outliers.end() ? subject.outliers.front() : *confirmed;
}

void set_limit(PeerReason& reason, const PeerOutlier& outlier, const NightColumn& column) {
  if (outlier.evidence != PeerEvidence::tonight || !(outlier.threshold > 0)) return;
  const peers::TailFit tail{.freedom = outlier.freedom, .factor = outlier.tail_factor};
  const double reach = tail.reach(outlier.threshold) * outlier.scale;
  const bool higher = column.better == Better::higher;
  reason.op = higher ? ">=" : "<=";
  reason.limit = outlier.location + (higher ? -reach : reach);
}

PeerReason about(const Night& night, std::uint32_t node, ReasonId id, std::uint32_t column) {
  PeerReason reason{.node = node, .id = id, .subject = "node"};
  reason.test = night.columns[column].test;
  reason.metric = night.columns[column].metric;
  reason.unit = night.columns[column].unit;
  return reason;
}

void add_subject(const Night& night, const PeerSubject& subject, std::vector<PeerReason>& reasons) {
  const PeerOutlier& worst = telling(subject);
  const NightColumn& column = night.columns[worst.column];
  PeerReason reason = about(night, subject.node, id_of(worst), worst.column);
  reason.subject = night.slots[subject.slot].label;
  reason.measured = worst.measured;
  set_limit(reason, worst, column);
  reason.source = fmt::format("{} peers, median {}, spread {}", worst.peers,
                              number(worst.location, column), number(worst.scale, column));
  reason.text =
      fmt::format("{} is {} the median of {} peers: {}, p {:.1g}", name_of(column),
                  apart(worst.measured, worst.location), worst.peers, evidence_of(worst), worst.p);
  if (subject.outliers.size() > 1)
    reason.text +=
        fmt::format("; {} more of its metrics are outliers", subject.outliers.size() - 1);
  if (worst.confirmed) reason.text += "; a re-test showed it again";
  reasons.push_back(std::move(reason));
}

void add_split(const Night& night, const PeerSplit& split, std::vector<PeerReason>& reasons) {
  const NightColumn& column = night.columns[split.column];
  std::string words = split.what + " " + split.word;
  if (!split.also.empty()) words += ", " + joined(split.also, ", ");
  for (const std::uint32_t node : split.nodes) {
    PeerReason reason = about(night, node, "peer-split", split.column);
    reason.measured = split.median;
    reason.source = fmt::format("{} {}, median {}", split.what, split.majority,
                                number(split.majority_median, column));
    reason.text = fmt::format(
        "{}: {} nodes with {} have a median {} that of {} {}", name_of(column), split.nodes.size(),
        words, apart(split.median, split.majority_median), split.what, split.majority);
    reasons.push_back(std::move(reason));
  }
}

void add_place(const Night& night, const PeerPlace& place, std::vector<PeerReason>& reasons) {
  const NightColumn& column = night.columns[place.column];
  for (const std::uint32_t node : place.nodes) {
    PeerReason reason = about(night, node, "peer-place", place.column);
    reason.measured = place.median;
    reason.source = fmt::format("other places, median {}", number(place.others_median, column));
    reason.text = fmt::format("{}: all of {} {} ({} nodes) lies {} the other places",
                              name_of(column), place.what, place.word, place.nodes.size(),
                              apart(place.median, place.others_median));
    reasons.push_back(std::move(reason));
  }
}

void add_identity(const IdentityDrift& drift, std::vector<PeerReason>& reasons) {
  for (const std::uint32_t node : drift.nodes) {
    PeerReason reason{
        .node = node, .id = "identity-drift", .subject = "node", .metric = drift.what};
    reason.text = drift.word.empty() ? drift.what + " is not said"
                                     : fmt::format("{} is {}", drift.what, drift.word);
    if (drift.majority.empty())
      reason.text += "; no version has a majority";
    else
      reason.text +=
          fmt::format("; {} nodes of this SKU have {}", drift.majority_nodes, drift.majority);
    reason.source = "majority of the SKU";
    reasons.push_back(std::move(reason));
  }
}

void add_dissent(const Night& night, const DigestDissent& dissent,
                 std::vector<PeerReason>& reasons) {
  const NightDigests& digests = night.digests[dissent.digests];
  PeerReason reason{
      .node = dissent.node, .id = id_of(dissent.kind), .subject = night.slots[digests.slot].label};
  reason.test = digests.test;
  reason.metric = digests.key;
  reason.source = fmt::format("{} of {} votes", dissent.votes, dissent.voters);
  reason.text = fmt::format("digest {:016x}, where {} of {} say {:016x}", dissent.digest,
                            dissent.votes, dissent.voters, dissent.elected);
  if (!dissent.explained.empty())
    reason.text += "; those with " + dissent.explained + " agree on it";
  reasons.push_back(std::move(reason));
}

std::string told(const PeerPopulation& population, const NightColumn& column) {
  std::string text = fmt::format("{} values of {} nodes, median {}", population.values,
                                 population.nodes, number(population.median, column));
  if (!population.shared.empty()) text += ", sharing " + joined(population.shared, ", ");
  return text;
}

}  // namespace

std::vector<PeerReason> reasons_of(const Night& night, const PeerJudgement& judgement) {
  std::vector<PeerReason> reasons;
  for (const PeerSubject& subject : judgement.subjects) add_subject(night, subject, reasons);
  for (const DigestDissent& dissent : judgement.digests) add_dissent(night, dissent, reasons);
  for (const PeerSplit& split : judgement.splits) add_split(night, split, reasons);
  for (const PeerPlace& place : judgement.places) add_place(night, place, reasons);
  for (const IdentityDrift& drift : judgement.identity) add_identity(drift, reasons);
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const PeerReason& a, const PeerReason& b) { return a.node < b.node; });
  return reasons;
}

std::vector<std::string> suspicions(const Night& night, const PeerJudgement& judgement) {
  std::vector<std::string> notes;
  for (const PeerSuspect& suspect : judgement.suspects) {
    const NightColumn& column = night.columns[suspect.column];
    notes.push_back(
        fmt::format("{}: {:.0f} % of the values stand apart, nobody is accused: {}; against {}",
                    name_of(column), 100 * suspect.share, told(suspect.apart, column),
                    told(suspect.main, column)));
  }
  return notes;
}

std::vector<std::string> fleet_notes(const Night& night, const PeerJudgement& judgement) {
  std::vector<std::string> notes;
  notes.reserve(judgement.slots.size() + 1);
  for (const PeerPlace& slot : judgement.slots)
    notes.push_back(fmt::format("{}: {} is {} the other slots on all nodes",
                                name_of(night.columns[slot.column]), slot.word,
                                apart(slot.median, slot.others_median)));
  if (!judgement.alone.empty())
    notes.push_back(
        fmt::format("{} metrics (by slot) had too few peers to compare", judgement.alone.size()));
  return notes;
}

}  // namespace assay
