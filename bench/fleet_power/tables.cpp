#include "bench/fleet_power/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/stats.hpp"
#include "reports/peers/judge_peers.hpp"

namespace assay {
namespace {

using peers::FleetPlan;

constexpr std::array<std::size_t, 5> kSizes{8, 16, 64, 1000, 12500};

std::size_t count_of(const Effort& effort, double n) {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(n * effort.factor)));
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? "-" : fmt::format("{:.2f} %", 100 * share(part, whole));
}

void head(const std::string& line) {
  std::cout << "\n" << line << "\n";
  const auto bars = std::count(line.begin(), line.end(), '|') - 1;
  for (std::ptrdiff_t i = 0; i < bars; ++i) std::cout << "| --- ";
  std::cout << "|\n";
}

struct Row {
  std::string name;
  FleetPlan plan;
  double fleets = 1;
};

void print_row(const Row& row, const Trials& trials) {
  const peers::PeerScore& s = trials.score;
  std::cout << fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", row.name,
                           row.plan.nodes, trials.fleets, s.faults, percent(s.warned, s.faults),
                           percent(s.failed, s.faults), s.healthy, s.false_warn, s.false_fail,
                           s.splits + s.racks, s.false_splits + s.false_places)
            << std::flush;
}

constexpr const char* kHead =
    "| fleet | nodes | fleets | faulty GPUs | warned | failed after re-test | healthy node-nights "
    "| "
    "false warn | false fail | drivers and racks named | named wrongly |";

}  // namespace

void print_power(const Effort& effort) {
  constexpr std::array<double, 7> sizes{3, 4, 5, 6, 8, 10, 12};
  for (const bool whole : {false, true}) {
    std::cout << "\nOne night, 1,000 nodes x 463 metrics, the fault moves one metric of "
              << (whole ? "all GPUs of a node" : "one GPU of eight")
              << "; found / the metric called SUSPECT\n";
    head("| nodes with the fault | 3 sigma | 4 | 5 | 6 | 8 | 10 | 12 |");
    for (const double contamination : {0.0, 0.05, 0.1, 0.2, 0.3, 0.4}) {
      std::cout << fmt::format("| {:.0f} % ", 100 * contamination);
      for (const double sigmas : sizes) {
        FleetPlan plan{.nodes = 1000,
                       .contamination = contamination,
                       .least_faults = 1,
                       .sigmas = sigmas,
                       .whole_nodes = whole};
        const double fleets = contamination == 0 ? 40 : 1;
        const Trials trials = try_night(plan, count_of(effort, fleets), effort.seed);
        std::cout << fmt::format("| {:.1f}", 100 * share(trials.score.warned, trials.score.faults));
        if (trials.score.suspects > 0) std::cout << " / SUSPECT";
        std::cout << ' ' << std::flush;
      }
      std::cout << "|\n";
    }
  }
}

void print_false_alarms(const Effort& effort) {
  std::cout << "\nNobody is faulty, one night\n";
  head(kHead);
  const std::array<Row, 7> kinds{{{"normal", {}},
                                  {"Student, 4 degrees", {.heavy = 4}},
                                  {"nothing lasts", {.lasting = 0}},
                                  {"nearly all lasts", {.lasting = 0.9}},
                                  {"racks differ by 0.5 sigma", {.racks = 0.5}},
                                  {"slots differ by 1 sigma", {.slot_spread = 1}},
                                  {"a tenth is missing, two SKUs", {.skus = 2, .missing = 0.1}}}};
  for (Row row : kinds)
    for (const std::size_t nodes : kSizes) {
      row.plan.nodes = nodes;
      const double fleets = std::max(2.0, 20000.0 / static_cast<double>(nodes));
      print_row(row, try_night(row.plan, count_of(effort, fleets), effort.seed + nodes));
    }
}

