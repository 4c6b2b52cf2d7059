#include "reports/fleet/peer_reasons.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "reports/judge/reasons.hpp"
#include "reports/profile/quantity.hpp"

namespace assay::fleet {
namespace {

std::string shown(double value, const NightColumn& column) {
  return format_quantity(value, column.unit, 4);
}

std::string named(const NightColumn& column) {
  return column.params.empty()
             ? fmt::format("{}.{}", column.test, column.metric)
             : fmt::format("{}.{} ({})", column.test, column.metric, column.params);
}

/// Adds reasons to nodes of the night.
class Accuser {
 public:
  explicit Accuser(FleetRead& fleet) : fleet_(fleet), night_(fleet.night) {}

  void accuse(const PeerSubject& subject) {
    const PeerOutlier& worst = subject.outliers.front();
    const NightColumn& column = night_.columns[worst.column];
    std::string text = fmt::format(
        "{} is {}, {:.1f} standard deviations worse than the {} of its {} peers", named(column),
        shown(worst.measured, column), -worst.z, shown(worst.location, column), worst.peers);
    if (worst.evidence == PeerEvidence::nights) text += ", over several nights";
    if (worst.evidence == PeerEvidence::drift) text += ", and declines from night to night";
    if (subject.outliers.size() > 1)
      text += fmt::format("; so are {} other metrics of it", subject.outliers.size() - 1);
    Reason reason =
        make_reason(subject.confirmed ? "peer-outlier-confirmed" : "peer-outlier", text);
    put(reason, column, night_.slots[subject.slot].label);
    reason.measured = worst.measured;
    reason.unit = column.unit;
    add(subject.node, std::move(reason));
  }

  void accuse(const PeerSplit& split) {
    const NightColumn& column = night_.columns[split.column];
    const std::string text =
        fmt::format("{} is {} on the {} nodes of {} {} and {} on those of {}", named(column),
                    shown(split.median, column), split.nodes.size(), split.what, split.word,
                    shown(split.majority_median, column), split.majority);
    add_all(split.nodes, "population-drift", column, text);
  }

  void accuse(const PeerPlace& place) {
    const NightColumn& column = night_.columns[place.column];
    add_all(place.nodes, "place-apart", column,
            fmt::format("{} is {} on all of {} {} and {} elsewhere", named(column),
                        shown(place.median, column), place.what, place.word,
                        shown(place.others_median, column)));
  }

  void accuse(const IdentityDrift& drift) {
    const std::string majority =
        drift.majority.empty()
            ? "and no word is that of most nodes"
            : fmt::format("{} of {} nodes", drift.majority, drift.majority_nodes);
    for (const std::uint32_t node : drift.nodes) {
      Reason reason = make_reason(
          "identity-drift", fmt::format("{} is {}, {}", drift.what,
                                        drift.word.empty() ? "not said" : drift.word, majority));
      reason.metric = drift.what;
      add(node, std::move(reason));
    }
  }

  void accuse(const DigestDissent& dissent) {
    using Kind = DigestDissent::Kind;
    const NightDigests& digests = night_.digests[dissent.digests];
    const std::string_view id = dissent.kind == Kind::corruption ? "digest-dissent"
                                : dissent.kind == Kind::drift    ? "digest-drift"
                                                                 : "digest-undecided";
    std::string text = fmt::format("{} is {:#018x}", digests.key, dissent.digest);
    if (dissent.kind != Kind::undecided)
      text +=
          fmt::format(", {} of {} have {:#018x}", dissent.votes, dissent.voters, dissent.elected);
    if (!dissent.explained.empty()) text += "; so have all of " + dissent.explained;
    Reason reason = make_reason(id, text);
    reason.test = digests.test;
    reason.subject = night_.slots[digests.slot].label;
    add(dissent.node, std::move(reason));
  }

 private:
  static void put(Reason& reason, const NightColumn& column, const std::string& subject) {
    reason.test = column.test;
    reason.metric = column.metric;
    reason.subject = subject;
    reason.source = "peers";
  }

  void add_all(const std::vector<std::uint32_t>& nodes, std::string_view id,
               const NightColumn& column, const std::string& text) {
    for (const std::uint32_t node : nodes) {
      Reason reason = make_reason(id, text);
      put(reason, column, "");
      add(node, std::move(reason));
    }
  }

  void add(std::uint32_t node, Reason reason) {
    fleet_.nodes[fleet_.node_of[node]].add(std::move(reason));
  }

  FleetRead& fleet_;
  const Night& night_;
};

std::string population(const PeerPopulation& part, const NightColumn& column) {
  std::string text = fmt::format("{} values on {} nodes around {}", part.values, part.nodes,
                                 shown(part.median, column));
  if (!part.shared.empty()) text += fmt::format(" ({})", fmt::join(part.shared, ", "));
  return text;
}

}  // namespace

void add_peer_reasons(const PeerJudgement& peers, FleetRead& fleet) {
  Accuser accuser(fleet);
  for (const PeerSubject& subject : peers.subjects) accuser.accuse(subject);
  for (const PeerSplit& split : peers.splits) accuser.accuse(split);
  for (const PeerPlace& place : peers.places) accuser.accuse(place);
  for (const IdentityDrift& drift : peers.identity) accuser.accuse(drift);
  for (const DigestDissent& dissent : peers.digests) accuser.accuse(dissent);
}

std::vector<Retest> peer_retests(const PeerJudgement& peers, const FleetRead& fleet) {
  std::vector<Retest> retests;
  retests.reserve(peers.retests.size());
  for (const PeerRetest& retest : peers.retests)
    retests.push_back(
        {fleet.night.hostnames[retest.node], retest.test, fleet.night.slots[retest.slot].label});
  return retests;
}

std::vector<std::string> peer_suspicions(const PeerJudgement& peers, const Night& night) {
  std::vector<std::string> texts;
  for (const PeerSuspect& suspect : peers.suspects) {
    const NightColumn& column = night.columns[suspect.column];
    texts.push_back(fmt::format("{}: {:.1f} % of the values stand apart: {}; {}", named(column),
                                100 * suspect.share, population(suspect.main, column),
                                population(suspect.apart, column)));
  }
  return texts;
}

}  // namespace assay::fleet
