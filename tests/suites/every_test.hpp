#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "kernels/host/exec.hpp"
#include "suites/registry.hpp"

namespace assay {
inline std::vector<Test> registered() {
  Registry registry;
  host::register_all(registry);
  return registry.tests();
}

inline std::string case_name(const testing::TestParamInfo<Test>& parameter) {
  std::string name = parameter.param.id;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

inline DeviceFacts small_device() {
  DeviceFacts facts;
  facts.name = "scripted";
  facts.units = 2;
  facts.free_bytes = facts.memory_bytes = std::int64_t{64} << 20;
  facts.caches = {{1, 32 << 10}, {2, 128 << 10}, {3, 512 << 10}};
  return facts;
}

/// A device that computes its times, so that a test of a quarter of a second takes as long as its
/// arithmetic.
inline Script at_full_speed() {
  Script script;
  script.bytes_per_second = 1e9;
  script.flops_per_second = 2e9;
  return script;
}

/// Every file below suites/ is held to this; it needs no test of its own to be written.
class EveryTest : public testing::TestWithParam<Test> {
 protected:
  static std::vector<Result> run(const Script& script, DataKind data = DataKind::random) {
    SimulatedClock clock;
    host::Exec exec({small_device(), {-1, -1}, script}, clock);
    return run(exec, clock, data);
  }

  /// On a scripted device that is a subject of this kind: "node", "gpu".
  static std::vector<Result> run_on(const std::string& kind, const Script& script) {
    SimulatedClock clock;
    DeviceFacts facts = small_device();
    facts.subject.kind = kind;
    host::Exec exec({facts, {-1, -1}, script}, clock);
    return run(exec, clock);
  }

  static std::vector<Result> run(host::Exec& exec, Clock& clock, DataKind data = DataKind::random,
                                 double seconds = 0.25) {
    const HostFiles files;
    Counters counters;
    const Context context{.seconds = seconds,
                          .data = data,
                          .bytes = std::int64_t{768} << 10,
                          .files = files,
                          .clock = clock,
                          .counters = counters};
    const auto& test = GetParam();
    Results results(test.id, exec.facts().subject);
    test.run(exec, context, results);
    return results.take();
  }

  /// The metric that the test is about, from the first result that has it.
  static Metric first_metric(const std::vector<Result>& results) {
    const std::string& wanted = GetParam().spec.metrics.at(0).name;
    for (const Result& result : results)
      for (const Metric& metric : result.metrics)
        if (metric.name == wanted) return metric;
    ADD_FAILURE() << "no metric " << wanted;
    return {};
  }

  static bool failed_with_a_defect(const std::vector<Result>& results) {
    return std::any_of(results.begin(), results.end(), [](const Result& result) {
      return result.outcome == Outcome::failed && !result.reason.empty() &&
             !result.defects.empty() && !result.defects.front().what.empty();
    });
  }
};

}  // namespace assay
