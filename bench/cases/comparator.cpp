#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/bench.hpp"
#include "core/stats.hpp"
#include "reports/judge.hpp"
#include "reports/render.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

constexpr std::array<const char*, 24> kTests{
    "memory.read",         "memory.write",        "memory.stream_copy", "memory.stream_scale",
    "memory.stream_add",   "memory.stream_triad", "memory.patterns",    "memory.latency",
    "compute.gemm_fp64",   "compute.gemm_fp32",   "compute.gemm_tf32",  "compute.gemm_fp16",
    "compute.gemm_bf16",   "compute.gemm_e4m3",   "compute.gemm_e5m2",  "compute.gemm_int8",
    "compute.fma_fp64",    "compute.fma_fp32",    "compute.digest",     "link.host_to_device",
    "link.device_to_host", "link.bidirectional",  "link.host_latency",  "link.nvlink"};

/// A node of eight GPUs with 24 tests on each: about 100 KB of JSON, as a standard run leaves.
Report report_of_eight_gpus() {
  Report report;
  report.run.id = "5f0a3f1c-8a53-4a54-9c43-2f3c1f9d0b11";
  report.run.started = "2026-11-21T19:00:00Z";
  report.run.ended = "2026-11-21T19:09:00Z";
  report.run.complete = true;
  report.run.level = "standard";
  report.run.tool = {"assay", "0.1.0", "bench", "bench"};
  report.node.hostname = "node-0001";
  for (int gpu = 0; gpu < 8; ++gpu)
    for (std::size_t test = 0; test < kTests.size(); ++test) {
      Result& result = report.results.emplace_back();
      result.test = kTests[test];
      result.subject = {.kind = "gpu", .index = gpu};
      std::vector<double> samples(200);
      for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 3e12 * (1 + 1e-4 * static_cast<double>((i * 7919 + test * 31) % 97));
      result.metrics.push_back(
          sampled_metric("rate", Unit::bytes_per_second, Better::higher, samples));
    }
  return report;
}

/// Two limits on every test, each of which must hold on every GPU.
Profile profile_of_all() {
  Profile profile{.name = "bench"};
  for (const char* test : kTests) {
    Limit speed{.test = test, .metric = "rate", .each = "gpu", .at = "bench:1"};
    speed.at_least = {.value = 2.5e12, .unit = Unit::bytes_per_second, .text = "2.5 TB/s"};
    Limit droop{.test = test, .metric = "rate", .statistic = "droop", .at = "bench:2"};
    droop.at_least = {.value = 0.9, .unit = Unit::ratio, .text = "90 %"};
    profile.limits.push_back(std::move(speed));
    profile.limits.push_back(std::move(droop));
  }
  return profile;
}

/// The report at every stage of its way to a verdict, and what each stage makes of it.
struct Stages {
  Report report = report_of_eight_gpus();
  std::string json = to_json(report);
  ReadReport read{report, "bench", ""};
  Profile profile = profile_of_all();
  JudgeOptions options{.now_wall_s = 1795288200};
  std::vector<Judgement> judged{judge(read, profile, options)};
  std::size_t made = 0;  ///< bytes or lines: what nobody looks at is optimised away
};

template <class Work>
Bench::Prepare with_stages(const Work& work) {
  return [work] {
    const auto stages = std::make_shared<Stages>();
    return [stages, work] { work(*stages); };
  };
}

void comparator(Bench& bench) {
  const Cost json{static_cast<double>(to_json(report_of_eight_gpus()).size()), 0};
  bench.add("comparator/write", json,
            with_stages([](Stages& s) { s.made += to_json(s.report).size(); }));
  bench.add("comparator/parse", json,
            with_stages([](Stages& s) { s.made += read_report(s.json, "bench").results.size(); }));
  bench.add("comparator/judge", json, with_stages([](Stages& s) {
              s.made += judge(s.read, s.profile, s.options).checks.size();
            }));
  for (const std::string& format : formats())
    bench.add("comparator/render/" + format, {},
              with_stages([format](Stages& s) { s.made += render(format, s.judged, {}).size(); }));
}

}  // namespace

ASSAY_BENCH(comparator);

}  // namespace assay
