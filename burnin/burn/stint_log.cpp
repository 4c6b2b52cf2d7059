#include "burnin/burn/stint_log.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/stats.hpp"

namespace assay {

void StintLog::add_metric(const Metric& metric) {
  auto known = std::find_if(metrics.begin(), metrics.end(),
                            [&](const Course& course) { return course.like.name == metric.name; });
  if (known == metrics.end()) {
    known = metrics.insert(known, Course{metric, {}});
    known->like.value.reset();
    known->like.samples.reset();
    known->like.statistic.clear();
  }
  if (metric.samples)
    known->values.push_back(metric.samples->p50);
  else  // one that could not be told must not vanish behind others
    known->values.push_back(metric.value.value_or(std::numeric_limits<double>::quiet_NaN()));
}

void StintLog::add_defects(const Result& result, double from_s) {
  for (const Defect& defect : result.defects) {
    if (defect_count == 0) first_defect_s = from_s;
    last_defect_s = from_s;
    defect_count += defect.count;
    if (defects.size() < kMostDefects)
      defects.push_back(defect);
    else
      defects.back().count += defect.count;
  }
}

void StintLog::add(const Result& result, double from_s, double seconds) {
  ++stints;
  params = result.params;
  for (const auto& [name, value] : result.facts) facts[name] = value;
  for (const std::string& what : result.telemetry.lost)
    if (std::find(lost.begin(), lost.end(), what) == lost.end()) lost.push_back(what);
  add_defects(result, from_s);
  if (result.outcome == Outcome::ok || result.outcome == Outcome::failed) {
    loaded_s += seconds;
    broken_in_a_row = 0;
    for (const Metric& metric : result.metrics) add_metric(metric);
    return;
  }
  ++broken;
  ++broken_in_a_row;
  if (first_break.empty()) first_break = result.reason;
}

std::vector<Metric> StintLog::folded() const {
  std::vector<Metric> all;
  all.reserve(metrics.size());
  for (const Course& course : metrics) {
    Metric metric = course.like;
    if (!course.values.empty()) {
      metric = sampled_metric(metric.name, metric.unit, metric.better, course.values);
      metric.peak = course.like.peak;
      metric.nominal = course.like.nominal;
    }
    all.push_back(std::move(metric));
  }
  return all;
}

}  // namespace assay
