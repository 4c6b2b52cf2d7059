#include "tests/reports/fleet/rich_report.hpp"

#include <nlohmann/json.hpp>

#include "core/stats.hpp"
#include "reports/writer.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

constexpr int kGpus = 2;

Result on(const Subject& subject, const std::string& test, std::vector<Metric> metrics) {
  Result result;
  result.test = test;
  result.subject = subject;
  result.metrics = std::move(metrics);
  result.elapsed_s = 1.5;
  result.began_s = 12.25;
  return result;
}

void add_gpu(Report& report, int index) {
  const Subject gpu{.kind = "gpu", .index = index, .uuid = "GPU-" + std::to_string(index)};
  Result speed = on(gpu, "memory.write", {rate("bandwidth", Unit::bytes_per_second, 2.9e12)});
  speed.metrics.front().peak = 3.352e12;
  speed.metrics.front().nominal = 3.35e12;
  speed.params = {
      {"bytes", std::int64_t{1} << 32}, {"passes", std::int64_t{1017}}, {"data", "random"}};
  speed.steady = true;
  speed.load = Span{0.5, 3.25};
  speed.facts = {{"mode", "wide"}, {"remark", "nothing special"}};
  speed.telemetry.quantities = {{"power_w", {{"mean", 500.5}, {"max", 612}}}};
  report.results.push_back(speed);
  speed.params["bytes"] = std::int64_t{1} << 20;  // a second size of the same test
  speed.metrics = {rate("bandwidth", Unit::bytes_per_second, 1.9e12, 5)};
  report.results.push_back(speed);
  Result digest = on(gpu, "compute.digest", {rate("rate", Unit::ops, 1e12)});
  digest.params = {{"rounds", std::int64_t{64}}, {"repeats", std::int64_t{811}}};
  digest.facts = {{"kernel", "wgmma"}, {"isa", "sm_90"}, {"digest_fp16", "0x00c0ffee00c0ffee"}};
  report.results.push_back(digest);
  report.results.push_back(
      on(gpu, "system.nvlink",
         {reading("active_links", Unit::count, Better::higher, 18),
          reading("link_speed", Unit::bytes_per_second, Better::higher, 25e9)}));
}

void add_node(Report& report) {
  report.node.machine_id = "0123";
  report.node.board_serial = "B-1";
  report.node.boot_id = "boot-1";
  report.node.bios = "1.2.3";
  report.node.place = Place{"r1", "l1", "su1", "me", 4};
  report.node.nics = {{"mlx5_0", "0000:3b:00.0", "0x1234", "28.39", "board", "mlx5_core"}};
  report.node.links = {{"gpu0", "mlx5_0", "PIX"}};
  report.run.argv = {"assay", "run", "-o", "node.json"};
  report.run.environment = {{"NCCL_DEBUG", "WARN"}};
  report.run.planned_on = {{"memory.write", {"gpu 0", "gpu 1"}}};
  report.run.opening = {{"system.port_traffic", {{"mlx5_0/1.errors", 3}}}};
  report.events = {{"2026-11-21T18:59:00Z", "phase", {}, 3, "began"}};
  report.telemetry = {{{.kind = "gpu", .index = 0, .uuid = "GPU-0"},
                       "power",
                       Unit::watts,
                       0.25,
                       0.1,
                       {Series::Point{1, 2, 3}, std::nullopt, Series::Point{4.5, 5.5, 6.5}}}};
  Result sum =
      on({}, "collective.all_reduce", {rate("bus_bandwidth", Unit::bytes_per_second, 3e11)});
  sum.params = {
      {"bytes", std::int64_t{1} << 30}, {"nodes", std::int64_t{1}}, {"ranks", std::int64_t{2}}};
  report.results.push_back(sum);
}

}  // namespace

Report rich_report(const std::string& hostname) {
  Report report = healthy_report();
  report.node.hostname = hostname;
  report.node.gpus.resize(kGpus);
  std::erase_if(report.results,
                [](const Result& result) { return result.subject.index.value_or(0) >= kGpus; });
  for (int i = 0; i < kGpus; ++i) add_gpu(report, i);
  add_node(report);
  return report;
}

const Profile& rich_profile() {
  static const Profile profile = read_profile(R"(profile: rich
describes: two GPUs
matches: {gpu: "NVIDIA H100*", gpus: 2}
expect: {gpus: 2, gpu: "NVIDIA H100*", sms: 132, memory: ">= 79 GiB", ecc: on, driver: ["570.*", "580.*"],
         nvlinks: 18, nvlink_speed: 25 GB/s, host_memory: ">= 2 TiB", nics: 1}
limits:
  - {test: memory.read, metric: bandwidth, each: gpu, at_least: 85 % of peak, warn_below: 86 % of peak}
  - {test: memory.read, metric: bandwidth, each: gpu, statistic: droop, at_least: 90 %}
  - {test: memory.read, metric: telemetry.temperature_c.max, each: gpu, at_most: 85 degC}
  - {test: memory.write, metric: bandwidth, each: gpu, when: {bytes: 4 GiB}, at_least: 2.5 TB/s, statistic: p50}
  - {test: memory.write, metric: "band*", at_least: 50 % of nominal, when: {bytes: 4 GiB}, expect: {mode: [wide, narrow]}}
  - {test: memory.write, metric: telemetry.power_w.*, each: gpu, at_most: 700 W}
  - {test: collective.all_reduce, metric: bus_bandwidth, at_least: 200 GB/s}
  - {test: memory.patterns, metric: defects, at_most: 0}
  - {test: memory.patterns, metric: coverage, at_least: 40 %}
  - {test: system.kernel_log, metric: xid_count, at_most: 0}
  - {test: system.infiniband, metric: link_downed_delta, each: port, at_most: 0}
  - {test: memory.read, metric: bandwidth, level: burnin, at_least: 99 % of peak}
)",
                                              "rich.yaml");
  return profile;
}

const Site& rich_site() {
  static const Site site = [] {
    Site made;
    for (const char* name : {"node-0001", "node-0002", "node-0003"})
      made.hosts[name] = {.place = {.rack = "r1", .su = "su1"}};
    made.hosts["node-0001"].serial = "SN-1";
    made.hosts["node-0001"].gpu_serials = {"1650123000000", "1650123000001"};
    return made;
  }();
  return site;
}

fleet::Criteria rich_criteria() {
  return {.profile = [](const Report&) { return std::make_shared<const Profile>(rich_profile()); },
          .options =
              [](const Report& report) {
                JudgeOptions options{.now_wall_s = kNow_s, .max_age_s = 86400};
                if (const SiteHost* host = rich_site().find(report.node.hostname)) {
                  options.expected_serial = host->serial;
                  options.expected_serials = host->gpu_serials;
                }
                return options;
              }};
}

std::string plain_json(const Report& report) {
  return nlohmann::ordered_json::parse(to_json(report)).dump();
}

}  // namespace assay::test
