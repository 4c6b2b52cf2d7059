#include "tests/reports/profiles/good_node.hpp"

#include <utility>

#include "core/stats.hpp"
#include "tests/reports/judge/sample.hpp"
#include "tests/reports/profiles/good_collectives.hpp"

namespace assay::test {
namespace {

constexpr double kGood = 0.95;
constexpr int kNics = 8;

struct Measured {
  const char* test;
  const char* metric;
  Unit unit;
};

constexpr Unit kBytes = Unit::bytes_per_second;

/// What a standard run measures on every GPU, named as the tests name it.
const std::vector<Measured>& on_gpu() {
  static const std::vector<Measured> all{
      {"memory.read", "bandwidth", kBytes},
      {"memory.write", "bandwidth", kBytes},
      {"memory.stream_copy", "bandwidth", kBytes},
      {"memory.stream_scale", "bandwidth", kBytes},
      {"memory.stream_add", "bandwidth", kBytes},
      {"memory.stream_triad", "bandwidth", kBytes},
      {"memory.copy", "copy_engine_bandwidth", kBytes},
      {"memory.copy", "sm_bandwidth", kBytes},
      {"memory.l2_bandwidth", "bandwidth", kBytes},
      {"memory.random_access", "updates", Unit::per_second},
      {"memory.latency", "l1_latency", Unit::seconds},
      {"memory.latency", "l2_latency", Unit::seconds},
      {"memory.latency", "dram_latency", Unit::seconds},
      {"memory.patterns", "bandwidth", kBytes},
      {"memory.patterns", "coverage", Unit::ratio},
      {"memory.patterns", "coverage_of_free", Unit::ratio},
      {"compute.digest", "rate", Unit::ops},
      {"compute.checked_gemm", "flops", Unit::flops},
      {"compute.launch", "kernel_latency", Unit::seconds},
      {"compute.launch", "graph_latency", Unit::seconds},
      {"link.host_to_device", "bandwidth", kBytes},
      {"link.device_to_host", "bandwidth", kBytes},
      {"link.bidirectional", "bandwidth", kBytes},
      {"link.host_latency", "latency", Unit::seconds},
      {"link.nvlink", "active_links", Unit::count},
      {"link.nvlink", "link_speed", kBytes},
      {"link.pcie", "width_share", Unit::ratio},
      {"link.pcie", "speed_share", Unit::ratio},
  };
  return all;
}

/// What the same run measures with the host's memory and processors.
const std::vector<Measured>& on_host() {
  static const std::vector<Measured> all{
      {"memory.read", "bandwidth", kBytes},
      {"memory.write", "bandwidth", kBytes},
      {"memory.stream_triad", "bandwidth", kBytes},
      {"memory.latency", "dram_latency", Unit::seconds},
      {"memory.patterns", "coverage", Unit::ratio},
      {"compute.gemm_fp64", "flops", Unit::flops},
      {"compute.fma_fp64", "flops", Unit::flops},
      {"compute.digest", "rate", Unit::ops},
  };
  return all;
}

bool is_sampled(const std::string& name, Unit unit) {
  return unit != Unit::count && unit != Unit::ratio && name != "link_speed";
}

/// A plausible figure for what no data sheet gives.
double typical(Unit unit) {
  constexpr double giga = 1e9;
  constexpr double micro = 1e-6;
  return unit == Unit::seconds ? micro : unit == Unit::ratio ? 1 : giga;
}

Metric metric_of(const std::string& name, Unit unit, double value) {
  const bool is_time = unit == Unit::seconds;
  if (!is_sampled(name, unit)) return reading(name, unit, Better::higher, value);
  Metric metric = rate(name, unit, value);
  if (!is_time) return metric;
  metric.better = Better::lower;
  metric.statistic = "p95";
  metric.value = metric.samples->p95;
  return metric;
}

Result& result_on(Report& report, const std::string& test, const Subject& subject) {
  for (Result& result : report.results)
    if (result.test == test && result.subject == subject) return result;
  Result& added = report.results.emplace_back();
  added.test = test;
  added.subject = subject;
  added.elapsed_s = 1;
  return added;
}

void put(Report& report, const std::string& test, const Subject& subject, Metric metric) {
  Result& result = result_on(report, test, subject);
  if (metric.samples) result.steady = true;
  for (const Metric& there : result.metrics)
    if (there.name == metric.name) return;
  result.metrics.push_back(std::move(metric));
}

double value_on(const Chip& chip, const Measured& measured) {
  if (std::string_view(measured.metric) == "link_speed") return chip.link_speed;
  if (std::string_view(measured.metric) == "active_links") return chip.nvlinks;
  const double most = ceiling(chip, measured.test, measured.metric);
  return most > 0 ? kGood * most : typical(measured.unit);
}

void measure_gpu(Report& report, const Chip& chip, const Subject& gpu) {
  for (const Measured& one : on_gpu()) {
    const bool has_it = std::string_view(one.test) != "link.nvlink" || chip.nvlinks > 0;
    if (has_it) put(report, one.test, gpu, metric_of(one.metric, one.unit, value_on(chip, one)));
  }
  for (const auto& [type, peak] : chip.peaks) {
    const bool is_fma = type.starts_with("fma_");
    const std::string test = std::string("compute.") + (is_fma ? "" : "gemm_") + type;
    const bool whole = type == "int8";
    const Unit unit = whole ? Unit::ops : Unit::flops;
    put(report, test, gpu, metric_of(whole ? "ops" : "flops", unit, kGood * peak));
    if (!is_fma)
      put(report, test, gpu, metric_of(whole ? "best_ops" : "best_flops", unit, kGood * peak));
  }
  for (const char* fma : {"compute.fma_fp16", "compute.fma_fp32", "compute.fma_fp64"}) {
    put(report, fma, gpu, metric_of("flops", Unit::flops, typical(Unit::flops)));
    put(report, fma, gpu, metric_of("slowest_unit_share", Unit::ratio, 1));
  }
  Result& system = result_on(report, "system.gpu", gpu);
  system.facts = {
      {"ecc", "on"}, {"mig", "off"}, {"compute_mode", "default"}, {"fabric", "completed"}};
  system.metrics.push_back(reading("power_limit", Unit::watts, Better::higher, chip.power_w));
}

void measure_links(Report& report, const Chip& chip) {
  for (int from = 0; from < chip.gpus; ++from)
    for (int to = 0; to < chip.gpus; ++to) {
      if (from == to) continue;
      const Subject link{
          .kind = "link", .from = "gpu" + std::to_string(from), .to = "gpu" + std::to_string(to)};
      const double peer = chip.nvlinks > 0 ? chip.peer() : typical(kBytes);
      put(report, "link.peer", link, metric_of("bandwidth", kBytes, kGood * peer));
      put(report, "link.peer", link, metric_of("both_ways_bandwidth", kBytes, 2 * kGood * peer));
    }
}

/// Subjects of the machine that a limit of the suite `system` may be on.
std::vector<Subject> subjects(const std::string& kind, const Chip& chip) {
  if (kind == "gpu") {
    std::vector<Subject> gpus;
    gpus.reserve(static_cast<std::size_t>(chip.gpus));
    for (int i = 0; i < chip.gpus; ++i) gpus.push_back({.kind = "gpu", .index = i});
    return gpus;
  }
  if (kind == "port") {
    std::vector<Subject> ports;
    ports.reserve(kNics);
    for (int i = 0; i < kNics; ++i)
      ports.push_back({.kind = "port", .id = "mlx5_" + std::to_string(i) + "/1"});
    return ports;
  }
  if (kind == "cpu") return {{.kind = "cpu", .index = 0}};
  if (kind.empty() || kind == "node") return {Subject{}};
  return {{.kind = kind, .id = kind + "0"}};
}

void satisfy(Report& report, const Chip& chip, const Limit& limit) {
  const Threshold& bound = limit.at_least     ? *limit.at_least
                           : limit.at_most    ? *limit.at_most
                           : limit.warn_below ? *limit.warn_below
                                              : *limit.warn_above;
  const bool is_share = limit.metric.ends_with("_share");
  const Unit unit = bound.unit.value_or(is_share ? Unit::ratio : Unit::count);
  for (const Subject& subject : subjects(limit.each, chip)) {
    put(report, limit.test, subject, reading(limit.metric, unit, Better::lower, bound.value));
    for (const auto& [key, value] : limit.when)
      if (key != "virtual" && key != "level")
        result_on(report, limit.test, subject).params[key] = value;
  }
}

Node node_of(const Chip& chip) {
  Node node = healthy_report().node;
  node.gpus.clear();
  for (int i = 0; i < chip.gpus; ++i)
    node.gpus.push_back({.index = i,
                         .uuid = "GPU-" + std::to_string(i),
                         .name = chip.gpu,
                         .compute_capability = chip.compute_capability,
                         .memory_bytes = static_cast<std::int64_t>(chip.memory_bytes),
                         .sms = chip.sms});
  for (int i = 0; i < kNics; ++i) node.nics.push_back({.name = "mlx5_" + std::to_string(i)});
  return node;
}

}  // namespace

double ceiling(const Chip& chip, const std::string& test, const std::string& metric,
               std::int64_t nodes) {
  if (test.starts_with("collective.")) return collective_ceiling(chip, test, nodes);
  const bool is_hbm = test == "memory.read" || test == "memory.write" || test == "memory.copy" ||
                      test.starts_with("memory.stream_");
  if (is_hbm) return chip.hbm;
  if (test == "link.host_to_device" || test == "link.device_to_host") return chip.host_link;
  if (test == "link.peer") return metric == "both_ways_bandwidth" ? 2 * chip.peer() : chip.peer();
  constexpr std::string_view gemm = "compute.gemm_";
  constexpr std::string_view compute = "compute.";
  const auto type = test.starts_with(gemm)      ? test.substr(gemm.size())
                    : test.starts_with(compute) ? test.substr(compute.size())
                                                : "";
  const auto peak = chip.peaks.find(type);
  return peak == chip.peaks.end() ? 0 : peak->second;
}

Report good_node(const Chip& chip, const Profile& profile, std::int64_t nodes) {
  Report report = healthy_report();
  report.results.clear();
  report.run.planned.clear();
  report.run.level = "standard";
  report.node = node_of(chip);
  for (const Measured& one : on_host())
    put(report, one.test, Subject{}, metric_of(one.metric, one.unit, typical(one.unit)));
  report.run.nodes = nodes;
  for (const Subject& gpu : subjects("gpu", chip)) {
    measure_gpu(report, chip, gpu);
    if (chip.gpus * nodes > 1) measure_collectives(report, chip, gpu, nodes, kGood);
  }
  measure_links(report, chip);
  for (const Limit& limit : profile.limits)
    if (limit.test.starts_with("system.")) satisfy(report, chip, limit);
  for (const Subject& port : subjects("port", chip))
    if (chip.network > 0)
      put(report, "system.infiniband", port,
          reading("rate", Unit::bits_per_second, Better::higher, chip.network * 8 / kNics));
  return report;
}

}  // namespace assay::test
