#include "suites/memory/patterns.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "suites/gpu_counters.hpp"
#include "suites/memory/bench.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

template <class F>
void both_ways(Bench& bench, const char* what, const F& f) {
  bench.fill(f);
  bench.check(what, f);
  bench.fill(Inverted<F>{f});
  bench.check(what, Inverted<F>{f});
}

/// Each word is checked and inverted in turn, upwards and then downwards: while a word is inverted,
/// one of its neighbours still holds the old pattern and the other already the new one.
template <class F>
void moving_inversions(Bench& bench, const char* what, const F& f) {
  const Inverted<F> inverse{f};
  bench.fill(f);
  bench.check_and_put(what, Sweep::up, f, inverse);
  bench.check_and_put(what, Sweep::down, inverse, f);
  bench.check(what, f);
}

void block_move(Bench& bench, std::uint64_t key) {
  const std::size_t half = bench.size() / 2;
  const Turned turned{half, key % half};
  const Tagged tagged{key};
  bench.fill(tagged);
  bench.each(half, 1, Move{bench.data() + half, bench.data(), turned});
  bench.each(half, 1, Move{bench.data(), bench.data() + half, Turned{half, 0}});
  bench.check("block move", MovedBlocks{tagged, turned});
}

void modulo20(Bench& bench, unsigned round, std::uint64_t key) {
  const Modulo20 pattern{random_bits(key, round), round % 20};
  bench.each(bench.size(), 0.05, Write20{bench.data(), pattern, false});
  bench.each(bench.size(), 0.95, Write20{bench.data(), pattern, true});
  bench.check("modulo-20", pattern);
}

struct Pattern {
  const char* name;
  /// Each round walks the pattern's bits one place further.
  std::function<void(Bench&, unsigned round, std::uint64_t seed)> run;
};

/// In the order of what they find most of: a run that ends early has done the first ones.
std::vector<Pattern> patterns() {
  return {
      {"own address", [](Bench& b, unsigned,
                         std::uint64_t) { both_ways(b, "own address", OwnAddress{b.data()}); }},
      {"moving inversions, random",
       [](Bench& b, unsigned round, std::uint64_t seed) {
         moving_inversions(b, "moving inversions, random", SameWord{random_bits(seed, round)});
       }},
      {"random sequence",
       [](Bench& b, unsigned round, std::uint64_t seed) {
         both_ways(b, "random sequence", RandomSequence{seed + round});
       }},
      {"block move", [](Bench& b, unsigned round,
                        std::uint64_t seed) { block_move(b, random_bits(~seed, round)); }},
      {"modulo-20", [](Bench& b, unsigned round, std::uint64_t seed) { modulo20(b, round, seed); }},
      {"walking ones",
       [](Bench& b, unsigned round, std::uint64_t) {
         b.fill(WalkingOnes{round});
         b.check("walking ones", WalkingOnes{round});
       }},
      {"walking zeros",
       [](Bench& b, unsigned round, std::uint64_t) {
         b.fill(Inverted<WalkingOnes>{{round}});
         b.check("walking zeros", Inverted<WalkingOnes>{{round}});
       }},
      {"moving inversions, 8 bit",
       [](Bench& b, unsigned round, std::uint64_t) {
         const Word byte = Word{1} << (round % 8);
         moving_inversions(b, "moving inversions, 8 bit", SameWord{byte * 0x0101010101010101U});
       }},
      {"moving inversions, 32 bit",
       [](Bench& b, unsigned round, std::uint64_t) {
         moving_inversions(b, "moving inversions, 32 bit", Walking32{round});
       }},
  };
}

/// All that can be taken: on a host 92 % of what is free, which leaves room for the program and for
/// what others take meanwhile; on a GPU, which nobody else works on, all but 1 GiB or 4 %,
/// whichever is less, for the driver's own needs.
double most_bytes(const DeviceFacts& facts) {
  const auto free = static_cast<double>(facts.free_bytes);
  return is_gpu(facts) ? free - std::min(0.04 * free, 0x1p30) : 0.92 * free;
}

/// Memory to take: at the quick level what a few rounds can get through in the time.
std::size_t words(const Exec& exec, const Context& context) {
  const DeviceFacts& facts = exec.facts();
  double bytes = most_bytes(facts);
  if (context.bytes > 0)
    bytes = static_cast<double>(context.bytes);
  else if (context.level == Level::quick)
    bytes = std::min(bytes, context.seconds * facts.units * (48 << 20));
  return std::max<std::size_t>(static_cast<std::size_t>(bytes) / sizeof(Word) / 1024 * 1024, 1024);
}

