#include "collectives/locate/live.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "core/clock.hpp"
#include "core/stats.hpp"

namespace assay::locate {
namespace {

/// What all ranks do next, and each one's part in it: its partner, or its group; -1 = none.
enum class Task : std::int32_t { pairs, groups, end };

constexpr double kNoAnswer = -1;

std::optional<double> answer(double rate) { return rate >= 0 ? std::optional(rate) : std::nullopt; }

std::string words_about(const std::vector<int>& silent) {
  if (silent.empty()) return "a node was lost in the middle, and nobody can tell which";
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

  /// On rank 0: `parts` by rank. The rates that the ranks report, nothing if one was lost.
  [[nodiscard]] std::vector<double> carry_out(Task task, const std::vector<std::int32_t>& parts) {
    if (lost_) return {};
    try {
      command_.front() = static_cast<std::int32_t>(task);
      std::copy(parts.begin(), parts.end(), command_.begin() + 1);
      return step();
    } catch (const Stalled&) {
      lost_ = true;
      ranks_.abort();
      silent_ = ranks_.silent(std::max(0.0, until_all_notice_s()));
      // One that is lost may take those along that it was talking to: who was first, nobody knows.
      if (silent_.size() != 1) throw Error(words_about(silent_));
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
  [[nodiscard]] const std::vector<int>& silent() const { return silent_; }

 private:
  [[nodiscard]] Task task() const { return static_cast<Task>(command_.front()); }
  /// Longer than any rank can need for its own part of the round.
  [[nodiscard]] double round_s() const { return 3 * options_.patience_s; }
  /// The others notice when they have waited for the next round, which they do from the end of
  /// their own part on: two directions, or a split and a sum. Rank 0 may have lost its patience at
  /// any moment before.
  [[nodiscard]] double until_all_notice_s() const {
    const double spent = clock_.now_s() - began_s_;
    return 2 * options_.patience_s + 2 * round_s() + 2 - spent;
  }

  std::vector<double> step() {
    ranks_.broadcast(command_.data(), static_cast<std::int64_t>(command_.size()),
                     ElementType::int32, 0);
    // Whoever follows may wait for as long as rank 0 thinks about the last round.
    ranks_.wait(2 * round_s());
    if (task() == Task::end) return {};
    began_s_ = clock_.now_s();
    const std::int32_t part = command_.at(static_cast<std::size_t>(ranks_.rank()) + 1);
    double rate = task() == Task::pairs ? with_partner(part) : within_group(part);
    std::vector<double> rates(ranks_.rank() == 0 ? static_cast<std::size_t>(size()) : 0);
    ranks_.gather(&rate, rates.data(), 1, ElementType::fp64, 0);
    ranks_.wait(round_s());
    return rates;
  }

  /// One direction after the other, so that each is known by itself. What this rank receives.
  double with_partner(std::int32_t partner) {
    if (partner < 0) return rest();
    const bool first = ranks_.rank() < partner;
    double rate = first ? kNoAnswer : receive_from(partner);
    if (first) send_to(partner);
    if (first) rate = receive_from(partner);
    if (!first) send_to(partner);
    return rate;
  }
  /// The ranks call the same operations in the same order, whoever has a part in them.
  double rest() {
    for (int direction = 0; direction < 2; ++direction)
      (void)ranks_.time(options_.calls + 1, options_.patience_s, [&] {
        ranks_.send_receive(nullptr, -1, nullptr, -1, options_.bytes, ElementType::int8);
      });
    return kNoAnswer;
  }
  void send_to(std::int32_t partner) {
    (void)ranks_.time(options_.calls + 1, options_.patience_s, [&] {
      ranks_.send_receive(sent_.data(), partner, nullptr, -1, options_.bytes, ElementType::int8);
    });
  }
  double receive_from(std::int32_t partner) {
    std::vector<double> times = ranks_.time(options_.calls + 1, options_.patience_s, [&] {
      ranks_.send_receive(nullptr, -1, received_.data(), partner, options_.bytes,
                          ElementType::int8);
    });
    times.erase(times.begin());  // it waited for the partner to begin
    return static_cast<double>(options_.bytes) / median(times);
  }

  double within_group(std::int32_t group) {
    const auto part = ranks_.split(group, options_.patience_s);
    if (!part || part->size() < 2) return kNoAnswer;
    std::vector<double> times = part->time(options_.calls + 1, options_.patience_s, [&] {
      part->all_reduce(sent_.data(), received_.data(), options_.bytes / 4, ElementType::int32,
                       Reduction::maximum);
    });
    times.erase(times.begin());
    const double n = part->size();
    return static_cast<double>(options_.bytes) / median(times) * 2 * (n - 1) / n;
  }

  Communicator& ranks_;
  LiveOptions options_;
  std::vector<std::int32_t> command_;
  std::vector<char> sent_, received_;
  SystemClock clock_;
  double began_s_ = clock_.now_s();  ///< of this round
  bool lost_ = false;
  std::vector<int> silent_;
};

class LiveRanks::Pairs final : public PairProbe {
 public:
  explicit Pairs(Work& work) : work_(work) {}
  [[nodiscard]] std::vector<Flow> measure(const std::vector<schedule::Pair>& pairs,
                                          std::int32_t round) override {
    std::vector<std::int32_t> partners(static_cast<std::size_t>(work_.size()), -1);
    for (const schedule::Pair& pair : pairs) {
      partners.at(static_cast<std::size_t>(pair.a)) = pair.b;
      partners.at(static_cast<std::size_t>(pair.b)) = pair.a;
    }
    const std::vector<double> received = work_.carry_out(Task::pairs, partners);
    std::vector<Flow> flows;
    for (const schedule::Pair& pair : pairs) {
      if (work_.lost() && !is_silent(pair.a) && !is_silent(pair.b)) continue;
      for (const auto& [from, to] : {std::pair(pair.a, pair.b), std::pair(pair.b, pair.a)})
        flows.push_back(
            {from, to, 0, round,
             received.empty() ? std::nullopt : answer(received[static_cast<std::size_t>(to)])});
    }
    return flows;
  }

 private:
  [[nodiscard]] bool is_silent(std::int32_t rank) const {
    const std::vector<int>& silent = work_.silent();
    return std::find(silent.begin(), silent.end(), rank) != silent.end();
  }
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
  (void)work_->carry_out(Task::end,
                         std::vector<std::int32_t>(static_cast<std::size_t>(work_->size()), -1));
}
void LiveRanks::follow() { work_->follow(); }
const std::vector<int>& LiveRanks::silent() const { return work_->silent(); }

}  // namespace assay::locate
