#pragma once
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "suites/burnin/hunt.hpp"
#include "suites/burnin/play.hpp"
#include "suites/burnin/player.hpp"
#include "suites/burnin/sums.hpp"
#include "suites/burnin/together.hpp"
#include "suites/reporting.hpp"

// What the tests of burn-in have in common: a stint of a load, checked before, while and after.

namespace assay::ASSAY_BACKEND {

constexpr double gpu_side(Pace pace) { return pace == Pace::brisk ? 4096 : 8192; }
/// On two cores.
constexpr double host_side(Pace pace) {
  return pace == Pace::steady ? 3072 : (pace == Pace::even ? 1024 : 256);
}

/// Side of the products of a load. On a GPU those of which most is published, as far as memory
/// goes, but of brisk loads such that a call is over in a fraction of a millisecond.
template <NumberType kType>
std::size_t burn_side(const Exec& exec, const Context& context, Pace pace) {
  const double a_square =
      static_cast<double>(bits_of(kType)) / 4 + sizeof(typename GemmTypes<kType>::Result);
  const double room = std::sqrt(load_bytes(exec, context) / 2 / a_square);
  const double growth = std::cbrt(static_cast<double>(exec.facts().units) / 2);
  const double wanted = is_gpu(exec.facts()) ? gpu_side(pace) : host_side(pace) * growth;
  const auto n = static_cast<std::size_t>(std::min(room, wanted));
  return std::max<std::size_t>(n / 64 * 64, 64);
}

/// The stint of a load that a test is to play.
template <NumberType kType>
class BurnStint {
 public:
  static constexpr NumberType kNumbers = kType;
  BurnStint(Exec& exec, const Context& context, Results& results, Pace pace)
      : exec_(exec),
        context_(context),
        result_(results.device()),
        began_s_(context.clock.now_s()),
        product_(exec, context, burn_side<kType>(exec, context, pace)) {}

  /// Plays it and reports.
  void play(const Load& load) {
    add_works(load);
    const double planned_s = context_.stint.from_s + context_.seconds;
    const double end = sums_ ? sums_->largest(planned_s) : planned_s;
    const double check_s = timed_check();
    result_.facts["load"] = load.describe();
    Hunt<kType> hunt(exec_, context_, result_, product_);
    (void)hunt.pass();  // the bits of the first time
    const double room = std::min(1.5 * check_s, 0.2 * context_.seconds);
    exec_.begin_series(load.busy_seconds(context_.stint.from_s, end));
    Player player(exec_, context_, load, works(), start());
    player.between(std::clamp(context_.seconds / 8, 1e-3, 5.0), [&] { return hunt.pass(); });
    const double from_s = context_.clock.now_s() - context_.started_s;
    if (sums_)
      play_together(player, load, *sums_, end - room);
    else
      player.play(end - room);
    result_.load = Span{from_s, context_.clock.now_s() - context_.started_s};
    (void)hunt.pass();
    timed_check();
    hunt.conclude();
    report(player, load);
    if (sums_) leave(player);
    put(result_, "hunt_passes", Unit::count, Better::higher, static_cast<double>(hunt.passes()));
  }

  [[nodiscard]] Result& result() { return result_; }
  [[nodiscard]] Works works() { return {&product_, streams_.get(), copies_.get()}; }

  /// Finds the other ranks, to sum with them between products or beside them. To be called before
  /// play(), by a test that declares joins_ranks.
  void join() { sums_ = sums_among(exec_, context_, result_); }

  /// Makes the kernels that the load needs beside products.
  void add_works(const Load& load) {
    const double bytes = load_bytes(exec_, context_) / 4;
    for (const Phase& phase : load.phases()) {
      const double streams = phase.mix.streams + phase.meanwhile.streams;
      const double copies = phase.mix.copies + phase.meanwhile.copies;
      if (streams > 0 && !streams_)
        streams_ = std::make_unique<StreamWork>(exec_, context_,
                                                even(std::min(bytes, kMostStreamBytes) / 24));
      if (copies > 0 && !copies_)
        copies_ =
            std::make_unique<CopyWork>(exec_, context_, even(std::min(bytes, kMostCopyBytes) / 16));
    }
  }

