#include "tests/burnin/burn/played.hpp"

// Every conclusion on a node that has exactly that fault, and on one that has not.

namespace assay {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = SimulatedFault::Kind;

TEST(BurnScenario, AHealthyNodeHasNothingAgainstIt) {
  const PlayedBurn played = Scenario{.hours = 6}.played();
  EXPECT_EQ(played.ended_by, "planned end");
  ASSERT_EQ(played.results.size(), 9U) << "eight GPUs and the node";
  for (int gpu = 0; gpu < 8; ++gpu) {
    const Result& result = of_gpu(played, gpu);
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_THAT(result.telemetry.lost, IsEmpty());
    EXPECT_NEAR(value_of(result, "load_time"), 6 * 3600, 60);
    EXPECT_NEAR(value_of(result, "power_mean"), 690, 7);
    EXPECT_NEAR(value_of(result, "temperature_max"), 28 + 0.06 * 690, 3);
    EXPECT_LT(value_of(result, "temperature_steady_time"), 1800) << "at one look in ten seconds";
    EXPECT_EQ(value_of(result, "throttled_fault"), 0);
    EXPECT_EQ(value_of(result, "throttled_unknown"), 0);
    EXPECT_EQ(value_of(result, "ecc_corrected_delta"), 0);
    EXPECT_EQ(value_of(result, "remap_pending"), 0);
    EXPECT_EQ(value_of(result, "xid_count"), 0);
    EXPECT_NEAR(metric_of(result, "flops")->samples->droop, 1, 0.005);
    EXPECT_EQ(fact_of(result, "temperature_to_peers_outlier"), "");
    EXPECT_EQ(fact_of(result, "rate_to_peers_outlier"), "");
    EXPECT_EQ(fact_of(result, "temperature_stuck"), "");
    EXPECT_EQ(fact_of(result, "clock_jumps"), "");
  }
}

TEST(BurnScenario, OneHotGpuOfEightIsNamedAndNoOther) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::resistance, .gpu = 5, .amount = 0.078}}}.played();
  for (int gpu = 0; gpu < 8; ++gpu)
    EXPECT_EQ(!fact_of(of_gpu(played, gpu), "temperature_to_peers_outlier").empty(), gpu == 5)
        << gpu;
  EXPECT_NEAR(value_of(of_gpu(played, 5), "temperature_to_peers"), 0.018 * 690, 1.5);
}

TEST(BurnScenario, ADroopOfThreePercentShows) {
  const double end = 6 * 3600;
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::droop, .gpu = 2, .amount = 0.045, .to_s = end}},
               .hours = 6}
          .played();
  // From 4.5 % at the end: 3.75 % less in the last third, 0.75 % in the first.
  EXPECT_NEAR(metric_of(of_gpu(played, 2), "flops")->samples->droop, 0.97, 0.003);
  EXPECT_NEAR(metric_of(of_gpu(played, 3), "flops")->samples->droop, 1, 0.003);
}

TEST(BurnScenario, OverheatingEndsTheLoad) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::resistance, .gpu = 4, .amount = 0.12, .from_s = 1800}},
               .period_s = 0.1}
          .played();
  EXPECT_THAT(played.ended_by, HasSubstr("safety stop: gpu 4 is at 91 degC, above 90"));
  EXPECT_LT(played.ended_s, 1800 + 30);
  EXPECT_EQ(of_gpu(played, 4).outcome, Outcome::failed);
  EXPECT_EQ(of_gpu(played, 3).outcome, Outcome::error) << "its hours are not over";
  const PlayedBurn lower = Scenario{.safety = {.temperature_c = 60}}.played();
  EXPECT_THAT(lower.ended_by, HasSubstr("above 60 degC"));
}

