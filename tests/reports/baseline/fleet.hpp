#pragma once
#include <string>
#include <vector>

#include "reports/baseline/learn.hpp"

namespace assay::test {

/// Normal with mean 0 and deviation 1: element `i` of stream `seed`.
[[nodiscard]] double normal(std::uint64_t seed, std::uint64_t i);

/// Reports of nodes like healthy_report(), whose memory.read differs by node, GPU and run.
struct Fleet {
  int nodes = 10, gpus = 8, runs = 3;
  double node = 0.004, gpu = 0.003, run = 0.002;  ///< deviations, as shares of the typical value
  std::uint64_t seed = 1;
};
constexpr double kTypicalRead = 3e12;

[[nodiscard]] std::vector<ReadReport> reports_of(const Fleet& fleet);

/// What is learned from `reports`, at 2026-11-21T20:00:00Z.
[[nodiscard]] Baseline learned_from(const std::vector<ReadReport>& reports,
                                    std::size_t fewest_nodes = 5);

/// The limit on that metric; fails the test if there is not exactly one kind or no such limit.
[[nodiscard]] const LearnedLimit& limit_on(const Baseline& baseline, const std::string& test,
                                           const std::string& metric);

/// Multiplies every number of memory.read on that GPU of that node.
void slow_down(std::vector<ReadReport>& reports, const std::string& node, int gpu, double factor);

}  // namespace assay::test
