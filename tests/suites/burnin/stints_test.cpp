#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "tests/suites/every_test.hpp"

// Loads that are played in stints, on a scripted device and a simulated clock.

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A device, and a wall clock that can stand anywhere.
class Burning : public testing::Test {
 protected:
  SimulatedClock clock_{1.8e9};
  HostFiles files_;
  Script script_ = at_full_speed();
  std::string kind_ = "node";  ///< a GPU's products are slow here, for all that its clock says

  /// The stint of `test` from `from_s` on; its load began `late_s` before from_s ago.
  Result play(const std::string& test, double from_s, double seconds, double of_s,
              double late_s = 0, const std::string& carried = "") {
    const DeviceFacts facts = small_device(kind_);
    host::Exec exec({facts, {-1, -1}, script_}, clock_);
    Counters counters;
    const Context context{.level = Level::burnin,
                          .seconds = seconds,
                          .started_s = clock_.now_s(),
                          .bytes = std::int64_t{192} << 10,
                          .files = files_,
                          .clock = clock_,
                          .counters = counters,
                          .stint = {from_s, of_s, clock_.wall_s() - from_s - late_s, carried}};
    Registry registry;
    host::register_all(registry);
    Results results(test, exec.facts().subject);
    registry.find(test)->run(exec, context, results);
    return results.take().at(0);
  }

  static const Metric* metric(const Result& result, const std::string& name) {
    for (const Metric& metric : result.metrics)
      if (metric.name == name) return &metric;
    return nullptr;
  }
  static double value(const Result& result, const std::string& name) {
    const Metric* found = metric(result, name);
    return found != nullptr ? found->value.value_or(NAN) : NAN;
  }
};

TEST_F(Burning, StintsAddUpToTheLoad) {
  double busy = 0;
  for (const double from : {0, 5, 10, 15}) {
    const double before = clock_.now_s();
    const Result result = play("burnin.pulse", from, 5, 20);
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_NEAR(clock_.now_s() - before, 5, 0.1) << "it ends when the next is to begin";
    busy += value(result, "duty") * 5;
    EXPECT_NEAR(value(result, "duty_kept"), 1, 0.15) << from;
    EXPECT_THAT(result.facts.at("load"), HasSubstr("pulse of 0.01 s, 50 % of it"));
    EXPECT_EQ(std::get<double>(result.params.at("load_s")), 20);
    clock_.sleep_s(before + 5 - clock_.now_s());
  }
  EXPECT_NEAR(busy, 10, 1);
}

/// What it cannot begin in time it does not begin late for good: the next edge is in step again.
TEST_F(Burning, AStintThatBeginsLateIsInStepAtItsFirstEdge) {
  for (const double late : {0.0, 0.37, 2.2}) {
    const double before = clock_.now_s();
    const Result result = play("burnin.sweep", 10, 10, 30, late);
    EXPECT_NEAR(clock_.now_s() - before, 10 - late, 0.1);
    const Metric* lateness = metric(result, "edge_lateness");
    ASSERT_NE(lateness, nullptr);
    EXPECT_GE(lateness->samples->min, 0);
    EXPECT_LT(lateness->samples->p50, 0.01);
  }
}

TEST_F(Burning, WaitsForAStartThatIsStillToCome) {
  const double before = clock_.now_s();
  const Result result = play("burnin.soak", 0, 5, 60, -3);
  EXPECT_NEAR(clock_.now_s() - before, 8, 0.1);
  EXPECT_NEAR(value(result, "duty"), 1, 0.02);
  ASSERT_TRUE(result.load);
  EXPECT_GT(result.load->from_s, 2.999) << "waiting is no load";
  EXPECT_EQ(result.facts.count("wall_clock"), 0U);
}

/// Whoever sets the clock does not stop the load, start it anew or make a worker wait for hours.
TEST_F(Burning, AWallClockThatWasSetDoesNotMoveTheLoad) {
  for (const double jump : {-86400.0, 86400.0}) {
    const double before = clock_.now_s();
    const Result result = play("burnin.soak", 30, 5, 60, jump);
    EXPECT_NEAR(clock_.now_s() - before, 5, 0.1);
    EXPECT_NEAR(value(result, "duty"), 1, 0.02);
    EXPECT_EQ(result.facts.count("wall_clock"), 1U);
  }
}

TEST_F(Burning, SoaksWithoutABreak) {
  const Result result = play("burnin.soak", 120, 20, 3600);
  EXPECT_GT(value(result, "duty"), 0.98);
  EXPECT_NEAR(value(result, "duty_kept"), 1, 0.02);
  EXPECT_EQ(metric(result, "edge_lateness"), nullptr);
  EXPECT_NEAR(value(result, "flops"), 5e8, 1);
  EXPECT_GE(metric(result, "flops")->samples->n, 18U) << "about one a second";
  EXPECT_LE(metric(result, "flops")->samples->n, 33U);
  EXPECT_GE(value(result, "hunt_passes"), 5);
}

