#include "tests/cli/fleet_nights.hpp"

#include <fmt/format.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "core/stats.hpp"
#include "reports/peers/simulate/noise.hpp"

namespace assay {
namespace {

/// A stream of noise of its own for each night and metric.
std::uint64_t day_and(int day, std::uint64_t metric) {
  return 100 * static_cast<std::uint64_t>(day) + metric;
}

Report night_report(const NightNode& node, int day) {
  constexpr double typical = 3e9;
  const std::uint64_t gpu = std::stoul(node.gpu.substr(4));
  const double noise = peers::noise(day_and(day, 0), gpu);
  Report report = report_of(node.name, typical * node.share * (1 + 0.01 * noise));
  report.run.id = fmt::format("run of {} on {}", node.name, day);
  report.run.started = fmt::format("2026-11-{:02}T01:00:00Z", day);
  report.run.ended = fmt::format("2026-11-{:02}T01:05:00Z", day);
  report.node.serial = "S-" + node.name;
  report.node.software["driver"] = node.driver;
  report.node.gpus = {{.index = 0, .uuid = node.gpu, .name = "Some GPU"}};
  report.results[0].subject = {.kind = "gpu", .index = 0, .uuid = node.gpu};
  // A fleet of one metric would know little of how far healthy values lie apart.
  for (std::uint64_t other = 1; other < 8; ++other) {
    Result result = report.results[0];
    result.test = fmt::format("memory.other_{}", other);
    const double speed = typical * (1 + 0.01 * peers::noise(day_and(day, other), gpu));
    result.metrics = {sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher,
                                     std::vector<double>(40, speed))};
    report.run.planned.push_back(result.test);
    report.results.push_back(result);
  }
  if (!node.digest) return report;
  Result digest{.test = "compute.digest", .subject = report.results[0].subject};
  digest.params = {{"rounds", std::int64_t{64}}};
  digest.facts = {{"kernel", "wgmma"}, {"isa", "sm_90"}, {"digest_fp16", *node.digest}};
  report.results.push_back(digest);
  return report;
}

}  // namespace

std::vector<NightNode> FleetNights::nodes(std::size_t count) {
  std::vector<NightNode> all;
  all.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    all.push_back({.name = fmt::format("n{}", 100 + i), .gpu = fmt::format("GPU-{}", 100 + i)});
  return all;
}

void FleetNights::write_night(const std::string& folder, int day,
                              const std::vector<NightNode>& nodes) {
  for (const NightNode& node : nodes)
    write(folder + "/" + node.name + ".json", night_report(node, day));
}

std::string FleetNights::write_site(const std::vector<NightNode>& nodes) {
  std::string site = "hosts:\n";
  for (std::size_t i = 0; i < nodes.size(); ++i)
    site += fmt::format("  {}: {{rack: r{:02}, su: su{}}}\n", nodes[i].name, i / 4, i / 20);
  return write("site.yaml", site);
}

Ended FleetNights::history(std::vector<std::string> words) {
  words.insert(words.begin(), "history");
  return assay_in_process(words);
}

Ended FleetNights::judge(std::vector<std::string> words) {
  words.insert(words.begin(), {"judge", "--fleet", "--profile", write_profile()});
  return assay_in_process(words);
}

std::map<std::string, std::string> FleetNights::verdicts(const Ended& ended) {
  std::map<std::string, std::string> all;
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    const auto node = nlohmann::json::parse(line);
    all[node.at("node")] = node.at("verdict");
  }
  return all;
}

}  // namespace assay
