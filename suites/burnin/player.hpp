#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "burnin/load/load.hpp"
#include "suites/burnin/work.hpp"

namespace assay::ASSAY_BACKEND {

/// What the kernels of a load did, in the order of Mix: products, streams, copies.
inline constexpr std::size_t kKinds = 3;
using Works = std::array<Work*, kKinds>;  ///< nullptr for what no phase needs

inline std::array<double, kKinds> shares_of(const Mix& mix) {
  return {mix.products, mix.streams, mix.copies};
}

/// One kernel while it is played.
struct Played {
  double share_s = 0;         ///< that it was due, less what it had
  double call_s = 0;          ///< what a call takes, as it was last
  double amount = 0, s = 0;   ///< since the last sample
  double total = 0;           ///< amount of all samples
  std::vector<double> rates;  ///< one a sample
};

/// Plays a load on a device: keeps to the load's clock, and notes how well that went.
class Player {
 public:
  /// Where the load's clock stands: `begin_s` of the load is at `begin_at_s` of the clock.
  struct Start {
    double begin_s, begin_at_s;
  };
  Player(Exec& exec, const Context& context, const Load& load, const Works& works, Start start)
      : exec_(exec), context_(context), load_(load), works_(works), start_(start) {}

  /// Called about every `every_s` seconds of load while there is room before the next edge; gives
  /// the seconds that it took.
  void between(double every_s, std::function<double()> interlude) {
    every_s_ = every_s;
    interlude_ = std::move(interlude);
  }

  /// Until second `to_s` of the load.
  void play(double to_s) {
    begin(to_s);
    go(to_s);
    finish();
  }

  /// The same in pieces: begin() with where it shall end, go() as often as wanted, finish().
  void begin(double to_s) {
    began_s_ = now();
    sample_s_ = std::clamp((to_s - began_s_) / 32, 1e-3, 1.0);
    next_sample_s_ = began_s_ + sample_s_;
    next_interlude_s_ = began_s_ + every_s_ / 2;
    since_s_ = began_s_;
    busy_since_s_ = 0;
    edge_ = load_.next_edge(began_s_);
  }
  /// Until second `to_s` of the load; once at least: also a stint that begins late has something to
  /// tell.
  void go(double to_s) {
    double t = now();
    do {
      pass_edges(t);
      const double until_s = std::min(edge_.value_or(to_s), to_s);
      step(t, until_s > t ? until_s : t + kSlice_s);
      t = now();
      if (t >= next_sample_s_) take_samples();
    } while (t < to_s && !broken_);
    pass_edges(t);
  }
  void finish() {
    take_samples();
    played_s_ += now() - began_s_;
    commanded_s_ += load_.busy_seconds(began_s_, now());
  }

  [[nodiscard]] const Played& played(std::size_t kind) const { return played_[kind]; }
  /// How long after its commanded time each edge came.
  [[nodiscard]] const std::vector<double>& lateness() const { return lateness_; }
  [[nodiscard]] double busy_s() const { return busy_s_; }
  [[nodiscard]] double commanded_s() const { return commanded_s_; }
  [[nodiscard]] double played_s() const { return played_s_; }
  /// The timer gave no answer: there is no use in going on.
  [[nodiscard]] bool broken() const { return broken_; }
  /// Second of the load.
  [[nodiscard]] double now() const {
    return start_.begin_s + (context_.clock.now_s() - start_.begin_at_s);
  }

 private:
  static constexpr double kSlice_s = 0.02;  ///< of one kernel before it is another's turn

  void pass_edges(double t) {
    for (; edge_ && *edge_ <= t; edge_ = load_.next_edge(*edge_)) {
      lateness_.push_back(t - *edge_);
      since_s_ = *edge_;
      busy_since_s_ = 0;
    }
  }

