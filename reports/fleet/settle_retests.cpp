#include "reports/fleet/settle_retests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "reports/catalogue/make_reason.hpp"
#include "reports/fleet/find_again.hpp"
#include "reports/fleet/night_date.hpp"
#include "reports/peers/retest.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/summary.hpp"

namespace assay::fleet {
namespace {

std::string run_in_words(const std::string& report, const std::string& run,
                         const std::string& date) {
  std::string text = report.empty() ? "a report without a name" : report;
  std::string about;
  if (!run.empty()) about = "run " + run;
  if (!date.empty()) about += (about.empty() ? "" : ", ") + date;
  return about.empty() ? text : text + " (" + about + ")";
}

std::string first_in_words(const Retest& retest) {
  return run_in_words(retest.report, retest.run, retest.date);
}

std::string name_of(const Retest& retest, const RetestValue& value) {
  const std::string name = retest.test + "." + value.metric;
  return value.params.empty() ? name : name + " (" + value.params + ")";
}

/// One value, measured again.
struct Look {
  const RetestValue* value;
  const NightColumn* column;
  std::uint32_t index;  ///< of the column
  double again;
  SecondLook look;
};

class Settler {
 public:
  Settler(FleetRead& fleet, PeerJudgement* peers, const PeerRules& rules)
      : fleet_(fleet), peers_(peers), rules_(rules), found_(fleet.night) {}

  SettledRetests settle(const std::vector<Retest>& list) {
    count_listed(list);
    for (const Retest& retest : list)
      if (retest.values.empty())
        settle_unknown(retest);
      else
        settle_outlier(retest);
    tell(list.size());
    take_out_of_peers();
    return std::move(settled_);
  }

 private:
  /// Re-tests of few suspects are no peers to each other.
  void count_listed(const std::vector<Retest>& list) {
    std::set<std::uint32_t> listed;
    for (const Retest& retest : list)
      if (const auto node = found_.node(retest.node)) listed.insert(*node);
    tonight_counts_ = 2 * listed.size() < fleet_.night.nodes();
  }

  FleetNode& node_of(std::uint32_t node) { return fleet_.nodes[fleet_.node_of[node]]; }

  void settle_outlier(const Retest& retest) {
    const auto seat = found_.seat(retest);
    if (!seat) return leave_open(retest, found_.why_not(retest));
    const FleetNode& node = node_of(seat->node);
    if (is_same_run(retest, node))
      return leave_open(retest, "the same run was judged again, which is no re-test");
    std::vector<Look> looks;
    for (const RetestValue& value : retest.values)
      if (const auto column = found_.column(retest.test, value, *seat))
        looks.push_back(look(value, *column, seat->node));
    if (looks.empty()) return leave_open(retest, "its report has no such value");
    if (is_same_file(retest, node, looks))
      return leave_open(retest, "the same results were judged again, which is no re-test");
    const auto worst = std::min_element(
        looks.begin(), looks.end(), [](const Look& a, const Look& b) { return a.look < b.look; });
    if (worst->look == SecondLook::cleared && looks.size() < retest.values.size())
      return leave_open(retest, "only some of its values were measured again");
    conclude(retest, *seat, *worst);
    if (worst->look != SecondLook::cleared)
      for (const Look& one : looks) said_.emplace(seat->node, one.index);
  }

  static bool is_same_run(const Retest& retest, const FleetNode& node) {
    return !retest.run.empty() && retest.run == node.run;
  }

  /// Of results that name no run.
  static bool is_same_file(const Retest& retest, const FleetNode& node,
                           const std::vector<Look>& looks) {
    return retest.run.empty() && node.run.empty() && retest.report == node.source &&
           std::all_of(looks.begin(), looks.end(),
                       [](const Look& one) { return one.again == one.value->outlier.measured; });
  }

  Look look(const RetestValue& value, std::uint32_t column, std::uint32_t node) const {
    const NightColumn& of = fleet_.night.columns[column];
    const double again = fleet_.night.column(column)[node];
    SecondLook found = look_again(value.outlier, of, again, rules_, value.fail_chance);
    if (found != SecondLook::cleared && is_well_tonight(column, node)) found = SecondLook::cleared;
    return {&value, &of, column, again, found};
  }

  /// The whole fleet may have slowed down since.
  [[nodiscard]] bool is_well_tonight(std::uint32_t column, std::uint32_t node) const {
    constexpr float worse = -3;  // scales: once in 740 healthy values
    if (peers_ == nullptr || !tonight_counts_ || peers_->standings.empty()) return false;
    return peers_->standings[column * fleet_.night.nodes() + node] > worse;
  }

