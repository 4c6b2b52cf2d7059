#include <fmt/format.h>

#include <array>
#include <fstream>
#include <string_view>

#include "bench/fleet/fleet_files.hpp"
#include "core/philox.hpp"
#include "reports/writer.hpp"

namespace assay::bench_fleet {
namespace {

constexpr int kGpus = 8;
constexpr std::array<const char*, 22> kTests{
    "memory.read",        "memory.write",        "memory.stream_copy",  "memory.stream_scale",
    "memory.stream_add",  "memory.stream_triad", "memory.random",       "memory.strided",
    "compute.gemm_fp64",  "compute.gemm_fp32",   "compute.gemm_tf32",   "compute.gemm_fp16",
    "compute.gemm_bf16",  "compute.gemm_e4m3",   "compute.gemm_e5m2",   "compute.gemm_int8",
    "compute.fma_fp64",   "compute.fma_fp32",    "link.host_to_device", "link.device_to_host",
    "link.bidirectional", "link.nvlink"};
constexpr double kTypical = 3e12;

/// Samples that a good device may have given around `typical`.
Metric rate(double typical, std::uint64_t seed, std::uint64_t which) {
  const auto drawn = [&](std::uint64_t i) { return random_uniform(seed, 16 * which + i); };
  const double step = typical * 0.0005 * (1 + drawn(0));
  Samples s;
  s.n = 200;
  s.p50 = typical;
  s.p05 = typical - 2 * step * (1 + 0.1 * drawn(1));
  s.p01 = s.p05 - step * drawn(2);
  s.min = s.p01 - step * drawn(3);
  s.p95 = typical + 2 * step * (1 + 0.1 * drawn(4));
  s.p99 = s.p95 + step * drawn(5);
  s.max = s.p99 + step * drawn(6);
  s.mean = typical + step * (drawn(7) - 0.5);
  s.stddev = step * (1 + drawn(8));
  s.droop = 1 - 0.01 * drawn(9);
  return {.name = "rate",
          .unit = Unit::bytes_per_second,
          .better = Better::higher,
          .value = s.p05,
          .statistic = "p05",
          .peak = 3.352e12,
          .samples = s};
}

void add_machine(Report& report, std::size_t node) {
  report.node.hostname = fmt::format("node-{:06}", node);
  report.node.serial = fmt::format("SN-{:06}", node);
  report.node.machine_id = fmt::format("{:032x}", node);
  report.node.bios = "1.2.3";
  report.node.software = {{"driver", "580.95.05"}, {"kernel", "6.8.0"}, {"nccl", "2.28.3"}};
  for (int gpu = 0; gpu < kGpus; ++gpu)
    report.node.gpus.push_back({.index = gpu,
                                .uuid = fmt::format("GPU-{:08x}-{}", node, gpu),
                                .serial = fmt::format("16{:08}{}", node, gpu),
                                .name = "NVIDIA H100 80GB HBM3",
                                .vbios = "96.00.89.00.01",
                                .pci = fmt::format("0000:{:02x}:00.0", 16 + gpu),
                                .memory_bytes = 85520809984,
                                .sms = 132});
}

Report report_of(std::size_t node, std::uint64_t seed) {
  Report report;
  report.run.id = fmt::format("00000000-0000-4000-8000-{:012x}", node);
  report.run.started = "2026-11-21T19:00:00Z";
  report.run.ended = fmt::format("2026-11-21T19:0{}:{:02}Z", node % 10, node % 60);
  report.run.complete = true;
  report.run.level = "standard";
  report.run.tool = {"assay", "0.1.0", "bench", "bench"};
  add_machine(report, node);
  for (std::size_t test = 0; test < kTests.size(); ++test)
    for (int gpu = 0; gpu < kGpus; ++gpu) {
      const std::uint64_t which =
          (node * kTests.size() + test) * kGpus + static_cast<std::uint64_t>(gpu);
      Result& result = report.results.emplace_back();
      result.test = kTests[test];
      result.subject = {.kind = "gpu",
                        .index = gpu,
                        .uuid = report.node.gpus[static_cast<std::size_t>(gpu)].uuid};
      result.params = {{"bytes", std::int64_t{1} << 32},
                       {"passes", static_cast<std::int64_t>(900 + random_bits(seed, which) % 200)}};
      result.steady = true;
      result.metrics.push_back(rate(
          kTypical * (1 + 0.003 * (2 * random_uniform(seed + 1, which) - 1)), seed + 2, which));
      result.telemetry.quantities = {
          {"power_w", {{"mean", 610 + 40 * random_uniform(seed + 3, which)}, {"max", 690.25}}},
          {"temperature_c", {{"mean", 61.5}, {"max", 64 + 6 * random_uniform(seed + 4, which)}}}};
      result.elapsed_s = 2 + random_uniform(seed + 5, which);
    }
  return report;
}

/// Plants a fault; its name.
std::string_view plant(Report& report, std::size_t node, std::uint64_t seed) {
  Result& victim = report.results[random_bits(seed + 6, node) % report.results.size()];
  switch (node % 5) {
    case 0:
      victim.metrics.front() = rate(0.85 * kTypical, seed, node);
      return "15 % slow";
    case 1:
      victim.outcome = Outcome::failed;
      victim.defects.push_back({.what = "wrong element", .where = "SM 17", .count = 3});
      return "defect";
    case 2:
      victim.metrics.front().value.reset();
      return "absent value";
    case 3:
      victim.telemetry.quantities["temperature_c"]["max"] = 97;
      return "hot";
    default:
      report.run.complete = false;
      return "incomplete";
  }
}

void write_profile(const std::filesystem::path& file) {
  std::ofstream profile(file);
  profile << "profile: bench\ndescribes: eight GPUs\nexpect: {gpus: 8, sms: 132, memory: \">= 79 "
             "GiB\", "
             "driver: [\"580.*\"]}\nlimits:\n";
  for (const char* test : kTests)
    profile << "  - {test: " << test << ", metric: rate, each: gpu, at_least: 88 % of peak}\n"
            << "  - {test: " << test
            << ", metric: rate, each: gpu, statistic: droop, at_least: 95 %}\n"
            << "  - {test: " << test
            << ", metric: telemetry.temperature_c.max, each: gpu, at_most: 90 degC}\n";
}

}  // namespace

std::vector<Planted> write_reports(const std::filesystem::path& folder, std::size_t nodes,
                                   std::uint64_t seed) {
  constexpr std::size_t every = 250;  // as many nodes have one fault
  std::filesystem::create_directories(folder / "reports");
  write_profile(folder / "profile.yaml");
  std::vector<Planted> planted;
  for (std::size_t node = 0; node < nodes; ++node) {
    Report report = report_of(node, seed);
    if (node % every == every / 2)
      planted.push_back({report.node.hostname, std::string(plant(report, node / every, seed))});
    std::ofstream file(folder / "reports" / (report.node.hostname + ".json"));
    file << to_json(report);
  }
  return planted;
}

}  // namespace assay::bench_fleet