double hold_seconds(Level level) {
  switch (level) {
    case Level::quick:
      return 0.1;
    case Level::standard:
      return 3;
    case Level::burnin:
      return 90;
  }
  return 0;
}

/// Cells that leak show themselves after a while without refresh by reads and writes. Not timed: it
/// waits.
void bit_fade(Bench& bench, Clock& clock, double hold_s) {
  for (const Word word : {Word{0}, ~Word{0}}) {
    bench.fill(SameWord{word});
    clock.sleep_s(hold_s);
    bench.check("bit fade", SameWord{word});
  }
}

struct Progress {
  std::vector<double> rates;  ///< of each round
  unsigned rounds = 0;        ///< complete ones
  std::string not_reached;    ///< patterns that the time did not suffice for once
};

/// Rounds of all patterns until the time is spent; the first one may end early.
Progress run_rounds(Bench& bench, const Context& context, double budget_s) {
  const auto all = patterns();
  Progress progress;
  const auto time_is_up = [&] { return !(bench.seconds() < budget_s); };  // also where time is NaN
  do {
    const double seconds = bench.seconds();
    const double bytes = bench.bytes();
    for (const Pattern& pattern : all) {
      if (progress.rounds == 0 && bench.bytes() > 0 && time_is_up())
        progress.not_reached +=
            (progress.not_reached.empty() ? "" : ", ") + std::string(pattern.name);
      else
        pattern.run(bench, progress.rounds, context.seed);
    }
    progress.rates.push_back((bench.bytes() - bytes) / (bench.seconds() - seconds));
    ++progress.rounds;
  } while (!time_is_up());
  return progress;
}

const std::vector<MetricSpec>& counted() {
  static const std::vector<MetricSpec> deltas{{"ecc_corrected_delta", Unit::count, Better::lower},
                                              {"ecc_uncorrected_delta", Unit::count, Better::lower},
                                              {"rows_remapped_delta", Unit::count, Better::lower}};
  return deltas;
}

/// Errors that ECC corrects never show as wrong words.
GpuBracket ecc_bracket(const Context& context, const DeviceFacts& facts) {
  return {context.files, facts.pci, counted(), [](const Look& look, const GpuHealth& health) {
            put_ecc_errors(look, health);
            put_rows_remapped(look, health);
          }};
}

void patterns_test(Exec& exec, const Context& context, Results& results) {
  Result& result = results.device();
  const std::size_t n = words(exec, context);
  std::optional<GpuBracket> ecc;
  if (is_gpu(exec.facts())) ecc.emplace(ecc_bracket(context, exec.facts()));
  Bench bench(exec, result, n);
  const double hold_s = std::min(hold_seconds(context.level), context.seconds / 20);
  const double budget_s = 0.7 * context.seconds - 2 * hold_s;
  exec.begin_series(budget_s);
  const Progress progress = run_rounds(bench, context, budget_s);
  bit_fade(bench, context.clock, hold_s);

  const auto bytes = static_cast<double>(n * sizeof(Word));
  const DeviceFacts& facts = exec.facts();
  result.params["bytes"] = static_cast<std::int64_t>(n * sizeof(Word));
  result.params["free_bytes"] = facts.free_bytes;
  result.params["rounds"] = static_cast<std::int64_t>(progress.rounds);
  result.params["hold_s"] = hold_s;
  result.facts["isa"] = facts.isa;
  if (!progress.not_reached.empty()) result.facts["not_reached"] = progress.not_reached;
  result.metrics.push_back(
      sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, progress.rates));
  const auto share = [bytes](std::int64_t of) -> std::optional<double> {
    if (of <= 0) return std::nullopt;
    return bytes / static_cast<double>(of);
  };
  result.metrics.push_back(
      reading("coverage", Unit::ratio, Better::higher, share(facts.memory_bytes)));
  result.metrics.push_back(
      reading("coverage_of_free", Unit::ratio, Better::higher, share(facts.free_bytes)));
  if (ecc) ecc->close(result);
}

std::vector<MetricSpec> declared() {
  std::vector<MetricSpec> metrics{{"bandwidth", Unit::bytes_per_second},
                                  {"coverage", Unit::ratio},
                                  {"coverage_of_free", Unit::ratio}};
  metrics.insert(metrics.end(), counted().begin(), counted().end());
  return metrics;
}

}  // namespace

ASSAY_TEST(patterns_test, .summary = "patterns that bad memory cells betray themselves by",
           .seconds = {.quick = 5, .standard = 150, .burnin = 3600},
           .gpu_seconds = Seconds{.quick = 3, .standard = 30, .burnin = 3600},
           .metrics = declared(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
