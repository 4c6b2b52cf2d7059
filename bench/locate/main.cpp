#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "collectives/locate/locate.hpp"
#include "collectives/simulate/simulated_fabric.hpp"
#include "collectives/simulate/trial.hpp"
#include "core/clock.hpp"
#include "core/philox.hpp"

namespace assay {
namespace {

using locate::Kind;

constexpr int kUsage = 3;
constexpr double kRate = 49e9;
constexpr std::int32_t kRails = 4;

/// One row of the table: many runs of the same kind of trouble.
struct Row {
  std::int32_t nodes = 0;
  Kind kind = Kind::node;
  std::int32_t faults = 0;
  bool few_rounds = false;  ///< six rounds, whatever the size
  bool routes = true;       ///< the search knows them
  double outliers = 0;
};

/// Sums over the runs of a row.
struct Totals {
  std::int64_t runs = 0, faults = 0, found = 0, wrong = 0, undecided = 0, clean = 0;
  std::int32_t rounds = 0;  ///< the most
  double seconds = 0;
};

void run_once(const Row& row, std::uint64_t seed, Clock& clock, bool tell, Totals& totals) {
  const locate::Fabric built = simulate::build({.nodes = row.nodes, .rails = kRails});
  const auto faults =
      row.faults == 0
          ? std::vector<simulate::Fault>{}
          : simulate::draw_faults(built, {.kind = row.kind, .count = row.faults, .seed = seed});
  const simulate::Noise noise{.deviation = 0.01, .outliers = row.outliers};
  const simulate::SimulatedFabric fabric(built, faults, noise, kRate, seed);
  simulate::SimulatedPairs probe(fabric);
  const locate::Fabric known = row.routes ? built : simulate::without_routes(built);
  locate::LocateOptions options{.seed = seed + 1};
  if (row.few_rounds) options.all_pairs_up_to = 0;
  const double start = clock.now_s();
  const locate::Findings findings = locate::locate(known, probe, options);
  totals.seconds += clock.now_s() - start;
  const simulate::Score score = simulate::score(known, faults, findings.culprits);
  ++totals.runs;
  totals.faults += static_cast<std::int64_t>(faults.size());
  totals.found += score.found;
  totals.wrong += score.wrong;
  totals.rounds = std::max(totals.rounds, findings.rounds);
  if (!findings.undecided.empty()) ++totals.undecided;
  if (!tell || (score.wrong == 0 && std::cmp_equal(score.found, faults.size()))) return;
  for (const simulate::Fault& fault : faults)
    std::cout << fmt::format(
        "  seed {} fault {} node {} other {} rail {} leaf {} uplink {} {:.3f}\n", seed,
        locate::name(fault.kind), fault.node, fault.other, fault.rail, fault.leaf, fault.uplink,
        fault.share);
  for (const locate::Culprit& culprit : findings.culprits)
    std::cout << "  " << locate::sentence(known, culprit) << '\n';
  for (const std::string& why : findings.undecided) std::cout << "  ? " << why << '\n';
}

std::string line(const Row& row, const Totals& totals) {
  const auto runs = static_cast<double>(totals.runs);
  const std::string found =
      totals.faults == 0 ? "-"
                         : fmt::format("{:.2f} %", 100.0 * static_cast<double>(totals.found) /
                                                       static_cast<double>(totals.faults));
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {:.4f} | {:.3f} | {} | {:.4f} |",
                     row.nodes, row.faults == 0 ? "none" : locate::name(row.kind), row.faults,
                     row.few_rounds ? "few" : "auto", row.routes ? "known" : "unknown",
                     row.outliers, totals.runs, found, static_cast<double>(totals.wrong) / runs,
                     static_cast<double>(totals.undecided) / runs, totals.rounds,
                     totals.seconds / runs);
}

/// So many runs that a row takes seconds, not minutes.
std::int64_t runs_of(const Row& row, double effort) {
  const bool all_pairs = row.nodes <= 256 && !row.few_rounds;
  const double flows = static_cast<double>(row.nodes) * (all_pairs ? row.nodes : 6);
  return std::clamp(static_cast<std::int64_t>(effort * 3e6 / flows), std::int64_t{20},
                    static_cast<std::int64_t>(effort * 2000) + 20);
}

std::vector<Row> rows() {
  std::vector<Row> all;
  for (const std::int32_t nodes : {8, 64, 256, 1024, 12500}) {
    all.push_back({.nodes = nodes});
    for (const Kind kind :
         {Kind::node, Kind::nic, Kind::direction, Kind::pair, Kind::leaf, Kind::uplink})
      for (const std::int32_t faults : {1, 5, 20}) {
        if (kind != Kind::pair || nodes <= 256) all.push_back({nodes, kind, faults});
        const bool ends = kind == Kind::node || kind == Kind::nic || kind == Kind::direction;
        if (nodes <= 256 && ends)
          all.push_back({.nodes = nodes, .kind = kind, .faults = faults, .few_rounds = true});
        if (kind == Kind::uplink && nodes >= 64)
          all.push_back({.nodes = nodes, .kind = kind, .faults = faults, .routes = false});
      }
  }
  for (const std::int32_t nodes : {64, 1024})
    for (const Kind kind : {Kind::node, Kind::nic, Kind::direction, Kind::leaf, Kind::uplink})
      all.push_back({.nodes = nodes, .kind = kind, .faults = 5, .outliers = 0.02});
  return all;
}

int run(int argc, char** argv) {
  double effort = 1;
  std::int32_t only = 0;
  bool tell = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--tell")
      tell = true;
    else if (word == "--nodes" && i + 1 < argc)
      only = static_cast<std::int32_t>(std::strtol(argv[++i], nullptr, 10));
    else if (word == "--effort" && i + 1 < argc)
      effort = std::strtod(argv[++i], nullptr);
    else {
      std::cerr << "locate-bench [--nodes N] [--effort X] [--tell]\n";
      return kUsage;
    }
  }
  SystemClock clock;
  std::cout
      << "| nodes | kind | faults | rounds | routes | outliers | runs | found | false a run | "
         "undecided a run | most rounds | s a run |\n"
         "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
  std::int64_t row_number = 0;
  for (const Row& row : rows()) {
    ++row_number;
    if (only > 0 && row.nodes != only) continue;
    Totals totals;
    for (std::int64_t i = 0; i < runs_of(row, effort); ++i)
      run_once(row,
               random_bits(static_cast<std::uint64_t>(row_number), static_cast<std::uint64_t>(i)),
               clock, tell, totals);
    std::cout << line(row, totals) << "\n" << std::flush;
  }
  return 0;
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  try {
    return assay::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "locate-bench: " << error.what() << "\n";
    return 4;
  }
}
