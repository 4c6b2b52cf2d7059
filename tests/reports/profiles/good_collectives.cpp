#include "tests/reports/profiles/good_collectives.hpp"

#include <algorithm>
#include <map>

#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

/// A figure of links that nobody states.
constexpr double kUnstated = 1e9;

/// What NCCL says of how it worked.
std::map<std::string, std::string> facts_of(const Chip& chip, std::int64_t nodes) {
  return {{"algorithm", nodes > 1         ? "TREE"
                        : chip.adding > 0 ? "NVLS"
                                          : "RING"},
          {"transport", nodes > 1 ? "IB" : "P2P/CUMEM"}};
}

}  // namespace

double collective_ceiling(const Chip& chip, const std::string& test, std::int64_t nodes) {
  if (chip.nvlinks == 0) return 0;
  const auto all = static_cast<double>(chip.gpus * nodes);
  const bool sums = test == "collective.all_reduce";
  if (all <= std::max(chip.adding, chip.gpus))  // NVLink alone
    return sums && chip.adding > 0 ? 2 * (all - 1) / (all + 1) * chip.peer() : chip.peer();
  const double ring = std::min(chip.peer(), chip.network);
  if (!sums) return ring;
  const double within = chip.adding > 0 ? chip.peer() / (1 + 1.0 / chip.gpus) : chip.peer();
  const auto n = static_cast<double>(nodes);
  const double sizes = std::min(within, chip.network / (2 * (n - 1) / n));
  return 2 * (all - 1) / all * sizes;
}

void measure_collectives(Report& report, const Chip& chip, const Subject& gpu, std::int64_t nodes,
                         double share) {
  constexpr std::int64_t gib = std::int64_t{1} << 30;
  for (const char* test :
       {"collective.all_reduce", "collective.all_gather", "collective.reduce_scatter"})
    for (const char* type : {"bf16", "fp32"})
      for (const std::int64_t bytes : {gib, 8 * gib}) {
        Result& result = report.results.emplace_back();
        result.test = test;
        result.subject = gpu;
        result.params = {
            {"bytes", bytes}, {"type", type}, {"nodes", nodes}, {"ranks", nodes * chip.gpus}};
        const double most = collective_ceiling(chip, test, nodes);
        result.metrics = {
            rate("bus_bandwidth", Unit::bytes_per_second, most > 0 ? share * most : kUnstated)};
        result.facts = facts_of(chip, nodes);
        result.steady = true;
        result.elapsed_s = 1;
      }
}

}  // namespace assay::test
