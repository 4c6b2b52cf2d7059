#include "collectives/locate/accuse.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

#include "core/stats.hpp"

namespace assay::locate {
namespace {

/// Of the flows through a bottleneck those with good other ends show what it lets through.
constexpr double kUpperQuartile = 0.75;
/// Of what passes the accused so much must be unexplained and slow: the few flows whose noise put
/// them below what explains the others accuse nobody.
constexpr double kLeastShare = 0.3;
/// A flow is slower than its cause explains if it is so many resolutions below it: at the tails of
/// the noise there are more flows than one would think.
constexpr double kBelowLevel = 2;

double least_explained(const Evidence& evidence, double level) {
  return level * (1 - kBelowLevel * evidence.baseline().resolution);
}

struct Ranked {
  std::int32_t slow = 0;
  Suspect suspect;
  /// A queue's top is its greatest: most explained, then the widest kind.
  friend bool operator<(const Ranked& one, const Ranked& other) {
    return std::tie(one.slow, other.suspect) < std::tie(other.slow, one.suspect);
  }
};

class Search {
 public:
  Search(Evidence& evidence, std::int32_t least_partners)
      : evidence_(evidence), least_partners_(least_partners) {
    std::set<Suspect> seen;
    for (const std::uint32_t flow : evidence.slow())
      for (const Suspect& suspect :
           suspects_of(evidence.fabric(), evidence.cells(), evidence.flows()[flow]))
        if (seen.insert(suspect).second) push(suspect);
  }

  std::vector<Accusation> run() {
    std::vector<Accusation> found;
    while (!queue_.empty()) {
      const Ranked top = queue_.top();
      queue_.pop();
      const std::int32_t slow = explains(evidence_, top.suspect);
      if (slow != top.slow) {
        push(top.suspect);  // others have explained some of it since
        continue;
      }
      Accusation accusation = accusation_of(top.suspect);
      if (!has_enough(accusation)) continue;
      accusation.ties = ties_with(top);
      explain(accusation);
      take_back_ties(accusation);
      found.push_back(std::move(accusation));
    }
    return found;
  }

 private:
  void push(const Suspect& suspect) {
    if (const std::int32_t slow = explains(evidence_, suspect); slow > 0)
      queue_.push({slow, suspect});
  }

  std::vector<std::uint32_t> slow_flows(const Suspect& suspect) const {
    std::vector<std::uint32_t> flows;
    for (const auto& part : parts_of(evidence_.fabric(), evidence_.cells(), suspect))
      for (const std::int32_t cell : part)
        for (const std::uint32_t flow : evidence_.passing(cell))
          if (evidence_.state(flow) == Evidence::State::slow) flows.push_back(flow);
    std::sort(flows.begin(), flows.end());
    flows.erase(std::unique(flows.begin(), flows.end()), flows.end());
    return flows;
  }

  Accusation accusation_of(const Suspect& suspect) const {
    Accusation accusation{.suspect = suspect, .flows = slow_flows(suspect)};
    std::vector<double> ratios;
    ratios.reserve(accusation.flows.size());
    for (const std::uint32_t flow : accusation.flows) ratios.push_back(evidence_.ratio(flow));
    std::sort(ratios.begin(), ratios.end());
    accusation.level = quantile(ratios, kUpperQuartile);
    return accusation;
  }

  /// One bad pair, measured again and again, must not become a bad end.
  bool has_enough(const Accusation& accusation) const {
    std::set<std::pair<std::int32_t, std::int32_t>> pairs;
    for (const std::uint32_t flow : accusation.flows) {
      const Flow& measured = evidence_.flows()[flow];
      pairs.insert(std::minmax(measured.from, measured.to));
    }
    if (std::cmp_less(pairs.size(), least_partners_)) return false;
    std::set<std::uint32_t> all;
    for (const auto& part : parts_of(evidence_.fabric(), evidence_.cells(), accusation.suspect))
      for (const std::int32_t cell : part) {
        const auto passing = evidence_.passing(cell);
        all.insert(passing.begin(), passing.end());
      }
    return static_cast<double>(accusation.flows.size()) >=
           kLeastShare * static_cast<double>(all.size());
  }

