#include <fmt/format.h>

#include <array>
#include <fstream>
#include <string_view>

#include "bench/fleet/fleet_files.hpp"
#include "core/philox.hpp"

namespace assay::bench_fleet {
namespace {

constexpr int kRanks = 8;

/// A metric and what a good node measures.
struct FlatMetric {
  std::string name;
  double typical;
  bool higher;
};

std::vector<FlatMetric> flat_metrics(std::size_t count) {
  constexpr std::array<std::string_view, 4> benchmarks{"gpu-copy-bw:perf", "gemm-flops",
                                                       "kernel-launch", "nccl-bw:nvlink"};
  std::vector<FlatMetric> metrics;
  metrics.reserve(count);
  // A family that is cut off would look like ranks that are absent.
  const std::size_t in_families = count / kRanks * kRanks;
  for (std::size_t i = 0; i < in_families; ++i) {
    const std::size_t family = i / kRanks;
    const bool higher = family % benchmarks.size() != 2;
    metrics.push_back({fmt::format("{}/{}_{:02}:{}", benchmarks[family % benchmarks.size()],
                                   higher ? "bandwidth" : "event_overhead", family, i % kRanks),
                       higher ? 50.0 + static_cast<double>(family) : 0.0055, higher});
  }
  for (std::size_t i = in_families; i < count; ++i)
    metrics.push_back({fmt::format("node-level/metric_{:03}", i), 100, true});
  return metrics;
}

/// What is wrong with one node.
enum class FlatFault { none, slow, not_a_number, absent, huge, count };

FlatFault fault_of(std::size_t node) {
  constexpr std::size_t every = 500;  // as many nodes have one
  if (node % every != every / 2) return FlatFault::none;
  return static_cast<FlatFault>(1 +
                                node / every % (static_cast<std::size_t>(FlatFault::count) - 1));
}

std::string_view name(FlatFault fault) {
  constexpr std::array<std::string_view, 5> names{"none", "8 % slow", "NaN", "absent metric",
                                                  "1e30"};
  return names.at(static_cast<std::size_t>(fault));
}

std::string line_of(std::size_t node, const std::vector<FlatMetric>& metrics, std::uint64_t seed) {
  constexpr double noise = 0.003;
  const FlatFault fault = fault_of(node);
  const std::size_t victim = random_bits(seed, node) % metrics.size();
  std::string line = fmt::format(R"({{"node": "node-{:06}")", node);
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const FlatMetric& metric = metrics[i];
    const double spread = 2 * random_uniform(seed + 1, node * metrics.size() + i) - 1;
    double value = metric.typical * (1 + noise * spread);
    const bool here = i == victim;
    if (here && fault == FlatFault::absent) continue;
    if (here && fault == FlatFault::slow) value *= metric.higher ? 0.92 : 1.08;
    if (here && fault == FlatFault::huge) value = metric.higher ? 1e30 : 1e-30;
    line += here && fault == FlatFault::not_a_number
                ? fmt::format(", \"{}\": NaN", metric.name)
                : fmt::format(", \"{}\": {}", metric.name, value);
  }
  return line + "}\n";
}

void write_criteria(const std::filesystem::path& folder, const std::vector<FlatMetric>& metrics) {
  std::ofstream rules(folder / "rules.yaml");
  rules << "version: v0.12\nsuperbench:\n  rules:\n"
           "    slower:\n      function: variance\n      criteria: 'lambda x: x < -0.05'\n"
           "      categories: Bandwidth\n      metrics:\n"
           "        - gpu-copy-bw:perf/bandwidth_.*\n        - gemm-flops/bandwidth_.*\n"
           "        - nccl-bw:nvlink/bandwidth_.*\n        - node-level/metric_.*\n"
           "    longer:\n      function: variance\n      criteria: 'lambda x: x > 0.05'\n"
           "      categories: Latency\n      metrics:\n        - kernel-launch/event_overhead_.*\n";
  std::ofstream baseline(folder / "baseline.json");
  std::string text = "{";
  for (const FlatMetric& metric : metrics)
    text +=
        fmt::format("{}\n  \"{}\": {}", text.size() > 1 ? "," : "", metric.name, metric.typical);
  baseline << text << "\n}\n";
}

}  // namespace

std::vector<Planted> write_flat(const std::filesystem::path& folder, std::size_t nodes,
                                std::size_t metrics, std::uint64_t seed) {
  const std::vector<FlatMetric> all = flat_metrics(metrics);
  write_criteria(folder, all);
  std::ofstream results(folder / "results.jsonl");
  std::vector<Planted> planted;
  for (std::size_t node = 0; node < nodes; ++node) {
    results << line_of(node, all, seed);
    if (const FlatFault fault = fault_of(node); fault != FlatFault::none)
      planted.push_back({fmt::format("node-{:06}", node), std::string(name(fault))});
  }
  return planted;
}

}  // namespace assay::bench_fleet
