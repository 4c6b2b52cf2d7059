#include "tests/reports/baseline/fleet.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "core/philox.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

void scale(Metric& metric, double factor) {
  *metric.value *= factor;
  Samples& s = *metric.samples;
  for (double* x : {&s.min, &s.p01, &s.p05, &s.p50, &s.p95, &s.p99, &s.max, &s.mean, &s.stddev})
    *x *= factor;
}

}  // namespace

double normal(std::uint64_t seed, std::uint64_t i) {
  const double u = 1 - random_uniform(seed, 2 * i);
  const double v = random_uniform(seed, 2 * i + 1);
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

std::vector<ReadReport> reports_of(const Fleet& fleet) {
  std::vector<ReadReport> reports;
  reports.reserve(static_cast<std::size_t>(fleet.nodes) * static_cast<std::size_t>(fleet.runs));
  std::uint64_t i = 0;
  const Report healthy = healthy_report();
  for (int node = 0; node < fleet.nodes; ++node) {
    const double of_node = fleet.node * normal(fleet.seed, i++);
    std::vector<double> of_gpu;
    of_gpu.reserve(static_cast<std::size_t>(fleet.gpus));
    for (int gpu = 0; gpu < fleet.gpus; ++gpu)
      of_gpu.push_back(fleet.gpu * normal(fleet.seed, i++));
    for (int run = 0; run < fleet.runs; ++run) {
      Report report = healthy;
      report.node.hostname = "node-" + std::to_string(node);
      report.run.id = std::to_string(node) + "-" + std::to_string(run);
      report.run.planned.clear();
      for (int gpu = 0; gpu < fleet.gpus; ++gpu) {
        Metric& metric =
            result_of(report, "memory.read", "gpu " + std::to_string(gpu)).metrics.front();
        const double share = 1 + of_node + of_gpu[static_cast<std::size_t>(gpu)] +
                             fleet.run * normal(fleet.seed, i++);
        scale(metric, kTypicalRead * share / *metric.value);
      }
      reports.push_back({report, report.run.id + ".json", ""});
    }
  }
  return reports;
}

Baseline learned_from(const std::vector<ReadReport>& reports, std::size_t fewest_nodes) {
  BaselineLearner learner({.name = "good",
                           .made = "2026-11-21T20:00:00Z",
                           .tool = {.version = "0.1.0", .commit = "c0ffee"},
                           .fewest_nodes = fewest_nodes});
  for (const ReadReport& report : reports) learner.take(report);
  return learner.learned();
}

const LearnedLimit& limit_on(const Baseline& baseline, const std::string& test,
                             const std::string& metric) {
  for (const LearnedLimit& limit : baseline.kinds.at(0).limits)
    if (limit.test == test && limit.metric == metric) return limit;
  throw std::out_of_range(test + "." + metric);
}

void slow_down(std::vector<ReadReport>& reports, const std::string& node, int gpu, double factor) {
  for (ReadReport& read : reports)
    if (read.report.node.hostname == node)
      scale(result_of(read.report, "memory.read", "gpu " + std::to_string(gpu)).metrics.front(),
            factor);
}

}  // namespace assay::test