TEST_F(Burning, RampsUp) {
  double last = -1;
  for (const double from : {0, 20, 40, 60}) {
    const Result result = play("burnin.ramp", from, 20, 100);
    const double duty = value(result, "duty");
    EXPECT_NEAR(duty, (from + 10) / 80, 0.05);
    EXPECT_GT(duty, last);
    last = duty;
  }
  EXPECT_GT(value(play("burnin.ramp", 80, 20, 100), "duty"), 0.98);
}

/// A stint of nothing but idling has no rate, and says no wrong one; yet it checks its answers.
TEST_F(Burning, AnIdleStintHasNoRate) {
  Result result = play("burnin.step", 0, 10, 600);
  EXPECT_EQ(result.outcome, Outcome::ok);
  EXPECT_EQ(metric(result, "flops"), nullptr);
  EXPECT_EQ(metric(result, "duty_kept"), nullptr);
  EXPECT_EQ(value(result, "duty"), 0);
  EXPECT_NEAR(value(play("burnin.step", 110, 60, 600), "duty"), 0.5, 0.02);
  script_.flip_bit = true;
  result = play("burnin.step", 0, 10, 600);
  EXPECT_EQ(result.outcome, Outcome::failed);
}

/// The product's bits are held against the first time's, the units' votes against each other.
TEST_F(Burning, TheHuntFindsAUnitThatErrsNowAndThen) {
  script_.wrong_every = 3;
  bool found = false;
  for (int i = 0; i < 3 && !found; ++i)
    found = play("burnin.soak", 60.0 * i, 4, 3600).outcome == Outcome::failed;
  EXPECT_TRUE(found);
}

TEST_F(Burning, EveryTypeIsHuntedInInTurn) {
  std::map<std::string, int> types;
  for (int i = 0; i < 8; ++i)
    ++types[std::get<std::string>(play("burnin.soak", 2.0 * i, 2, 3600).params.at("hunt_type"))];
  EXPECT_EQ(types.size(), 2U);
  for (const auto& [type, times] : types) EXPECT_EQ(times, 4) << type;
}

TEST_F(Burning, AMixIsSoughtOnceAndCarriedOn) {
  const Result first = play("burnin.mixed", 0, 20, 3600);
  EXPECT_EQ(first.outcome, Outcome::ok) << first.reason;
  const std::string mix = first.facts.at(kCarried);
  EXPECT_EQ(first.facts.at("mix"), mix);
  EXPECT_EQ(first.facts.count("mix_chosen_by"), 1U);
  const Result next = play("burnin.mixed", 20, 20, 3600, 0, mix);
  EXPECT_EQ(next.facts.at(kCarried), mix);
  EXPECT_EQ(next.facts.count("mix_chosen_by"), 0U);
  EXPECT_GT(value(next, "duty"), 0.98);

  const Result other = play("burnin.mixed", 20, 20, 3600, 0, "products 50 %, streams 50 %");
  EXPECT_EQ(other.facts.at("mix"), "products 50 %, streams 50 %");
  EXPECT_NEAR(value(other, "bandwidth"), 1e8, 1);
  EXPECT_THAT(other.facts.at("load"), Not(HasSubstr("copies")));
}

TEST_F(Burning, TrainingFillsTheGapsOfComputing) {
  kind_ = "gpu";
  const Result result = play("burnin.training", 60, 5, 900);
  EXPECT_NEAR(value(result, "duty"), 0.7, 0.03);
  EXPECT_NEAR(value(result, "duty_kept"), 1, 0.04);
  EXPECT_NEAR(value(result, "link_bandwidth"), 1e8, 1);
  EXPECT_LT(metric(result, "edge_lateness")->samples->p50, 0.01);
}

/// On this machine, whatever else it does: a call that is held up must not end the pulses.
TEST(RealPulses, AreAllPlayed) {
  SystemClock clock;
  const HostFiles files;
  Counters counters;
  host::Exec exec({small_device("node"), {-1, -1}, {}}, clock);
  const Context context{.level = Level::burnin,
                        .seconds = 2,
                        .started_s = clock.now_s(),
                        .bytes = std::int64_t{192} << 10,
                        .files = files,
                        .clock = clock,
                        .counters = counters,
                        .stint = {.of_s = 10, .epoch_wall_s = clock.wall_s()}};
  Registry registry;
  host::register_all(registry);
  Results results("burnin.pulse", exec.facts().subject);
  registry.find("burnin.pulse")->run(exec, context, results);
  const Result result = results.take().at(0);
  EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
  for (const Metric& metric : result.metrics)
    if (metric.name == "flops") {
      EXPECT_GE(metric.samples->n, 10U);
    } else if (metric.name == "edge_lateness") {
      EXPECT_GE(metric.samples->n, 100U);
      EXPECT_GE(metric.samples->min, 0);
    } else if (metric.name == "duty_kept") {
      EXPECT_GT(*metric.value, 0.05);
    }
}

/// A device that is slow is slow in its rate, not in its duty.
TEST_F(Burning, ASlowDeviceIsBusyAllTheSame) {
  script_.slow = 0.5;
  const Result result = play("burnin.soak", 0, 10, 3600);
  EXPECT_NEAR(value(result, "flops"), 2.5e8, 1);
  EXPECT_GT(value(result, "duty"), 0.98);
}

}  // namespace
}  // namespace assay
