#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "kernels/host/exec.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

std::vector<Test> registered() {
  Registry registry;
  host::register_all(registry);
  return registry.tests();
}

std::string case_name(const testing::TestParamInfo<Test>& parameter) {
  std::string name = parameter.param.id;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

DeviceFacts small_device() {
  DeviceFacts facts;
  facts.name = "scripted";
  facts.units = 2;
  facts.free_bytes = facts.memory_bytes = std::int64_t{64} << 20;
  facts.caches = {{1, 32 << 10}, {2, 256 << 10}};
  return facts;
}

/// Every file below suites/ is held to this; it needs no test of its own to be written.
class EveryTest : public testing::TestWithParam<Test> {
 protected:
  static std::vector<Result> run(const Script& script) {
    SimulatedClock clock;
    host::Exec exec({small_device(), {-1, -1}, script}, clock);
    const HostFiles files;
    Counters counters;
    Context context{.seconds = 0.05, .bytes = std::int64_t{3} << 20, .files = files, .clock = clock,
                    .counters = counters};
    const auto& test = GetParam();
    Results results(test.id, exec.facts().subject);
    test.run(exec, context, results);
    return results.take();
  }
};

TEST_P(EveryTest, CatchesOneFlippedBit) {
  if (!GetParam().spec.verified) GTEST_SKIP() << "declares no answers to verify";
  const auto results = run({.flip_bit = true});
  EXPECT_TRUE(std::any_of(results.begin(), results.end(),
                          [](const Result& r) { return r.outcome == Outcome::failed; }));
}

TEST_P(EveryTest, HealthyDeviceHasNoDefect) {
  for (const Result& result : run({.bytes_per_second = 1e9})) {
    EXPECT_TRUE(result.defects.empty()) << result.reason;
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
  }
}

INSTANTIATE_TEST_SUITE_P(Host, EveryTest, testing::ValuesIn(registered()), case_name);

}  // namespace
}  // namespace assay