void print_scenarios(const Effort& effort) {
  std::cout << "\nOne night; faults move four metrics\n";
  head(kHead);
  std::vector<Row> rows;
  for (const double fraction : {0.03, 0.05, 0.08, 0.15})
    rows.push_back({fmt::format("-{:.0f} %, one GPU of eight", 100 * fraction),
                    {.contamination = 0.02, .least_faults = 1, .fraction = fraction, .moved = 4}});
  rows.push_back({"8 sigma, one GPU of eight",
                  {.contamination = 0.1, .least_faults = 1, .sigmas = 8, .moved = 4}});
  rows.push_back(
      {"8 sigma, whole nodes",
       {.contamination = 0.1, .least_faults = 1, .sigmas = 8, .moved = 4, .whole_nodes = true}});
  rows.push_back({"8 sigma, two SKUs",
                  {.skus = 2, .contamination = 0.1, .least_faults = 1, .sigmas = 8, .moved = 4}});
  rows.push_back({"8 sigma, racks differ",
                  {.racks = 1, .contamination = 0.1, .least_faults = 1, .sigmas = 8, .moved = 4}});
  rows.push_back({"8 sigma, Student of 4 degrees",
                  {.heavy = 4, .contamination = 0.1, .least_faults = 1, .sigmas = 8, .moved = 4}});
  rows.push_back({"a bad rack, 2 sigma", {.moved = 4, .bad_racks = 1, .rack_sigmas = 2}});
  rows.push_back({"another driver on 30 %, 3 sigma",
                  {.moved = 4, .other_firmware = 0.3, .firmware_sigmas = 3}});
  rows.push_back({"the same, and 8 sigma faults",
                  {.contamination = 0.1,
                   .least_faults = 1,
                   .sigmas = 8,
                   .moved = 4,
                   .other_firmware = 0.3,
                   .firmware_sigmas = 3}});
  for (Row row : rows)
    for (const std::size_t nodes : kSizes) {
      row.plan.nodes = nodes;
      const double fleets = std::max(1.0, 2000.0 / static_cast<double>(nodes));
      print_row(row, try_night(row.plan, count_of(effort, fleets), effort.seed + nodes));
    }
}

void print_history(const Effort& effort) {
  std::cout << "\nFour nights of a fault after ten without, or a drift over 40 nights\n";
  head(kHead);
  struct Case {
    Row row;
    std::size_t nights, scored;
  };
  const std::array<Case, 5> cases{
      {{{"5 sigma, from night to night",
         {.lasting = 0, .contamination = 0.02, .least_faults = 1, .sigmas = 5, .from_night = 10}},
        14,
        4},
       {{"5 sigma, half of it lasts",
         {.contamination = 0.02, .least_faults = 1, .sigmas = 5, .from_night = 10}},
        14,
        4},
       {{"-0.1 sigma a night",
         {.contamination = 0.02, .least_faults = 1, .from_night = 10, .sigmas_a_night = 0.1}},
        50,
        40},
       {{"nobody", {}}, 14, 4},
       {{"nobody, Student of 4 degrees", {.heavy = 4}}, 14, 4}}};
  for (const Case& one : cases)
    for (const std::size_t nodes : std::span(kSizes).first(4)) {
      Row row = one.row;
      row.plan.nodes = nodes;
      const double fleets = std::max(1.0, 1000.0 / static_cast<double>(nodes));
      print_row(row, try_nights(row.plan, count_of(effort, fleets), one.nights, one.scored,
                                effort.seed + nodes));
    }
}

void print_speed(const Effort& effort) {
  std::cout << "\nSpeed, both cores; a fiftieth of the nodes is faulty\n";
  head(
      "| nodes | metrics | s a night, median of 9 | most | s of processor time, least | s with "
      "four nights of past |");
  SystemClock clock;
  for (const std::size_t nodes : {std::size_t{1000}, std::size_t{12500}, std::size_t{100000}}) {
    const FleetPlan plan{.nodes = nodes, .contamination = 0.02, .sigmas = 8, .moved = 4};
    const peers::Fleet fleet(plan);
    const Night night = fleet.night(0);
    std::vector<double> times;
    std::vector<double> busy;
    for (std::size_t i = 0; i < 9; ++i) {
      const double start = clock.now_s();
      const std::clock_t ticks = std::clock();
      const PeerJudgement judgement = judge_peers(night, {});
      times.push_back(clock.now_s() - start);
      busy.push_back(static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC);
    }
    double with_past = 0;
    if (nodes < 100000) {
      PeerPast past(night.nodes(), night.columns.size());
      for (std::size_t i = 0; i < 4; ++i) {
        const double start = clock.now_s();
        const PeerJudgement judgement = judge_peers(night, {}, &past);
        with_past = clock.now_s() - start;
      }
    }
    std::cout << fmt::format("| {} | {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n", nodes,
                             night.columns.size(), median(times),
                             *std::max_element(times.begin(), times.end()),
                             *std::min_element(busy.begin(), busy.end()), with_past)
              << std::flush;
  }
  (void)effort;
}

}  // namespace assay
