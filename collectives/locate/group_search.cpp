#include "collectives/locate/group_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "collectives/locate/baseline.hpp"
#include "core/error.hpp"
#include "core/philox.hpp"
#include "core/stats.hpp"

namespace assay::locate {
namespace {

using Group = std::vector<std::int32_t>;

constexpr std::int32_t kUsualGroup = 64;
constexpr std::int32_t kFewestGroups = 4;
constexpr std::int32_t kSmallestGroup = 4;
constexpr std::int32_t kConfirmations = 2;
constexpr double kDeviations = 5;
constexpr double kFewAreEnough = 10;
constexpr double kHalfNormalMedian = 0.6744897501960817;

/// Nodes among which somebody is slow.
struct Suspects {
  Group nodes;
  std::int32_t confirmed = 0;  ///< of a single node: how often it was slow again
  double lowest = 0;           ///< B/s of its slow groups, the last one's
};

class Search {
 public:
  Search(const Fabric& fabric, GroupProbe& probe, const GroupOptions& options, Findings& findings)
      : fabric_(fabric), probe_(probe), options_(options), findings_(findings) {
    size_ = options.group_size > 0 ? options.group_size
                                   : std::min(kUsualGroup, fabric.size() / kFewestGroups);
  }

  void run() {
    if (size_ < kSmallestGroup || fabric_.size() / size_ < kFewestGroups) {
      findings_.undecided.push_back(fmt::format(
          "fewer than {} groups of {} nodes: slowness that shows only at scale was not looked for",
          kFewestGroups, std::max(size_, kSmallestGroup)));
      return;
    }
    try {
      screen();
      while (!waiting_.empty()) bisect();
    } catch (const Ended& ended) {
      findings_.undecided.emplace_back(ended.what());
      for (const Suspects& left : waiting_)
        findings_.undecided.push_back("slow at scale, and the search ended before it told who: " +
                                      named(left.nodes));
    }
  }

 private:
  std::vector<std::optional<double>> measure(const std::vector<Group>& groups) {
    auto rates = probe_.measure(groups, findings_.group_rounds);
    if (rates.size() != groups.size())
      throw Error("as many groups must be answered as were asked for");
    ++findings_.group_rounds;
    findings_.groups += static_cast<std::int64_t>(groups.size());
    return rates;
  }

  [[nodiscard]] bool is_slow(const std::optional<double>& rate) const {
    return !rate || !std::isfinite(*rate) || *rate < least_;
  }

  /// The last group is filled up with nodes that are in others too: groups of unequal size would
  /// have unequal bandwidth. So it has a round of its own.
  void screen() {
    std::vector<Group> groups;
    const Group order = schedule::shuffled(fabric_.size(), options_.seed);
    const auto size = static_cast<std::size_t>(size_);
    std::size_t at = 0;
    for (; at + size <= order.size(); at += size)
      groups.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(at),
                          order.begin() + static_cast<std::ptrdiff_t>(at + size));
    auto rates = measure(groups);
    if (at < order.size()) {
      groups.emplace_back(order.end() - static_cast<std::ptrdiff_t>(size), order.end());
      rates.push_back(measure({groups.back()}).front());
    }
    learn(rates);
    std::vector<bool> good(order.size(), false);
    for (std::size_t i = 0; i < groups.size(); ++i)
      if (!is_slow(rates[i]))
        for (const std::int32_t node : groups[i]) good[static_cast<std::size_t>(node)] = true;
    for (std::size_t i = 0; i < groups.size(); ++i)
      if (is_slow(rates[i])) suspect(groups[i], good, rates[i]);
    for (const std::int32_t node : order)
      if (good[static_cast<std::size_t>(node)]) good_.push_back(node);
  }

  void suspect(Group group, const std::vector<bool>& good, const std::optional<double>& rate) {
    std::erase_if(group, [&](std::int32_t node) { return good[static_cast<std::size_t>(node)]; });
    if (!group.empty()) waiting_.push_back({std::move(group), 0, rate.value_or(0)});
  }

  void learn(const std::vector<std::optional<double>>& rates) {
    std::vector<double> answered;
    for (const auto& rate : rates)
      if (rate) answered.push_back(*rate);
    usual_ = good_rate(answered);
    std::vector<double> above;
    for (const double rate : answered)
      if (rate > usual_) above.push_back(rate / usual_ - 1);
    // The spread of a few groups says nothing: then that of pairs stands for it, and some room.
    const bool enough = static_cast<double>(above.size()) >= kFewAreEnough;
    const double finest = enough ? Baseline::kFinest : 2 * Baseline::kFinest;
    const double noise = enough ? median(above) / kHalfNormalMedian : findings_.noise;
    least_ = usual_ * (1 - std::max(finest, kDeviations * noise));
  }

