#include <optional>
#include <string>
#include <vector>

#include "burnin/load/catalog.hpp"
#include "suites/burnin/burn.hpp"
#include "suites/burnin/power.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// All parts of a device are in each of them, if only for a moment.
std::vector<Mix> mixes(const Exec& exec) {
  if (!is_gpu(exec.facts()))
    return {{.products = 0.99, .streams = 0.01},
            {.products = 0.9, .streams = 0.1},
            {.products = 0.75, .streams = 0.25},
            {.products = 0.5, .streams = 0.5}};
  return {{.products = 0.98, .streams = 0.01, .copies = 0.01},
          {.products = 0.9, .streams = 0.05, .copies = 0.05},
          {.products = 0.75, .streams = 0.2, .copies = 0.05},
          {.products = 0.5, .streams = 0.4, .copies = 0.1}};
}

/// What is judged by where nobody tells the power: how much of the peaks of arithmetic and memory
/// are reached, over all of the time.
std::optional<double> share_of_peaks(const Exec& exec, NumberType type, const Player& player) {
  const auto peak = exec.facts().peak_matrix_ops.find(type);
  const auto bandwidth = exec.facts().peak_bytes_per_second;
  if (peak == exec.facts().peak_matrix_ops.end() || !bandwidth) return std::nullopt;
  const auto done = [&](std::size_t kind) { return player.played(kind).total; };
  return (done(0) / peak->second + done(1) / *bandwidth) / player.played_s();
}

/// Which mix draws most power.
template <class Stint>
class Search {
 public:
  Search(Exec& exec, const Context& context, Stint& stint)
      : exec_(exec), context_(context), stint_(stint), meter_(exec.facts(), context) {}

  /// In about `seconds`.
  Mix find(double seconds) {
    const std::vector<Mix> all = mixes(exec_);
    Mix best = all[1];
    std::string by = "nothing that is known here";
    double most = 0;
    for (const Mix& mix : all) {
      const Score score = trial(mix, seconds / static_cast<double>(all.size()));
      if (score.by.empty() || (score.by == by && !(score.value > most))) continue;
      // Power is what is asked for; once it is known, shares are of no more interest.
      if (by == "power" && score.by != by) continue;
      best = mix;
      most = score.value;
      by = score.by;
    }
    stint_.result().facts["mix_chosen_by"] = by;
    return best;
  }

 private:
  struct Score {
    double value = 0;
    std::string by;
  };

  /// The sensor follows what is drawn by some tenths of a second: the second half counts.
  Score trial(const Mix& mix, double seconds) {
    const Load load({{.shape = Shape::soak(), .seconds = seconds, .mix = mix}});
    Player player(exec_, context_, load, stint_.works(), {0, context_.clock.now_s()});
    player.play(seconds / 2);
    (void)meter_.watts();
    player.play(seconds * 3 / 4);
    const auto third = meter_.watts();
    player.play(seconds);
    const auto fourth = meter_.watts();
    if (third && fourth) return {(*third + *fourth) / 2, "power"};
    if (const auto share = share_of_peaks(exec_, Stint::kNumbers, player))
      return {*share, "share of peaks"};
    return {};
  }

  Exec& exec_;
  const Context& context_;
  Stint& stint_;
  PowerMeter meter_;
};

void mixed(Exec& exec, const Context& context, Results& results) {
  burn(exec, context, results, Pace::steady, [&]<class Stint>(Stint& stint) {
    std::optional<Mix> mix = mix_from_text(context.stint.carried);
    if (!mix) {
      stint.add_works(soak_load(1, mixes(exec).back()));
      mix = Search(exec, context, stint).find(std::min(0.3 * context.seconds, 18.0));
    }
    stint.join();
    // It becomes part of what every later stint plays.
    stint.result().facts[kCarried] = stint.result().facts["mix"] = describe(*mix);
    stint.play(soak_load(context.stint.of_s, *mix));
  });
}

}  // namespace

ASSAY_TEST(mixed, .summary = "products, memory, link and sums in the mix that draws most power",
           .seconds = {.burnin = 4 * 3600},
           .metrics = burn_metrics(with_sums({{"bandwidth", Unit::bytes_per_second},
                                              {"link_bandwidth", Unit::bytes_per_second}})),
           .timed = true, .verified = true, .joins_ranks = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
