#include "cli/run/load_start.hpp"

#include <algorithm>
#include <cstdio>

#include "core/error.hpp"
#include "core/number_text.hpp"

namespace assay {
namespace {

std::string text(double value, const char* unit) { return number_text(value) + unit; }

/// Nodes are to be in step to parts of a millisecond.
std::string exact_time(double wall_s) {
  char words[48];
  std::snprintf(words, sizeof words, "%.6f s since 1970", wall_s);
  return words;
}

std::optional<double> mean_of(const Telemetry& telemetry, const std::string& quantity) {
  const auto found = telemetry.quantities.find(quantity);
  if (found == telemetry.quantities.end()) return std::nullopt;
  const auto mean = found->second.find("mean");
  return mean == found->second.end() ? std::nullopt : std::optional(mean->second);
}

/// Nodes must not step together by accident, nor draw more than the hall has.
void hold_to_rules(const Load& load, const HallRules& rules, std::size_t rank, std::size_t nodes,
                   LoadStart& start, const CommonStart& common) {
  const bool needs_power = rules.together.max_step_w || rules.power_budget_w;
  if (needs_power && !common.power)
    throw Error(
        "what the nodes may draw is not known, so neither --max-step nor --power-budget "
        "can be held");
  const NodePower power = common.power.value_or(NodePower{});
  const std::vector<double> delays =
      delays_for(static_cast<int>(nodes), rules.together, load, power);
  if (common.power) {
    const HallEstimate hall = estimate_hall(load, power, delays, rules.together.at_once_s);
    start.facts["estimated_power"] =
        text(hall.peak_w, " W at most, steps of ") + text(hall.largest_step_w, " W");
    if (rules.power_budget_w) demand_within(hall, *rules.power_budget_w);
  }
  start.epoch_wall_s += delays.at(rank);
  if (nodes > 1) start.facts["start_delay"] = text(delays.at(rank), " s");
}

}  // namespace

std::optional<NodePower> power_of(Watcher& watcher, const std::vector<Subject>& devices,
                                  double now_s) {
  constexpr double kWindow_s = 5;
  double idle_w = 0;
  double full_w = 0;
  for (const Subject& device : devices) {
    const Telemetry telemetry = watcher.summary(device, now_s - kWindow_s, now_s);
    const auto draws = mean_of(telemetry, "power_w");
    const auto limit = mean_of(telemetry, "power_limit_w");
    if (!draws || !limit) return std::nullopt;
    idle_w += std::min(*draws, *limit);
    full_w += *limit;
  }
  const Telemetry node = watcher.summary({}, now_s - kWindow_s, now_s);
  const auto whole = mean_of(node, "node_power_w");
  const double rest_w =
      whole ? std::max(0.0, *whole - idle_w) : mean_of(node, "power_w").value_or(0);
  return NodePower{idle_w + rest_w, full_w + rest_w};
}

std::optional<LoadStart> start_of(const Load& load, double played_s,
                                  const std::optional<NodePower>& power, const HallRules& rules,
                                  Fabric* fabric, const Clock& clock) {
  CommonStart common{.epoch_wall_s = clock.wall_s(), .played_s = played_s, .power = power};
  std::size_t rank = 0;
  std::size_t nodes = 1;
  if (fabric != nullptr) {
    const auto agreed = fabric->start_together(common, clock);
    if (!agreed) return std::nullopt;
    common = *agreed;
    rank = static_cast<std::size_t>(fabric->place().rank);
    nodes = static_cast<std::size_t>(fabric->place().size);
  }
  LoadStart start{.epoch_wall_s = common.epoch_wall_s,
                  .played_s = common.played_s,
                  .clock_ahead_s = common.clock.seconds};
  if (nodes > 1) {
    start.facts["epoch"] = exact_time(common.epoch_wall_s - common.clock.seconds);
    start.facts["clock_offset"] =
        text(common.clock.seconds, " s, known to ") + text(common.clock.uncertainty_s, " s");
    if (!fabric->why_not().empty()) start.facts["started_alone"] = fabric->why_not();
  }
  try {
    hold_to_rules(load, rules, rank, nodes, start, common);
  } catch (const Error& error) {
    start.refusal = error.what();
  }
  return start;
}

}  // namespace assay