  void conclude(const Retest& retest, const Seat& seat, const Look& look) {
    FleetNode& node = node_of(seat.node);
    const std::string second =
        run_in_words(node.source, node.run, date_of(fleet_.night, seat.node));
    const Unit unit = look.column->unit;
    const std::string facts =
        fmt::format("{} is {} again in {}, after {} in {}; the median of {} peers was {}",
                    name_of(retest, *look.value), quantity(look.again, unit), second,
                    quantity(look.value->outlier.measured, unit), first_in_words(retest),
                    look.value->outlier.peers, quantity(look.value->outlier.location, unit));
    if (look.look == SecondLook::cleared) {
      ++settled_.cleared;
      cleared_.push_back(fmt::format("{} {}: {}", node.name, retest.subject, facts));
      return;
    }
    const bool confirmed = look.look == SecondLook::confirmed;
    ++(confirmed ? settled_.confirmed : settled_.undecided);
    if (!confirmed) settled_.to_repeat.push_back(retest);
    Reason reason = make_reason(
        confirmed ? ReasonId("peer-outlier-confirmed") : ReasonId("retest-undecided"), facts);
    reason.subject = fleet_.night.slots[look.column->slot].label;
    reason.test = retest.test;
    reason.metric = look.value->metric;
    reason.measured = look.again;
    reason.unit = unit;
    reason.source = "re-test of " + first_in_words(retest);
    node.add(std::move(reason));
  }

  /// What could not be told is told by the ordinary judgement, if the test was carried out.
  void settle_unknown(const Retest& retest) {
    const auto index = found_.node(retest.node);
    const FleetNode* node = index ? &node_of(*index) : fabric(retest.node);
    if (node == nullptr) return leave_open(retest, found_.why_not(retest));
    if (is_same_run(retest, *node))
      return leave_open(retest, "the same run was judged again, which is no re-test");
    const auto is_it = [&](const Reason& reason) {
      return reason.verdict == Verdict::unknown && reason.test == retest.test &&
             reason.subject == retest.subject;
    };
    if (std::any_of(node->reasons.begin(), node->reasons.end(), is_it))
      return leave_open(retest, "it still cannot be told");
    if (index && !found_.measured(*index, retest.test, retest.subject))
      return leave_open(retest, "its report has no value of that test");
    ++settled_.cleared;
    cleared_.push_back(fmt::format("{} {} {}: measured now, not told in {}", retest.node,
                                   retest.subject, retest.test, first_in_words(retest)));
  }

  void leave_open(const Retest& retest, const std::string& why) {
    ++settled_.open;
    settled_.to_repeat.push_back(retest);
    Reason reason =
        make_reason("retest-open", fmt::format("{} was to be measured again after {}, and {}",
                                               retest.test, first_in_words(retest), why));
    reason.subject = retest.subject;
    reason.test = retest.test;
    if (!retest.values.empty()) reason.metric = retest.values.front().metric;
    reason.source = "list of re-tests";
    named(retest.node).add(std::move(reason));
  }

  [[nodiscard]] const FleetNode* fabric(const std::string& name) const {
    const auto found =
        std::find_if(fleet_.nodes.begin(), fleet_.nodes.end(),
                     [&](const FleetNode& node) { return node.fabric && node.name == name; });
    return found == fleet_.nodes.end() ? nullptr : &*found;
  }

  FleetNode& named(const std::string& name) {
    const auto found =
        std::find_if(fleet_.nodes.begin(), fleet_.nodes.end(),
                     [&](const FleetNode& node) { return node.name == name && !node.fabric; });
    if (found != fleet_.nodes.end()) return *found;
    fleet_.nodes.push_back({.name = name, .verdict = Verdict::pass, .readable = false});
    return fleet_.nodes.back();
  }

  void tell(std::size_t all) {
    constexpr std::size_t shown = 20;
    settled_.notes.push_back(
        fmt::format("re-tests: {} on the list, {} confirmed, {} undecided, {} cleared, {} open",
                    all, settled_.confirmed, settled_.undecided, settled_.cleared, settled_.open));
    for (std::size_t i = 0; i < std::min(shown, cleared_.size()); ++i)
      settled_.notes.push_back("cleared by the re-test: " + cleared_[i]);
    if (cleared_.size() > shown)
      settled_.notes.push_back(
          fmt::format("{} more are cleared by their re-tests", cleared_.size() - shown));
  }

  void take_out_of_peers() {
    if (peers_ == nullptr) return;
    for (PeerSubject& subject : peers_->subjects)
      std::erase_if(subject.outliers, [&](const PeerOutlier& outlier) {
        return said_.contains({outlier.node, outlier.column});
      });
    std::erase_if(peers_->subjects,
                  [](const PeerSubject& subject) { return subject.outliers.empty(); });
  }

  FleetRead& fleet_;
  PeerJudgement* peers_;
  const PeerRules& rules_;
  FindAgain found_;
  bool tonight_counts_ = false;
  SettledRetests settled_;
  std::vector<std::string> cleared_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> said_;  ///< node and column
};

}  // namespace

SettledRetests settle_retests(const std::vector<Retest>& list, FleetRead& fleet,
                              PeerJudgement* peers, const PeerRules& rules) {
  return Settler(fleet, peers, rules).settle(list);
}

}  // namespace assay::fleet