  /// Where the load's clock stands now: by the wall clock, so that nodes are in step; waits for a
  /// start that is still to come. Where the wall clock was set, the load goes on where it was.
  [[nodiscard]] Player::Start start() {
    constexpr double most_s = 30;
    const Stint& stint = context_.stint;
    double late_s = context_.clock.wall_s() - stint.epoch_wall_s - stint.from_s;
    if (late_s < 0 && late_s > -most_s) {
      context_.clock.sleep_s(-late_s);
      late_s = 0;
    }
    const bool was_set = !(late_s >= 0 && late_s < most_s);
    if (was_set) result_.facts["wall_clock"] = "was set while the load was played";
    const double now_s = context_.clock.now_s();
    return {stint.from_s + (was_set ? now_s - began_s_ : late_s), now_s};
  }

 private:
  static constexpr double kMostStreamBytes = 3.0 * (1 << 30), kMostCopyBytes = 64.0 * (1 << 20);

  static std::size_t even(double elements) {
    return std::max<std::size_t>(static_cast<std::size_t>(elements) / 512 * 512, 512);
  }

  /// Seconds that the check of every kernel's answer took.
  double timed_check() {
    const double from_s = context_.clock.now_s();
    for (Work* work : works())
      if (work != nullptr) work->check(result_);
    if (sums_) sums_->check();
    return context_.clock.now_s() - from_s;
  }

  /// All ranks go on from the same second of the load.
  void leave(const Player& player) {
    sums_->report();
    char text[32];
    std::snprintf(text, sizeof text, "%.9f", sums_->largest(player.now()));
    result_.facts[kLeftAt] = text;
  }

  void report(const Player& player, const Load& load) {
    const Works all = works();
    for (std::size_t k = 0; k < kKinds; ++k)
      if (all[k] != nullptr && !player.played(k).rates.empty())
        all[k]->report(result_, player.played(k).rates);
    put(result_, "duty", Unit::ratio, Better::higher, player.busy_s() / player.played_s());
    if (player.commanded_s() > 0)
      put(result_, "duty_kept", Unit::ratio, Better::higher,
          player.busy_s() / player.commanded_s());
    if (!player.lateness().empty() && load.phases().front().shape.next_edge(0))
      result_.metrics.push_back(
          sampled_metric("edge_lateness", Unit::seconds, Better::lower, player.lateness()));
    result_.params["type"] = std::string(name(kType));
    result_.params["rows"] = static_cast<std::int64_t>(product_.side());
    result_.params["data"] = std::string(name(context_.data));
    result_.params["load_s"] = load.seconds();
    result_.params["units"] = static_cast<std::int64_t>(exec_.facts().units);
    result_.facts["library"] = exec_.gemm().library();
  }

  Exec& exec_;
  const Context& context_;
  Result& result_;
  double began_s_;
  ProductWork<kType> product_;
  std::unique_ptr<StreamWork> streams_;
  std::unique_ptr<CopyWork> copies_;
  std::unique_ptr<Sums> sums_;  ///< nullptr where this device is alone
};

/// Calls `play` with the BurnStint of this device: products in bf16 where it has them, else in
/// fp32.
template <class Play>
void burn(Exec& exec, const Context& context, Results& results, Pace pace, const Play& play) {
  if (exec.gemm().supports(NumberType::bf16)) {
    BurnStint<NumberType::bf16> stint(exec, context, results, pace);
    play(stint);
  } else {
    BurnStint<NumberType::fp32> stint(exec, context, results, pace);
    play(stint);
  }
}

}  // namespace assay::ASSAY_BACKEND