  /// One round: as many of the waiting as known-good nodes suffice for.
  void bisect() {
    struct Asked {
      Suspects whole;
      std::size_t first, count;
    };
    std::vector<Asked> asked;
    std::vector<Group> groups;
    std::size_t used = 0, taken = 0;
    const std::vector<std::int32_t> fill = refreshed();
    for (; taken < waiting_.size(); ++taken) {
      const std::vector<Group> halves = halves_of(waiting_[taken].nodes);
      std::size_t needed = 0;
      for (const Group& half : halves) needed += static_cast<std::size_t>(size_) - half.size();
      if (used + needed > fill.size()) break;
      asked.push_back({waiting_[taken], groups.size(), halves.size()});
      for (Group half : halves) {
        const std::size_t more = static_cast<std::size_t>(size_) - half.size();
        half.insert(half.end(), fill.begin() + static_cast<std::ptrdiff_t>(used),
                    fill.begin() + static_cast<std::ptrdiff_t>(used + more));
        used += more;
        groups.push_back(std::move(half));
      }
    }
    if (groups.empty()) {
      give_up();
      return;
    }
    const auto rates = measure(groups);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken));
    for (const Asked& one : asked)
      conclude(one.whole, {rates.begin() + static_cast<std::ptrdiff_t>(one.first),
                           rates.begin() + static_cast<std::ptrdiff_t>(one.first + one.count)});
  }

  /// Other good nodes each round, so that one bad choice does not spoil everything.
  [[nodiscard]] std::vector<std::int32_t> refreshed() const {
    std::vector<std::int32_t> fill;
    const auto round = static_cast<std::uint64_t>(findings_.group_rounds);
    for (const std::int32_t i : schedule::shuffled(static_cast<std::int32_t>(good_.size()),
                                                   random_bits(options_.seed, 1 + round)))
      fill.push_back(good_[static_cast<std::size_t>(i)]);
    return fill;
  }

  static std::vector<Group> halves_of(const Group& nodes) {
    if (nodes.size() < 2) return {nodes};
    const auto middle = nodes.begin() + static_cast<std::ptrdiff_t>(nodes.size() / 2);
    return {Group(nodes.begin(), middle), Group(middle, nodes.end())};
  }

  void conclude(const Suspects& whole, const std::vector<std::optional<double>>& rates) {
    if (whole.nodes.size() < 2) {
      confirm(whole, rates.front());
      return;
    }
    const std::vector<Group> halves = halves_of(whole.nodes);
    bool any = false;
    for (std::size_t i = 0; i < halves.size(); ++i) {
      if (!is_slow(rates[i])) continue;
      any = true;
      waiting_.push_back({halves[i], 0, rates[i].value_or(0)});
    }
    if (!any)
      findings_.undecided.push_back(named(whole.nodes) + " are slow together, but not in halves");
  }

  [[nodiscard]] std::string named(const Group& nodes) const {
    const std::string& first = fabric_.nodes[static_cast<std::size_t>(nodes.front())];
    return nodes.size() < 2 ? first : fmt::format("{} and {} others", first, nodes.size() - 1);
  }

  void confirm(Suspects one, const std::optional<double>& rate) {
    const std::int32_t node = one.nodes.front();
    if (!is_slow(rate)) {
      findings_.undecided.push_back(fabric_.nodes[static_cast<std::size_t>(node)] +
                                    ": slow in its group, but not again among known-good nodes");
      return;
    }
    one.lowest = rate.value_or(0);
    if (++one.confirmed < kConfirmations) {
      waiting_.push_back(std::move(one));
      return;
    }
    Culprit& culprit = findings_.culprits.emplace_back();
    culprit.kind = Kind::at_scale;
    culprit.nodes = {node};
    culprit.measured = one.lowest;
    culprit.expected = usual_;
    culprit.evidence.pairs = culprit.evidence.slow =
        1 + kConfirmations + static_cast<std::int64_t>(std::ceil(std::log2(size_)));
  }

  void give_up() {
    findings_.undecided.push_back(
        fmt::format("{} groups are slow at scale, and too few nodes are known to be good to tell "
                    "who in them is",
                    waiting_.size()));
    waiting_.clear();
  }

  const Fabric& fabric_;
  GroupProbe& probe_;
  const GroupOptions options_;
  Findings& findings_;
  std::int32_t size_ = 0;
  double usual_ = 0, least_ = 0;
  std::vector<std::int32_t> good_;
  std::deque<Suspects> waiting_;
};

}  // namespace

void locate_at_scale(const Fabric& fabric, GroupProbe& probe, const GroupOptions& options,
                     Findings& findings) {
  require_sound(fabric);
  Search(fabric, probe, options, findings).run();
}

}  // namespace assay::locate
