#include "collectives/locate/live.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/clock.hpp"
#include "core/stats.hpp"

namespace assay::locate {
namespace {

/// What all ranks do next. Each has a group in it, which is a pair, or all who reduce together;
/// -1 = none.
enum class Task : std::int32_t { pairs, groups, end };

constexpr double kNoAnswer = -1;

std::optional<double> answer(double rate) { return rate >= 0 ? std::optional(rate) : std::nullopt; }

std::string words_about(const std::vector<int>& silent) {
  if (silent.empty())
    return "ranks were out of step in the middle, and nobody can tell whose fault it is";
  std::string text = "ranks";
  for (const int rank : silent) text += ' ' + std::to_string(rank);
  return text + " were lost together: start again without them, then with one of them at a time";
}

}  // namespace

/// What every rank does for a round.
class LiveRanks::Work {
 public:
  Work(Communicator& ranks, const LiveOptions& options)
      : ranks_(ranks),
        options_(options),
        command_(static_cast<std::size_t>(ranks.size()) + 1),
        sent_(static_cast<std::size_t>(options.bytes)),
        received_(sent_.size()) {}

  /// On rank 0: `groups` by rank. The rates that the ranks report, nothing if one was lost
  /// meanwhile. Throws Ended if one was lost before, or several are.
  [[nodiscard]] std::vector<double> carry_out(Task task, const std::vector<std::int32_t>& groups) {
    if (lost_) throw Ended("a rank was lost: nothing was measured after it");
    try {
      command_.front() = static_cast<std::int32_t>(task);
      std::copy(groups.begin(), groups.end(), command_.begin() + 1);
      return step();
    } catch (const Stalled&) {
      lost_ = true;
      ranks_.abort();
      std::vector<int> silent = ranks_.silent(std::max(0.0, until_all_notice_s()));
      // Whoever hears nobody of several is the one who is lost.
      if (silent.size() > 1 && std::cmp_equal(silent.size(), size() - 1)) silent = {0};
      if (silent.size() != 1) throw Ended(words_about(silent));
      silent_ = silent.front();
      return {};
    }
  }
  void follow() {
    while (true) {
      (void)step();
      if (task() == Task::end) return;
    }
  }
  [[nodiscard]] int size() const { return ranks_.size(); }
  [[nodiscard]] bool lost() const { return lost_; }
  [[nodiscard]] std::optional<int> silent() const { return silent_; }

 private:
  [[nodiscard]] Task task() const { return static_cast<Task>(command_.front()); }
  /// Longer than any rank can need from when they are together: two directions.
  [[nodiscard]] double round_s() const { return 3 * options_.patience_s; }
  /// For a handful of small messages, which a bad link may have to send again and again.
  [[nodiscard]] double split_s() const { return 3 * options_.patience_s; }
  /// The others notice when they have waited for the next round, which they do from the end of
  /// their own part on: a split and two directions. Rank 0 may have lost its patience at any moment
  /// before.
  [[nodiscard]] double until_all_notice_s() const {
    const double spent = clock_.now_s() - began_s_;
    return split_s() + 2 * options_.patience_s + 2 * round_s() + 2 - spent;
  }

  std::vector<double> step() {
    ranks_.broadcast(command_.data(), static_cast<std::int64_t>(command_.size()),
                     ElementType::int32, 0);
    // Whoever follows may wait for as long as rank 0 thinks about the last round.
    ranks_.wait(2 * round_s());
    if (task() == Task::end) return {};
    began_s_ = clock_.now_s();
    double rate = own_part(command_.at(static_cast<std::size_t>(ranks_.rank()) + 1));
    std::vector<double> rates(ranks_.rank() == 0 ? static_cast<std::size_t>(size()) : 0);
    ranks_.gather(&rate, rates.data(), 1, ElementType::fp64, 0);
    ranks_.wait(round_s());
    return rates;
  }

  /// Those of one `group` talk among themselves: where they do not get on, the others do.
  double own_part(std::int32_t group) {
    const auto part = ranks_.split(group, split_s());
    if (!part || part->size() < 2) return kNoAnswer;
    double rate = kNoAnswer;
    try {
      if (task() == Task::pairs)
        with_partner(*part, rate);
      else
        within_group(*part, rate);
    } catch (const Stalled&) {
      part->abort();
    }
    return rate;
  }

