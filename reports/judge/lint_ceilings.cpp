#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "reports/judge/fabric.hpp"
#include "reports/judge/lint_parts.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

constexpr std::string_view kTest = "collective.all_reduce", kMetric = "bus_bandwidth";
constexpr std::int64_t kMostNodes = 100'000;

/// The counts of nodes that people ask about, those of the profile's limits and of the reports.
std::set<std::int64_t> node_counts(const Profile& profile, const std::vector<Report>& reports) {
  std::set<std::int64_t> counts{1, 2, 4, 8, 16, 32};
  const auto add = [&](const std::map<std::string, ParamValue>& params) {
    const auto nodes = params.find("nodes");
    if (nodes == params.end()) return;
    const auto* n = std::get_if<std::int64_t>(&nodes->second);
    if (n != nullptr && *n >= 1 && *n <= kMostNodes) counts.insert(*n);
  };
  for (const Limit& limit : profile.limits) add(limit.when);
  for (const Report& report : reports)
    for (const Result& result : report.results)
      if (result.test == kTest) add(result.params);
  return counts;
}

struct Ceiling {
  double bandwidth = 0;
  std::string algorithm;
};

/// The highest of the algorithms that need no switch in the network that adds.
std::optional<Ceiling> ceiling_of(const FabricLinks& fabric) {
  std::optional<Ceiling> best;
  for (const Algorithm algorithm : kAlgorithms) {
    if (algorithm == Algorithm::collnet) continue;
    const auto one = bus_ceiling(Operation::all_reduce, algorithm, fabric);
    if (one && (!best || *one > best->bandwidth))
      best = Ceiling{*one, std::string(name(algorithm))};
  }
  return best;
}

std::string shown(double bandwidth) { return format_quantity(bandwidth, Unit::bytes_per_second); }

std::string text_of(std::int64_t nodes, const FabricLinks& fabric) {
  const std::optional<Ceiling> best = ceiling_of(fabric);
  if (!best) return "";
  std::string text = fmt::format("{} {} {} ({}", nodes, nodes == 1 ? "node" : "nodes",
                                 shown(best->bandwidth), best->algorithm);
  const auto adding = bus_ceiling(Operation::all_reduce, Algorithm::collnet, fabric);
  if (adding && *adding > best->bandwidth)
    text += fmt::format("; {} where switches of the network add", shown(*adding));
  return text + ")";
}

}  // namespace

double expected_gpus(const Profile& profile) {
  for (const Expectation& expectation : profile.expectations)
    if (expectation.key == "gpus" && expectation.number) return *expectation.number;
  return 0;
}

void lint_ceilings(const Profile& profile, const std::vector<Report>& reports,
                   std::vector<Finding>& findings) {
  constexpr double most_gpus = 1024;
  const double gpus = expected_gpus(profile);
  if (!(gpus >= 1) || gpus > most_gpus) return;
  std::vector<std::string> texts;
  for (const std::int64_t nodes : node_counts(profile, reports)) {
    std::string text =
        text_of(nodes, stated_fabric(profile, static_cast<int>(nodes), static_cast<int>(gpus)));
    if (!text.empty()) texts.push_back(std::move(text));
  }
  if (!texts.empty())
    findings.push_back({Finding::Severity::note, profile.name,
                        fmt::format("{}.{}: the stated links can carry at most: {}", kTest, kMetric,
                                    joined(texts, ", "))});
}

}  // namespace assay
