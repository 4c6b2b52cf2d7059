#include "reports/judge/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace assay {
namespace {

/// The key of `expect` that says how many subjects of a kind there are.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kCounts{
    {{"gpu", "gpus"}, {"port", "ports"}, {"cpu", "cpus"}, {"numa", "numa_nodes"}}};

void raise(Demand& demand, std::size_t count, std::string said_by) {
  if (count > demand.count) demand = {count, std::move(said_by)};
}

/// How large a count may be taken at its word: lists of missing subjects are written out.
constexpr double kMost = 4096;

std::string gpu_label(std::int64_t index, const Report& report) {
  for (const Gpu& gpu : report.node.gpus)
    if (gpu.index == index && !gpu.serial.empty())
      return fmt::format("gpu {} (serial {})", index, gpu.serial);
  return fmt::format("gpu {}", index);
}

std::vector<Missing> missing_indices(const Limit& limit, const Selection& selection,
                                     const Report& report, const Demand& demand) {
  std::set<std::int64_t> wanted;
  for (std::size_t i = 0; i < demand.count; ++i) wanted.insert(static_cast<std::int64_t>(i));
  if (limit.each == "gpu")
    for (const Gpu& gpu : report.node.gpus) wanted.insert(gpu.index);
  for (const Selection::One& one : selection.carried_out)
    if (one.group->about().index) wanted.erase(*one.group->about().index);
  std::vector<Missing> missing;
  missing.reserve(wanted.size());
  for (const std::int64_t index : wanted)
    missing.push_back({fmt::format("{} {}", limit.each, index),
                       fmt::format("no result of {}, though there must be {}",
                                   limit.each == "gpu" ? gpu_label(index, report)
                                                       : fmt::format("{} {}", limit.each, index),
                                   demand.said_by)});
  return missing;
}

/// Links go between GPUs: from each to each other.
Demand demanded_links(const Report& report, const Profile& profile, const JudgeOptions& options) {
  Demand demand = demanded_subjects("gpu", report, profile, options);
  if (demand.count < 2) return {};
  demand.count *= demand.count - 1;
  demand.said_by = "one from each to each other of " + demand.said_by;
  return demand;
}

}  // namespace

Demand demanded_subjects(const std::string& kind, const Report& report, const Profile& profile,
                         const JudgeOptions& options) {
  if (kind == "link") return demanded_links(report, profile, options);
  Demand demand;
  if (kind == "gpu") {
    raise(demand, report.node.gpus.size(),
          fmt::format("{} gpus in the inventory", report.node.gpus.size()));
    raise(demand, options.expected_serials.size(),
          fmt::format("{} gpus in the site file", options.expected_serials.size()));
  }
  const auto* const row = std::find_if(kCounts.begin(), kCounts.end(), [&](const auto& candidate) {
    return candidate.first == kind;
  });
  if (row == kCounts.end()) return demand;
  for (const Expectation& expectation : profile.expectations) {
    if (expectation.key != row->second || !expectation.number) continue;
    if (expectation.comparison == Comparison::at_most) continue;
    raise(demand, static_cast<std::size_t>(std::min(*expectation.number, kMost)),
          fmt::format("{} {} ({})", expectation.demand, row->second, expectation.at));
  }
  return demand;
}

std::vector<Missing> missing_subjects(const Limit& limit, const Selection& selection,
                                      const Report& report, const Profile& profile,
                                      const JudgeOptions& options) {
  if (limit.each.empty()) return {};
  const Demand demand = demanded_subjects(limit.each, report, profile, options);
  if (demand.count == 0) return {};
  std::set<std::string> present;
  bool all_numbered = true;
  for (const Selection::One& one : selection.carried_out) {
    present.insert(one.group->subject);
    all_numbered = all_numbered && one.group->about().index.has_value();
  }
  if (all_numbered) return missing_indices(limit, selection, report, demand);
  if (present.size() >= demand.count) return {};
  return {{limit.each, fmt::format("only {} {}s were measured, though there must be {}",
                                   present.size(), limit.each, demand.said_by)}};
}

}  // namespace assay
