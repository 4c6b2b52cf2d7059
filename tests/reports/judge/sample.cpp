#include "tests/reports/judge/sample.hpp"

#include <stdexcept>

#include "core/stats.hpp"

namespace assay::test {
namespace {

constexpr int kGpus = 8;

Gpu gpu(int index) {
  Gpu gpu;
  gpu.index = index;
  gpu.uuid = "GPU-" + std::to_string(index);
  gpu.serial = "165012300000" + std::to_string(index);
  gpu.name = "NVIDIA H100 80GB HBM3";
  gpu.memory_bytes = 85520809984;
  gpu.sms = 132;
  return gpu;
}

Result read_result_of(int index) {
  Result result;
  result.test = "memory.read";
  result.subject = {.kind = "gpu", .index = index, .uuid = "GPU-" + std::to_string(index)};
  result.params["bytes"] = std::int64_t{4294967296};
  result.steady = true;
  Metric bandwidth = rate("bandwidth", Unit::bytes_per_second, 3.0e12 + index * 1e9);
  bandwidth.peak = 3.352e12;
  bandwidth.nominal = 3.35e12;
  result.metrics = {bandwidth};
  result.facts["ecc"] = "on";
  result.telemetry.quantities["temperature_c"] = {{"mean", 55}, {"max", 61}};
  result.elapsed_s = 2;
  return result;
}

Result on_node(const std::string& test, std::vector<Metric> metrics) {
  Result result;
  result.test = test;
  result.metrics = std::move(metrics);
  result.elapsed_s = 1;
  return result;
}

}  // namespace

Metric rate(const std::string& name, Unit unit, double typical, int n) {
  std::vector<double> samples;
  samples.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) samples.push_back(typical * (1 + 0.01 * ((i * 7) % 5 - 2)));
  return sampled_metric(name, unit, Better::higher, samples);
}

Report healthy_report() {
  Report report;
  report.run.id = "6f1d2f0e-6a57-4c8e-9b1e-000000000001";
  report.run.started = "2026-11-21T18:58:00Z";
  report.run.ended = "2026-11-21T19:00:00Z";
  report.run.complete = true;
  report.run.planned = {"memory.patterns", "memory.read", "system.infiniband", "system.kernel_log"};
  report.run.tool.version = "0.1.0";
  report.node.hostname = "node-0001";
  report.node.serial = "SN-1";
  report.node.cpus = {
      {.socket = 0, .model = "Xeon", .microcode = "0x1", .cores = 48, .threads = 96}};
  report.node.memory = {.bytes = std::int64_t{1} << 41, .numa_nodes = 2};
  report.node.software = {{"driver", "580.95.05"}, {"kernel", "6.1.0"}};
  for (int i = 0; i < kGpus; ++i) {
    report.node.gpus.push_back(gpu(i));
    report.results.push_back(read_result_of(i));
  }
  report.results.push_back(
      on_node("memory.patterns", {reading("defects", Unit::count, Better::lower, 0),
                                  reading("coverage", Unit::ratio, Better::higher, 0.5)}));
  report.results.push_back(
      on_node("system.kernel_log", {reading("xid_count", Unit::count, Better::lower, 0)}));
  Result infiniband = on_node("system.infiniband", {});
  infiniband.outcome = Outcome::skipped;
  infiniband.absent = true;
  infiniband.reason = "no RDMA device";
  report.results.push_back(infiniband);
  return report;
}

std::string healthy_yaml() {
  return R"(profile: healthy
describes: eight GPUs
matches: {gpu: "NVIDIA H100*", gpus: 8}
expect: {gpus: 8, gpu: "NVIDIA H100*", sms: 132, memory: ">= 79 GiB", ecc: on, driver: ["570.*", "580.*"]}
limits:
  - test: memory.read
    metric: bandwidth
    each: gpu
    at_least: 85 % of peak
    source: {url: "https://example.org", statistic: p05, date: 2026-11-21}
  - {test: memory.read, metric: bandwidth, each: gpu, statistic: droop, at_least: 90 %}
  - {test: memory.read, metric: telemetry.temperature_c.max, each: gpu, at_most: 85 degC}
  - {test: memory.patterns, metric: defects, at_most: 0}
  - {test: system.kernel_log, metric: xid_count, at_most: 0}
  - {test: system.infiniband, metric: link_downed_delta, each: port, at_most: 0}
)";
}

Judgement judge_with(const Report& report, const std::string& yaml) {
  return judge({report, "node-0001.json", ""}, read_profile(yaml, "healthy.yaml"),
               {.now_wall_s = kNow_s});
}

Judgement judge_healthy(const Report& report) {
  static const Profile profile = read_profile(healthy_yaml(), "healthy.yaml");
  return judge({report, "node-0001.json", ""}, profile, {.now_wall_s = kNow_s});
}

bool has_reason(const Judgement& judgement, const std::string& id) {
  for (const Reason& reason : judgement.reasons)
    if (reason.id == id) return true;
  return false;
}

std::string reasons_of(const Judgement& judgement) {
  std::string text;
  for (const Reason& reason : judgement.reasons) text += reason.id + ": " + reason.text + "\n";
  return text;
}

Result& result_of(Report& report, const std::string& test, const std::string& subject) {
  for (Result& result : report.results)
    if (result.test == test && label(result.subject) == subject) return result;
  throw std::out_of_range(test + " on " + subject);
}

std::string one_limit(const std::string& limit) {
  return "profile: one\nlimits:\n  - " + limit + "\n";
}

}  // namespace assay::test
