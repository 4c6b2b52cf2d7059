#include <gtest/gtest.h>

#include <algorithm>

#include "core/glob.hpp"
#include "reports/profile.hpp"
#include "suites/registry.hpp"

// A limit on what no test measures, or not at the level that it is demanded at, would make every
// healthy machine unknown.

namespace assay {
namespace {

/// "host", "cuda": where what the limit is on is measured.
std::vector<std::string_view> devices_of(const Limit& limit) {
  const bool of_gpus = limit.each == "gpu" || limit.each == "link";
  if (of_gpus && !limit.test.starts_with("system.")) return {"cuda"};
  return of_gpus ? std::vector<std::string_view>{"host"}
                 : std::vector<std::string_view>{"host", "cuda"};
}

bool runs(const Test& test, const Limit& limit) {
  const Level level = level_from_name(limit.level).value();
  const auto devices = devices_of(limit);
  return std::any_of(devices.begin(), devices.end(), [&](std::string_view device) {
    const bool there = device == "host" ? !test.gpu_only : test.on_device && !test.host_only;
    return there && seconds_at(test.spec, level, device) > 0;
  });
}

bool declares(const Test& test, const std::string& metric) {
  if (metric.starts_with("telemetry.")) return true;  // whatever the watcher has
  return std::any_of(test.spec.metrics.begin(), test.spec.metrics.end(),
                     [&](const MetricSpec& spec) { return glob_matches(metric, spec.name); });
}

class EveryProfile : public testing::TestWithParam<std::string> {};

TEST_P(EveryProfile, DemandsOnlyWhatATestMeasuresAtThatLevel) {
  Registry registry;
  host::register_all(registry);
  for (const Limit& limit : load_profile(GetParam()).limits) {
    const auto& tests = registry.tests();
    const auto measured = std::count_if(tests.begin(), tests.end(), [&](const auto& test) {
      return glob_matches(limit.test, test.id) && runs(test, limit) &&
             (limit.metric.empty() || declares(test, limit.metric));
    });
    EXPECT_GT(measured, 0) << limit.at << ": " << limit.test << "." << limit.metric << " at level "
                           << limit.level;
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, EveryProfile, testing::ValuesIn(shipped_profiles()),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace assay