  /// One direction after the other, so that each is known by itself. What this rank receives
  /// becomes `rate`, which holds even if the other direction stalls after it.
  void with_partner(Communicator& pair, double& rate) {
    if (pair.rank() == 0) send_to(pair, 1);
    rate = receive_from(pair, 1 - pair.rank());
    if (pair.rank() != 0) send_to(pair, 0);
  }
  void send_to(Communicator& pair, int partner) {
    (void)pair.time(options_.calls + 1, options_.patience_s, [&] {
      pair.send_receive(sent_.data(), partner, nullptr, -1, options_.bytes, ElementType::int8);
    });
  }
  double receive_from(Communicator& pair, int partner) {
    std::vector<double> times = pair.time(options_.calls + 1, options_.patience_s, [&] {
      pair.send_receive(nullptr, -1, received_.data(), partner, options_.bytes, ElementType::int8);
    });
    times.erase(times.begin());  // it waited for the partner to begin
    return static_cast<double>(options_.bytes) / median(times);
  }

  void within_group(Communicator& group, double& rate) {
    std::vector<double> times = group.time(options_.calls + 1, options_.patience_s, [&] {
      group.all_reduce(sent_.data(), received_.data(), options_.bytes / 4, ElementType::int32,
                       Reduction::maximum);
    });
    times.erase(times.begin());
    const double n = group.size();
    rate = static_cast<double>(options_.bytes) / median(times) * 2 * (n - 1) / n;
  }

  Communicator& ranks_;
  LiveOptions options_;
  std::vector<std::int32_t> command_;
  std::vector<char> sent_, received_;
  SystemClock clock_;
  double began_s_ = clock_.now_s();  ///< of this round
  bool lost_ = false;
  std::optional<int> silent_;  ///< the one that is known to be
};

class LiveRanks::Pairs final : public PairProbe {
 public:
  explicit Pairs(Work& work) : work_(work) {}
  [[nodiscard]] std::vector<Flow> measure(const std::vector<schedule::Pair>& pairs,
                                          std::int32_t round) override {
    std::vector<std::int32_t> groups(static_cast<std::size_t>(work_.size()), -1);
    for (const schedule::Pair& pair : pairs)
      for (const std::int32_t rank : {pair.a, pair.b})
        groups.at(static_cast<std::size_t>(rank)) = pair.a;
    const std::vector<double> received = work_.carry_out(Task::pairs, groups);
    std::vector<Flow> flows;
    for (const schedule::Pair& pair : pairs) {
      if (work_.lost() && work_.silent() != pair.a && work_.silent() != pair.b) continue;
      for (const auto& [from, to] : {std::pair(pair.a, pair.b), std::pair(pair.b, pair.a)})
        flows.push_back(
            {from, to, 0, round,
             received.empty() ? std::nullopt : answer(received[static_cast<std::size_t>(to)])});
    }
    return flows;
  }

 private:
  Work& work_;
};

class LiveRanks::Groups final : public GroupProbe {
 public:
  explicit Groups(Work& work) : work_(work) {}
  [[nodiscard]] std::vector<std::optional<double>> measure(
      const std::vector<std::vector<std::int32_t>>& groups, std::int32_t /*round*/) override {
    std::vector<std::int32_t> colours(static_cast<std::size_t>(work_.size()), -1);
    for (std::size_t group = 0; group < groups.size(); ++group)
      for (const std::int32_t member : groups[group])
        colours.at(static_cast<std::size_t>(member)) = static_cast<std::int32_t>(group);
    const std::vector<double> rates = work_.carry_out(Task::groups, colours);
    std::vector<std::optional<double>> answers;
    answers.reserve(groups.size());
    for (const std::vector<std::int32_t>& group : groups)
      answers.push_back(rates.empty() || group.empty() ? std::nullopt : slowest(rates, group));
    return answers;
  }

 private:
  static std::optional<double> slowest(const std::vector<double>& rates,
                                       const std::vector<std::int32_t>& group) {
    double least = rates.at(static_cast<std::size_t>(group.front()));
    for (const std::int32_t member : group)
      least = std::min(least, rates.at(static_cast<std::size_t>(member)));
    return answer(least);
  }
  Work& work_;
};

LiveRanks::LiveRanks(Communicator& ranks, const LiveOptions& options)
    : work_(std::make_unique<Work>(ranks, options)),
      pairs_(std::make_unique<Pairs>(*work_)),
      groups_(std::make_unique<Groups>(*work_)) {}

LiveRanks::~LiveRanks() = default;

PairProbe& LiveRanks::pairs() { return *pairs_; }
GroupProbe& LiveRanks::groups() { return *groups_; }
void LiveRanks::end() {
  if (work_->lost()) return;
  (void)work_->carry_out(Task::end,
                         std::vector<std::int32_t>(static_cast<std::size_t>(work_->size()), -1));
}
void LiveRanks::follow() { work_->follow(); }
std::optional<int> LiveRanks::silent() const { return work_->silent(); }

}  // namespace assay::locate
