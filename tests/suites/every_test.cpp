#include "tests/suites/every_test.hpp"

#include <map>
#include <set>

#include "core/stats.hpp"

namespace assay {
namespace {

/// Tests whose first metric is sampled on the device's clock.
class TimedTest : public EveryTest {};
/// Tests that need all devices at once.
class WholeNodeTest : public EveryTest {};
/// Tests that leave metrics to the runner.
class DerivingTest : public EveryTest {};
/// Tests that look at the machine: what they find differs, what they declare must hold.
class MachineTest : public EveryTest {};

void expect_declared(const TestSpec& spec, const Metric& metric) {
  const auto declared =
      std::find_if(spec.metrics.begin(), spec.metrics.end(),
                   [&](const MetricSpec& candidate) { return candidate.name == metric.name; });
  ASSERT_NE(declared, spec.metrics.end()) << metric.name << " is reported and not declared";
  EXPECT_EQ(declared->unit, metric.unit) << metric.name;
  EXPECT_EQ(declared->better, metric.better) << metric.name;
}

TEST_P(EveryTest, DeclaresWhatAPlanNeeds) {
  const TestSpec& spec = GetParam().spec;
  EXPECT_FALSE(spec.summary.empty());
  EXPECT_GT(spec.seconds.quick + spec.seconds.standard + spec.seconds.burnin + spec.sweep_seconds,
            0);
  ASSERT_FALSE(spec.metrics.empty());
  std::set<std::string> names;
  for (const MetricSpec& metric : spec.metrics) {
    EXPECT_FALSE(symbol(metric.unit).empty());
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name << " is declared twice";
    EXPECT_EQ(metric.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string::npos)
        << metric.name;
  }
}

TEST_P(TimedTest, HealthyDeviceReportsWhatIsDeclaredAndNoDefect) {
  const auto results = run(at_full_speed());
  ASSERT_FALSE(results.empty());
  for (const Result& result : results) {
    EXPECT_TRUE(result.defects.empty()) << result.reason;
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_FALSE(result.params.empty()) << "records nothing of its configuration";
    ASSERT_FALSE(result.metrics.empty());
    EXPECT_EQ(result.metrics.front().name, GetParam().spec.metrics.front().name);
    for (const Metric& metric : result.metrics) {
      expect_declared(GetParam().spec, metric);
      EXPECT_TRUE(metric.value.has_value()) << metric.name;
      if (metric.samples) {
        EXPECT_EQ(metric.value, statistic(*metric.samples, metric.statistic)) << metric.name;
      }
    }
  }
}

/// A host and a GPU do not compute in the same types: what a test declares, one of them must
/// report.
TEST_P(TimedTest, ReportsEveryMetricThatItDeclaresForWhatTheDeviceHas) {
  std::set<std::string> reported;
  for (const char* kind : {"node", "gpu"})
    for (const bool joined : {true, false})
      for (const Result& result :
           run_on(kind, at_full_speed(), {.level = Level::standard, .joined = joined}))
        for (const Metric& metric : result.metrics) reported.insert(metric.name);
  for (const MetricSpec& metric : GetParam().spec.metrics) {
    if (metric.derived != Derived::no) continue;              // the runner has it to add
    const bool fourth_cache = metric.name.starts_with("l4");  // the scripted device has three
    EXPECT_EQ(reported.count(metric.name), fourth_cache ? 0U : 1U) << metric.name;
  }
}

/// From the time of its load the runner makes what the test leaves to it.
TEST_P(DerivingTest, SaysWhenItsLoadWas) {
  const auto& metrics = GetParam().spec.metrics;
  EXPECT_EQ(metrics.front().derived, Derived::no);
  SystemClock clock;
  host::Exec exec({small_device(), {-1, -1}, {}}, clock);
  for (const Result& result : run(exec, clock, {.seconds = 0.02})) {
    ASSERT_TRUE(result.load.has_value());
    EXPECT_GE(result.load->from_s, 0);
    EXPECT_GT(result.load->to_s, result.load->from_s);
  }
}

TEST_P(TimedTest, HalfSpeedShowsAsHalfSpeed) {
  const Metric full = first_metric(run(at_full_speed()));
  Script script = at_full_speed();
  script.slow = 0.5;
  const Metric half = first_metric(run(script));
  ASSERT_TRUE(full.value && half.value);
  EXPECT_NEAR(*half.value / *full.value, full.better == Better::higher ? 0.5 : 2, 1e-6);
}

TEST_P(TimedTest, DroopShows) {
  Script script = at_full_speed();
  script.droop = 0.5;
  const Metric metric = first_metric(run(script, {.seconds = 1}));
  ASSERT_TRUE(metric.samples.has_value());
  ASSERT_GE(metric.samples->n, 3U);
  if (metric.better == Better::higher)
    EXPECT_LT(metric.samples->droop, 0.85);
  else
    EXPECT_GT(metric.samples->droop, 1.15);
}

TEST_P(TimedTest, ATimerWithoutAnAnswerGivesNoNumber) {
  Script script = at_full_speed();
  script.nan_time = true;
  const Metric metric = first_metric(run(script));
  EXPECT_FALSE(metric.value.has_value());
  EXPECT_FALSE(metric.samples.has_value());
}

TEST_P(TimedTest, TimesForReal) {
  SystemClock clock;
  host::Exec exec({small_device(), {-1, -1}, {}}, clock);
  // A stint that begins late, on a machine that does other work, plays only what is left of it.
  const Metric metric =
      first_metric(run(exec, clock, {.seconds = GetParam().spec.in_stints ? 2 : 0.25}));
  ASSERT_TRUE(metric.value.has_value());
  EXPECT_GT(*metric.value, 0);
}

TEST_P(TimedTest, ASlowUnitHoldsUpArithmeticAlone) {
  const Metric full = first_metric(run(at_full_speed()));
  Script script = at_full_speed();
  script.slow_unit = SlowUnit{1, 0.5};
  const Metric slow = first_metric(run(script));
  ASSERT_TRUE(full.value && slow.value);
  const std::string& id = GetParam().id;
  const double share = id.starts_with("compute.") || id.starts_with("burnin.") ? 0.5 : 1;
  EXPECT_NEAR(*slow.value / *full.value, full.better == Better::higher ? share : 1 / share, 1e-3);
}

/// On a host a test does the same, or says that there is nothing for it to do.
TEST_P(TimedTest, OnAHostIsHealthyOrAbsent) {
  SimulatedClock clock;
  host::Exec exec({small_device("node"), {-1, -1}, at_full_speed()}, clock);
  const auto results = run(exec, clock);
  ASSERT_FALSE(results.empty());
  for (const Result& result : results) {
    EXPECT_EQ(result.absent, GetParam().gpu_only) << result.reason;
    EXPECT_EQ(result.outcome, GetParam().gpu_only ? Outcome::skipped : Outcome::ok)
        << result.reason;
    if (!GetParam().gpu_only) {
      EXPECT_EQ(result.metrics.front().name, GetParam().spec.metrics.front().name);
    }
  }
}

/// A node with one GPU has no links between GPUs, and must not look as if it had good ones. What
/// there is to see of a GPU that is alone is unknown without NVML, which this one lacks.
TEST_P(WholeNodeTest, MeasuresNothingWithOneDevice) {
  SimulatedClock clock;
  host::Exec exec({small_device(), {-1, -1}, at_full_speed()}, clock);
  const HostFiles files;
  Counters counters;
  Context context{.files = files, .clock = clock, .counters = counters};
  context.devices = {&exec};
  Results results(GetParam().id, Subject{});
  GetParam().run(exec, context, results);
  const auto found = results.take();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().outcome, Outcome::skipped);
  EXPECT_EQ(found.front().absent, GetParam().id != "link.nvlink");
  for (const Metric& metric : found.front().metrics) EXPECT_FALSE(metric.value) << metric.name;
}

TEST_P(MachineTest, ReportsOnlyWhatItDeclares) {
  SystemClock clock;
  host::Exec exec({small_device(), {-1}, {}}, clock);
  for (const Result& result : run(exec, clock)) {
    EXPECT_EQ(result.outcome == Outcome::ok, result.reason.empty()) << result.reason;
    for (const Metric& metric : result.metrics) expect_declared(GetParam().spec, metric);
  }
}

bool is_timed(const Test& test) { return test.spec.timed; }
bool is_of_the_whole_node(const Test& test) { return test.spec.whole_node; }
bool derives(const Test& test) {
  return std::any_of(
      test.spec.metrics.begin(), test.spec.metrics.end(), [](const MetricSpec& metric) {
        return metric.derived == Derived::per_watt || metric.derived == Derived::clock;
      });
}
bool is_of_the_machine(const Test& test) { return !test.on_device; }

INSTANTIATE_TEST_SUITE_P(Host, EveryTest, testing::ValuesIn(registered()), case_name);
INSTANTIATE_TEST_SUITE_P(Host, TimedTest, testing::ValuesIn(selected(is_timed)), case_name);
INSTANTIATE_TEST_SUITE_P(Host, WholeNodeTest, testing::ValuesIn(selected(is_of_the_whole_node)),
                         case_name);
INSTANTIATE_TEST_SUITE_P(Host, DerivingTest, testing::ValuesIn(selected(derives)), case_name);
INSTANTIATE_TEST_SUITE_P(Host, MachineTest, testing::ValuesIn(selected(is_of_the_machine)),
                         case_name);
// A folder that holds no test of a kind (the machine's, before any is written) is no fault.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(MachineTest);

/// A test that neither times nor verifies, and runs on a device, would be held to nothing above.
TEST(Registered, EveryDeviceTestIsTimedAndVerified) {
  const auto tests = registered();
  EXPECT_FALSE(tests.empty());
  std::map<std::string, int> ids;
  for (const auto& test : tests) {
    EXPECT_EQ(++ids[test.id], 1) << test.id;
    EXPECT_TRUE(!test.on_device || (test.spec.timed && test.spec.verified)) << test.id;
  }
}

}  // namespace
}  // namespace assay
