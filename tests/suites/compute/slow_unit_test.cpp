#include "tests/suites/every_test.hpp"

// One unit that is slower than the others must show by its number.

namespace assay {
namespace {

std::vector<Test> multiply_adds() {
  return selected([](const Test& test) { return test.id.starts_with("compute.fma_"); });
}

class SlowUnits : public EveryTest {
 protected:
  static Result only(const std::vector<Result>& results) {
    EXPECT_EQ(results.size(), 1U);
    return results.at(0);
  }
  static double share(const Result& result) {
    for (const Metric& metric : result.metrics)
      if (metric.name == "slowest_unit_share") return metric.value.value_or(-1);
    return -1;
  }
};
INSTANTIATE_TEST_SUITE_P(Host, SlowUnits, testing::ValuesIn(multiply_adds()), case_name);

TEST_P(SlowUnits, ShowsByItsNumberOnAScriptedDevice) {
  Script script = at_full_speed();
  EXPECT_DOUBLE_EQ(share(only(run(script))), 1) << "all are equal";
  for (const std::int64_t unit : {0, 2}) {
    script.slow_unit = SlowUnit{unit, 0.5};
    SimulatedClock clock;
    DeviceFacts facts = small_device();
    facts.units = 3;
    host::Exec exec({facts, {-1, -1, -1}, script}, clock);
    const Result result = only(run(exec, clock));
    EXPECT_DOUBLE_EQ(share(result), 0.5);
    EXPECT_EQ(result.facts.at("slowest_unit"), "thread " + std::to_string(unit));
  }
}

/// The thread itself is held back; a twentieth is less than what a busy machine does to the other.
TEST_P(SlowUnits, ShowsByItsNumberByTheClock) {
  SystemClock clock;
  Script script;
  script.slow_unit = SlowUnit{1, 0.05};
  host::Exec exec({small_device(), {-1, -1, -1}, script}, clock);
  const Result result = only(run(exec, clock, {.seconds = 0.05}));
  EXPECT_LT(share(result), 0.5);
  EXPECT_EQ(result.facts.at("slowest_unit"), "thread 1");
}

}  // namespace
}  // namespace assay