TEST(BurnScenario, EccThatComesOnlyUnderLoadIsToldFromEccAtAnyTime) {
  const Load steps({{.shape = Shape::step(120), .seconds = 7200}});
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::ecc_under_load, .gpu = 1, .amount = 0.2},
                          {.kind = Kind::ecc_always, .gpu = 6, .amount = 0.2}},
               .period_s = 1}
          .played(steps);
  EXPECT_GT(value_of(of_gpu(played, 1), "ecc_corrected_delta"), 100);
  EXPECT_EQ(fact_of(of_gpu(played, 1), "ecc_corrected_only_under_load"), "yes");
  EXPECT_GT(value_of(of_gpu(played, 6), "ecc_corrected_delta"), 100);
  EXPECT_EQ(fact_of(of_gpu(played, 6), "ecc_corrected_only_under_load"), "no");
  EXPECT_EQ(value_of(of_gpu(played, 0), "ecc_corrected_delta"), 0);
}

TEST(BurnScenario, ARowThatWaitsToBeReplacedShowsAtTheEnd) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::remap_pending, .gpu = 7, .from_s = 5000}}}.played();
  EXPECT_EQ(value_of(of_gpu(played, 7), "remap_pending"), 1);
  EXPECT_EQ(value_of(of_gpu(played, 6), "remap_pending"), 0);
}

TEST(BurnScenario, AGpuThatFallsOffTheBusEndsTheLoad) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::xid, .gpu = 3, .amount = 79, .from_s = 3000},
                          {.kind = Kind::all_lost, .gpu = 3, .from_s = 3000}}}
          .played();
  EXPECT_THAT(played.ended_by, HasSubstr("Xid 79 of gpu 3"));
  EXPECT_NEAR(played.ended_s, 3000, 20);
  EXPECT_EQ(of_gpu(played, 3).outcome, Outcome::failed);
  EXPECT_EQ(value_of(of_gpu(played, 3), "xid_count"), 1);
  EXPECT_EQ(value_of(of_gpu(played, 2), "xid_count"), 0);
}

TEST(BurnScenario, AnXidOfAProgramIsToldAndNoFaultOfTheGpu) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::xid, .gpu = 3, .amount = 43, .from_s = 3000}}}.played();
  EXPECT_EQ(played.ended_by, "planned end");
  EXPECT_EQ(of_gpu(played, 3).outcome, Outcome::ok);
  EXPECT_EQ(value_of(of_gpu(played, 3), "xid_count"), 0);
  EXPECT_THAT(fact_of(of_gpu(played, 3), "application_xid"), HasSubstr("Xid 43"));
}

TEST(BurnScenario, AnXidOfTheMemoryThatIsNotFatalFailsTheGpuAndEndsNothing) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::xid, .gpu = 3, .amount = 63, .from_s = 3000}}}.played();
  EXPECT_EQ(played.ended_by, "planned end");
  EXPECT_EQ(of_gpu(played, 3).outcome, Outcome::failed);
  EXPECT_EQ(value_of(of_gpu(played, 3), "xid_count"), 1);
}

TEST(BurnScenario, AStuckSensorProvesNothing) {
  const Load steps({{.shape = Shape::step(120), .seconds = 7200}});
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::sensor_stuck, .gpu = 0, .from_s = 200}}, .period_s = 1}
          .played(steps);
  EXPECT_THAT(fact_of(of_gpu(played, 0), "temperature_stuck"),
              HasSubstr("did not follow the power"));
  EXPECT_THAT(of_gpu(played, 0).telemetry.lost, Contains(HasSubstr("stuck")));
  EXPECT_THAT(of_gpu(played, 1).telemetry.lost, IsEmpty());
}

TEST(BurnScenario, ASensorThatIsLostLeavesNoMaximumUnsaid) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::sensor_lost, .gpu = 0, .from_s = 2000}}}.played();
  EXPECT_THAT(of_gpu(played, 0).telemetry.lost, Contains(HasSubstr("temperature_c")));
  EXPECT_THAT(of_gpu(played, 1).telemetry.lost, IsEmpty());
}

TEST(BurnScenario, AFanThatStopsEndsTheLoad) {
  const PlayedBurn played = Scenario{.fan_stops_s = 1200}.played();
  EXPECT_EQ(played.ended_by, "safety stop: fan hwmon0/fan1 has stopped");
  EXPECT_NEAR(played.ended_s, 1200, 20);
}

