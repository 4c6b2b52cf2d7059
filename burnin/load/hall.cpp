#include "burnin/load/hall.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "core/error.hpp"
#include "core/number_text.hpp"

namespace assay {
namespace {

/// The power of one node or of many, as changes at times.
struct Change {
  double at_s, watts;
};

std::string text(double watts) { return number_text(watts) + " W"; }

/// Looks at one node that starts `delay_s` after the first. Of what repeats itself the same periods
/// are left out of every node: those in which all of them play the phase, and nothing is new.
class OneNode {
 public:
  OneNode(const Load& load, const NodePower& node, double at_once_s, double overlap_s,
          double delay_s)
      : load_(load), node_(node), at_once_s_(at_once_s), overlap_s_(overlap_s), delay_s_(delay_s) {}

  /// By the hall's time. Nothing where there are more than `most`.
  std::optional<std::vector<Change>> changes(std::size_t most) {
    double start = 0;
    for (const Phase& phase : load_.phases()) {
      const double end = start + phase.seconds;
      if (!play(phase, start, end, most)) return std::nullopt;
      start = end;
    }
    set(start, 0);
    return changes_;
  }

 private:
  void set(double at_s, double level) {
    if (level == level_) return;
    changes_.push_back({at_s + delay_s_, watts_at(node_, level) - watts_at(node_, level_)});
    level_ = level;
  }

  bool play(const Phase& phase, double start, double end, std::size_t most) {
    // What is done in between draws power, too: then the node stays where it is.
    if (phase.meanwhile != Mix{}) {
      set(start, phase.target);
      return true;
    }
    set(start, load_.level(start));
    if (phase.shape.name() == "ramp") return climb(start, end, most);
    const double period = phase.shape.period_s().value_or(0);
    const double margin = overlap_s_ + 4 * period;
    const double middle = end - start - 2 * margin;
    if (period <= 0 || middle < period) return edges(start, end, most);
    const double left_out = std::floor(middle / period) * period;
    const double pause = start + margin - delay_s_;
    return edges(start, pause, most) && edges(pause + left_out, end, most);
  }

  bool edges(double from, double to, std::size_t most) {
    set(from, load_.level(from));  // where an edge falls on the pause it is the pause's end
    for (auto next = load_.next_edge(from); next && *next < to; next = load_.next_edge(*next)) {
      set(*next, load_.level(*next));
      if (changes_.size() > most) return false;
    }
    return true;
  }

  /// In small steps, of which several are at once.
  bool climb(double start, double end, std::size_t most) {
    const double step_s = at_once_s_ / 4;
    const double steps = std::ceil((end - start) / step_s);
    if (!(steps <= static_cast<double>(most))) return false;
    for (std::size_t k = 1; k < static_cast<std::size_t>(steps); ++k) {
      const double t = start + static_cast<double>(k) * step_s;
      set(t, load_.level(t));
    }
    return changes_.size() <= most;
  }

  const Load& load_;
  const NodePower& node_;
  double at_once_s_, overlap_s_, delay_s_;
  double level_ = 0;
  std::vector<Change> changes_;
};

/// How many nodes start by which delay.
std::map<double, int> groups_of(const std::vector<double>& delays_s) {
  std::map<double, int> groups;
  for (const double delay : delays_s) ++groups[delay];
  return groups;
}

/// Highest less lowest within any stretch of `width_s`, of a power that changes at times: two
/// queues of what may still become the highest and the lowest.
class LargestStep {
 public:
  explicit LargestStep(double width_s) : width_s_(width_s) {}
  /// From `at_s` on it is `watts`.
  void add(double at_s, double watts) {
    forget_before(at_s - width_s_);
    while (!highest_.empty() && highest_.back().watts <= watts) highest_.pop_back();
    while (!lowest_.empty() && lowest_.back().watts >= watts) lowest_.pop_back();
    highest_.push_back({at_s, watts});
    lowest_.push_back({at_s, watts});
    step_w_ = std::max(step_w_, highest_.front().watts - lowest_.front().watts);
  }
  [[nodiscard]] double watts() const { return step_w_; }

 private:
  /// The last one before a stretch still holds at its beginning.
  void forget_before(double from_s) {
    for (auto* queue : {&highest_, &lowest_})
      while (queue->size() > 1 && (*queue)[1].at_s <= from_s) queue->pop_front();
  }
  double width_s_, step_w_ = 0;
  std::deque<Change> highest_, lowest_;
};

/// What it can be at most.
HallEstimate all_at_once(const Load& load, const NodePower& node, std::size_t nodes) {
  double most = 0;
  for (const Phase& phase : load.phases()) most = std::max(most, phase.target);
  const auto n = static_cast<double>(nodes);
  return {n * watts_at(node, most), n * (watts_at(node, most) - node.idle_w)};
}

}  // namespace

NodePower node_power(int devices, double limit_w, double idle_w, double host_w) {
  const bool good = devices >= 0 && std::isfinite(limit_w) && std::isfinite(host_w) &&
                    idle_w >= 0 && host_w >= 0 && limit_w >= idle_w;
  if (!good) throw Error("an estimate of power needs an idle power and a limit above it");
  return {host_w + devices * idle_w, host_w + devices * limit_w};
}

double watts_at(const NodePower& node, double level) noexcept {
  return node.idle_w + (node.full_w - node.idle_w) * level;
}

HallEstimate estimate_hall(const Load& load, const NodePower& node,
                           const std::vector<double>& delays_s, double at_once_s) {
  const std::map<double, int> groups = groups_of(delays_s);
  if (groups.empty()) return {};
  constexpr std::size_t kMostChanges = 4'000'000;
  const double overlap_s = groups.rbegin()->first - groups.begin()->first;
  std::vector<Change> all;
  for (const auto& [delay, count] : groups) {
    const double late = delay - groups.begin()->first;
    const auto changes =
        OneNode(load, node, at_once_s, overlap_s, late).changes(kMostChanges / groups.size());
    if (!changes) return all_at_once(load, node, delays_s.size());
    for (const Change& change : *changes) all.push_back({change.at_s, change.watts * count});
  }
  std::sort(all.begin(), all.end(),
            [](const Change& a, const Change& b) { return a.at_s < b.at_s; });
  double watts = node.idle_w * static_cast<double>(delays_s.size());
  HallEstimate hall{watts, 0};
  LargestStep largest(at_once_s);
  if (!all.empty()) largest.add(all.front().at_s - 2 * at_once_s, watts);
  for (std::size_t i = 0; i < all.size(); ++i) {
    watts += all[i].watts;
    // Rounded times of one moment; no clock is known better.
    if (i + 1 < all.size() && all[i + 1].at_s - all[i].at_s < 1e-6) continue;
    hall.peak_w = std::max(hall.peak_w, watts);
    largest.add(all[i].at_s, watts);
  }
  hall.largest_step_w = largest.watts();
  return hall;
}

void demand_within(const HallEstimate& hall, double budget_w) {
  if (!(hall.peak_w <= budget_w))
    throw Error("the load is estimated to draw " + text(hall.peak_w) + ", over the budget of " +
                text(budget_w));
}

}  // namespace assay
