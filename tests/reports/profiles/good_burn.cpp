#include "core/stats.hpp"
#include "tests/reports/judge/sample.hpp"
#include "tests/reports/profiles/good_node.hpp"

namespace assay::test {
namespace {

/// What answers `limit` where nothing is against the device.
Metric good(const Limit& limit) {
  if (limit.statistic == "droop") return rate(limit.metric, Unit::flops, 1e12);
  const Threshold& most = limit.at_most ? *limit.at_most : *limit.warn_above;
  return reading(limit.metric, most.unit.value_or(Unit::count), Better::lower, 0);
}

}  // namespace

void add_burn(Report& report, const Chip& chip, const Profile& profile) {
  report.run.level = "burnin";
  for (int gpu = 0; gpu < chip.gpus; ++gpu) {
    Result result;
    result.test = "burnin.soak";  // limits mean every load
    result.subject = {.kind = "gpu", .index = gpu};
    result.elapsed_s = 1;
    for (const Limit& limit : profile.limits)
      if (limit.test.starts_with("burnin.")) result.metrics.push_back(good(limit));
    report.results.push_back(std::move(result));
  }
}

}  // namespace assay::test