  std::vector<Suspect> ties_with(const Ranked& best) {
    std::vector<Suspect> ties;
    while (!queue_.empty() && queue_.top().slow == best.slow &&
           queue_.top().suspect.kind == best.suspect.kind) {
      const Suspect suspect = queue_.top().suspect;
      queue_.pop();
      if (explains(evidence_, suspect) == best.slow)
        ties.push_back(suspect);
      else
        push(suspect);
    }
    return ties;
  }

  /// What explains something of its own is no tie and stays in the queue.
  void take_back_ties(Accusation& accusation) {
    std::erase_if(accusation.ties, [&](const Suspect& tie) {
      const bool is_other = explains(evidence_, tie) > 0;
      if (is_other) push(tie);
      return is_other;
    });
  }

  void explain(const Accusation& accusation) {
    const double least = least_explained(evidence_, accusation.level);
    for (const std::uint32_t flow : accusation.flows)
      if (evidence_.ratio(flow) >= least) evidence_.explain(flow);
    if (accusation.suspect.kind == Kind::uplink && !evidence_.cells().routing_known())
      explain_outbound(accusation.suspect.index, least);
  }

  /// Where routing is not known, a bad uplink is seen by the adapter that it leads to; what leaves
  /// its leaf through it is slow too, but nobody can say which flows those are.
  void explain_outbound(std::int32_t adapter, double least) {
    const std::int32_t leaf = evidence_.fabric().leaf(adapter);
    for (const std::int32_t sender : evidence_.cells().below(leaf))
      for (const std::uint32_t flow :
           evidence_.passing(evidence_.cells().end(sender, Way::sending)[0]))
        if (evidence_.ratio(flow) >= least) evidence_.explain(flow);
  }

  Evidence& evidence_;
  std::int32_t least_partners_;
  std::priority_queue<Ranked> queue_;
};

/// Every slow flow of the accused that its level explains, whoever explained it first.
std::vector<std::uint32_t> accounts_for(const Evidence& evidence, const Accusation& accusation) {
  const double least = least_explained(evidence, accusation.level);
  std::set<std::uint32_t> flows;
  for (const auto& part : parts_of(evidence.fabric(), evidence.cells(), accusation.suspect))
    for (const std::int32_t cell : part)
      for (const std::uint32_t flow : evidence.passing(cell))
        if (evidence.state(flow) != Evidence::State::fast && evidence.ratio(flow) >= least)
          flows.insert(flow);
  return {flows.begin(), flows.end()};
}

/// What was found early may be accounted for by what was found later: a spine that leads to two bad
/// nodes and to nobody else. The widest kinds are looked at first.
void drop_superfluous(const Evidence& evidence, std::vector<Accusation>& accusations) {
  std::stable_sort(accusations.begin(), accusations.end(),
                   [](const Accusation& one, const Accusation& other) {
                     const auto is_end = [](Kind kind) { return kind != Kind::uplink; };
                     return std::pair(is_end(one.suspect.kind), one.suspect.kind) <
                            std::pair(is_end(other.suspect.kind), other.suspect.kind);
                   });
  std::vector<std::vector<std::uint32_t>> flows;
  std::vector<std::uint32_t> times(evidence.flows().size(), 0);
  for (const Accusation& accusation : accusations) {
    flows.push_back(accounts_for(evidence, accusation));
    for (const std::uint32_t flow : flows.back()) ++times[flow];
  }
  std::vector<Accusation> kept;
  for (std::size_t i = 0; i < accusations.size(); ++i) {
    const bool superfluous = std::all_of(flows[i].begin(), flows[i].end(),
                                         [&](std::uint32_t flow) { return times[flow] > 1; });
    if (superfluous)
      for (const std::uint32_t flow : flows[i]) --times[flow];
    else
      kept.push_back(std::move(accusations[i]));
  }
  accusations = std::move(kept);
}

}  // namespace

std::vector<Accusation> accuse(Evidence& evidence, std::int32_t least_partners) {
  std::vector<Accusation> found = Search(evidence, least_partners).run();
  drop_superfluous(evidence, found);
  return found;
}

}  // namespace assay::locate