  void step(double t, double until_s) {
    const Phase& phase = load_.at(t).phase;
    const double whole_s = std::min(until_s - t, kSlice_s);
    const double level = load_.level(t);
    if (!(level > 0) && phase.meanwhile != Mix{}) {
      work(phase.meanwhile, whole_s);
      return;
    }
    // What the load should have done since the last edge, less what it has.
    const double due_s = load_.busy_seconds(since_s_, t + whole_s) - busy_since_s_;
    // One call is carried out in any case: else what once took long would be taken for long
    // forever. Where all of the time is to be busy there is something to wait for at an edge alone.
    const bool always = level >= 1 && whole_s >= kSlice_s;
    const bool too_short = !always && due_s <= call_s_ / 2 && busy_since_s_ > 0;
    if (!(due_s > 0) || too_short) return context_.clock.sleep_s(std::max(whole_s, 1e-6));
    add_busy(work(phase.mix, std::min(due_s, whole_s)));
    if (interlude_ && now() >= next_interlude_s_ && until_s - now() > 4 * interlude_took_s_)
      play_interlude();
  }

  void add_busy(double seconds) {
    busy_s_ += seconds;
    busy_since_s_ += seconds;
  }

  void play_interlude() {
    interlude_took_s_ = interlude_();
    add_busy(noted(interlude_took_s_));
    next_interlude_s_ = now() + every_s_;
  }

  /// About `wanted_s` of the kernel that has most of its share to come; at least one call.
  double work(const Mix& mix, double wanted_s) {
    const auto shares = shares_of(mix);
    std::size_t kind = 0;
    for (std::size_t k = 0; k < kKinds; ++k)
      if (shares[k] > 0 && (shares[kind] <= 0 || played_[k].share_s > played_[kind].share_s))
        kind = k;
    Played& played = played_[kind];
    const double calls =
        played.call_s > 0 ? std::clamp(std::floor(wanted_s / played.call_s), 1.0, 1e6) : 1;
    const double seconds = noted(run(*works_[kind], calls));
    // A call that was held up once says little of the next.
    const double call_s = seconds / calls;
    played.call_s = played.call_s > 0 ? std::min(call_s, 2 * played.call_s) : call_s;
    call_s_ = played.call_s;
    played.amount += calls * works_[kind]->amount();
    played.s += seconds;
    for (std::size_t k = 0; k < kKinds; ++k) played_[k].share_s += shares[k] * seconds;
    played.share_s -= seconds;
    return seconds;
  }

  /// A device that computes its times has to work only once.
  double run(Work& work, double calls) {
    const Cost one = work.cost();
    const auto n = exec_.faults().computes_time() ? 1 : static_cast<std::size_t>(calls);
    return exec_.time({calls * one.bytes, calls * one.flops, calls * one.link_bytes}, [&] {
      for (std::size_t i = 0; i < n; ++i) work.call();
    });
  }

  /// A timer that does not answer ends it; time that does not pass is passed.
  double noted(double seconds) {
    if (!std::isfinite(seconds)) broken_ = true;
    if (!(seconds > 0)) context_.clock.sleep_s(1e-3);
    return seconds;
  }

  void take_samples() {
    for (Played& played : played_) {
      if (played.amount > 0) played.rates.push_back(played.amount / played.s);
      played.total += played.amount;
      played.amount = played.s = 0;
    }
    next_sample_s_ = now() + sample_s_;
  }

  Exec& exec_;
  const Context& context_;
  const Load& load_;
  Works works_;
  Start start_;
  std::array<Played, kKinds> played_;
  std::vector<double> lateness_;
  double busy_s_ = 0, commanded_s_ = 0, played_s_ = 0;
  double began_s_ = 0;
  std::optional<double> edge_;             ///< the next one
  double since_s_ = 0, busy_since_s_ = 0;  ///< of the last edge
  double call_s_ = 0;                      ///< that the last call took
  double sample_s_ = 1, next_sample_s_ = 0;
  double every_s_ = std::numeric_limits<double>::infinity(), next_interlude_s_ = 0;
  double interlude_took_s_ = 0;
  std::function<double()> interlude_;
  bool broken_ = false;
};

}  // namespace assay::ASSAY_BACKEND
