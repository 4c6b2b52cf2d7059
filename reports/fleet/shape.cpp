#include "reports/fleet/shape.hpp"

#include <algorithm>

#include "core/glob.hpp"
#include "reports/fleet/asked.hpp"
#include "reports/fleet/cut.hpp"
#include "reports/judge/parts.hpp"
#include "reports/judge/ruling.hpp"
#include "reports/judge/select.hpp"

namespace assay::fleet {
namespace {

/// Earlier attempts weigh on later ones, and the nodes of a fabric on each other.
bool is_simple(const Report& report) {
  if (!report.nodes.empty()) return false;
  const Index index(report);
  return std::all_of(index.groups().begin(), index.groups().end(),
                     [](const Group& group) { return group.earlier.empty() && !group.duplicated; });
}

const Metric* metric_named(const Result& result, const std::string& name) {
  const auto found = std::find_if(result.metrics.begin(), result.metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  return found == result.metrics.end() ? nullptr : &*found;
}

constexpr std::string_view kTelemetry = "telemetry.";

/// Where the values of metrics_of(limit, result) stand in its telemetry, in the same order.
std::vector<const double*> telemetry_values(const Limit& limit, const Result& result) {
  std::vector<const double*> found;
  for (const auto& [quantity, statistics] : result.telemetry.quantities)
    for (const auto& [statistic, value] : statistics)
      if (glob_matches(limit.metric, std::string(kTelemetry) + quantity + "." + statistic))
        found.push_back(&value);
  return found;
}

}  // namespace

Shape::Shape(const ReadReport& read, const Criteria& criteria)
    : criteria_(&criteria),
      profile_(criteria.profile(read.report)),
      expected_serials_(criteria.options(read.report).expected_serials.size()),
      report_(read.report) {}

std::unique_ptr<Shape> Shape::cut(std::string_view json, const ReadReport& read,
                                  const Criteria& criteria) {
  if (!is_simple(read.report)) return nullptr;
  std::unique_ptr<Shape> shape(new Shape(read, criteria));
  const Asked asked(*shape->profile_, criteria.options(read.report));
  shape->stencil_.emplace(std::string(json), find_slots(json, asked, shape->report_));
  shape->hold_numbers();
  return shape;
}

void Shape::hold_numbers() {
  const Index& index = index_.emplace(report_);
  for (const Limit& limit : profile_->limits) {
    if (not_demanded(limit, report_)) continue;
    for (const Selection::One& one : select(limit, index, report_.run).carried_out)
      hold(limit, *one.result);
  }
}

void Shape::hold(const Limit& limit, const Result& result) {
  std::vector<Metric> metrics = metrics_of(limit, result);
  if (!limit.metric.starts_with(kTelemetry)) {
    for (const Metric& metric : metrics)
      held_.push_back({&limit, &result, metric_named(result, metric.name), {}});
    return;
  }
  const std::vector<const double*> values = telemetry_values(limit, result);
  for (std::size_t i = 0; i < metrics.size(); ++i)
    held_.push_back({&limit, &result, nullptr, std::move(metrics[i]), values.at(i)});
}

bool Shape::numbers_hold(const JudgeOptions& options) {
  const Matter matter{report_, *profile_, options, *index_};
  return std::all_of(held_.begin(), held_.end(), [&](Held& held) {
    if (held.metric == nullptr) held.made.value = *held.telemetry;
    const Metric& metric = held.metric == nullptr ? held.made : *held.metric;
    return number_holds(*held.limit, *held.result, metric, matter);
  });
}

bool Shape::passes(std::string_view json) {
  if (!stencil_->fits(json)) return false;
  const JudgeOptions options = criteria_->options(report_);
  // How many GPUs there must be may rest on how many serials the site file names.
  if (options.expected_serials.size() != expected_serials_) return false;
  Judgement found;
  judge_time(report_.run, options, found);
  judge_serials(report_.node, options, found);
  return found.reasons.empty() && numbers_hold(options);
}

}  // namespace assay::fleet