TEST(BurnScenario, AReadingThatHangsProvesNothingOfThatTime) {
  const PlayedBurn played = Scenario{.hung_from_s = 3000, .hung_to_s = 3300}.played();
  EXPECT_EQ(played.ended_by, "planned end");
  for (int gpu = 0; gpu < 8; ++gpu)
    EXPECT_THAT(of_gpu(played, gpu).telemetry.lost, Contains(HasSubstr("power_w of gpu")));
}

TEST(BurnScenario, WrongAnswersAreCountedAndDated) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::wrong_answers, .gpu = 6, .from_s = 3600, .to_s = 4200}}}
          .played();
  const Result& result = of_gpu(played, 6);
  EXPECT_EQ(result.outcome, Outcome::failed);
  EXPECT_EQ(value_of(result, "wrong_answers"), static_cast<double>(result.defects.size()));
  EXPECT_NEAR(value_of(result, "wrong_answers"), 10, 2);
  EXPECT_THAT(fact_of(result, "wrong_answers_at"), HasSubstr("from 3"));
  EXPECT_EQ(value_of(of_gpu(played, 5), "wrong_answers"), 0);
}

TEST(BurnScenario, AClockThatIsSetIsSaidAndChangesNoFigure) {
  const PlayedBurn set = Scenario{.jump_at_s = 3000, .jump_s = -7200}.played();
  EXPECT_THAT(fact_of(set.results.back(), "clock_jumps"), HasSubstr("-7200 s"));
  const PlayedBurn straight = Scenario{}.played();
  EXPECT_EQ(fact_of(straight.results.back(), "clock_jumps"), "");
  EXPECT_EQ(value_of(of_gpu(set, 0), "power_mean"), value_of(of_gpu(straight, 0), "power_mean"));
}

TEST(BurnScenario, StepsGiveTheThermalResistanceOfEveryGpu) {
  std::vector<SimulatedGpu> gpus(8);
  gpus[2].resistance = 0.09;
  gpus[3].time_constant_s = 25;
  const Load steps({{.shape = Shape::step(120), .seconds = 900}});
  const PlayedBurn played = Scenario{.period_s = 0.1, .gpus = gpus}.played(steps);
  for (int gpu = 0; gpu < 8; ++gpu) {
    const SimulatedGpu& truth = gpus[static_cast<std::size_t>(gpu)];
    const Result& result = of_gpu(played, gpu);
    EXPECT_NEAR(value_of(result, "thermal_resistance"), truth.resistance, 0.03 * truth.resistance)
        << fact_of(result, "thermal_resistance_unknown");
    EXPECT_NEAR(value_of(result, "thermal_time_constant"), truth.time_constant_s,
                0.05 * truth.time_constant_s);
  }
  const PlayedBurn soak = Scenario{}.played();
  EXPECT_EQ(metric_of(of_gpu(soak, 0), "thermal_resistance"), nullptr) << "nothing stepped";
}

TEST(BurnScenario, ThePowerOfTheNodeSwingsAsTheLoadDoes) {
  const Load pulses({{.shape = Shape::pulse(4, 0.5), .seconds = 1200}});
  const PlayedBurn played = Scenario{.period_s = 0.1}.played(pulses);
  const Result& node = played.results.back();
  const double half = 8 * 600 / 2.0;
  EXPECT_NEAR(value_of(node, "power_swing"), half * 4 / 3.14159, 0.1 * half);
  EXPECT_NEAR(value_of(node, "power_range"), 8 * 600, 0.05 * 8 * 600);
  EXPECT_THAT(fact_of(node, "power_swing_line_1"), HasSubstr("0.25 Hz: measured"));
  const PlayedBurn soak = Scenario{.hours = 0.5, .period_s = 0.1}.played();
  EXPECT_LT(value_of(of_gpu(soak, 0), "temperature_steady_time"), 8 * 12) << "time constants";
  EXPECT_LT(value_of(soak.results.back(), "power_swing"), 0.01 * half);
}

}  // namespace
}  // namespace assay
