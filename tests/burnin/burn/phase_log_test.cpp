#include "burnin/burn/phase_log.hpp"

#include <gmock/gmock.h>

#include "burnin/burn/burn.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

Result stint_of(double flops) {
  Result result;
  result.subject = {.kind = "gpu", .index = 0};
  result.metrics.push_back(reading("flops", Unit::flops, Better::higher, flops));
  return result;
}

DeviceLook drawing(double watts) {
  DeviceLook look;
  look[Gauge::power] = watts;
  return look;
}

const std::vector<PhaseSpan> kTwo{{"pulse of 1 s", 0, 100}, {"pulse of 10 s", 100, 200}};

TEST(PhaseLog, EachPhaseHasItsOwnPowerAndRate) {
  PhaseLog log(kTwo);
  for (int t = 0; t < 200; ++t) log.look(t, drawing(t < 100 ? 300 : 500));
  for (int stint = 0; stint < 8; ++stint) {
    const double flops = stint < 4 ? 4e14 : 4e14 - 1e14 * (stint - 4);
    log.stint(stint_of(flops), 25.0 * stint, 25);
  }
  Result result;
  log.conclude(result);
  ASSERT_EQ(result.facts.size(), 2U);
  EXPECT_EQ(result.facts.at("phase_1").substr(0, 31), "pulse of 1 s; 300 W on average;");
  EXPECT_THAT(result.facts.at("phase_1"), HasSubstr("droop 1"));
  EXPECT_THAT(result.facts.at("phase_2"), HasSubstr("500 W"));
  EXPECT_THAT(result.facts.at("phase_2"), HasSubstr("droop 0.25")) << "of 4, 3, 2 and 1";
}

/// What was played across a border belongs to neither side.
TEST(PhaseLog, AStintAcrossTheBorderCountsForNone) {
  PhaseLog log(kTwo);
  log.stint(stint_of(1), 80, 60);
  Result result;
  log.conclude(result);
  EXPECT_THAT(result.facts.at("phase_1"), Not(HasSubstr("flops")));
  EXPECT_THAT(result.facts.at("phase_2"), Not(HasSubstr("flops")));
}

TEST(PhaseLog, WhatWasNeverToldIsLeftOut) {
  PhaseLog log(kTwo);
  Result silent;
  log.stint(silent, 0, 50);
  Result result;
  log.conclude(result);
  EXPECT_EQ(result.facts.at("phase_1"), "pulse of 1 s");
}

TEST(PhaseLog, ALoadOfOnePhaseHasNone) {
  PhaseLog log({kTwo[0]});
  log.look(5, drawing(300));
  Result result;
  log.conclude(result);
  EXPECT_TRUE(result.facts.empty());
}

TEST(PhaseLog, ABurnConcludesItsPhases) {
  Burn burn({.test = "burnin.pulse",
             .devices = {{.kind = "gpu", .index = 0}},
             .period_s = 1,
             .phases = kTwo});
  for (int t = 0; t < 200; ++t)
    burn.look(t, 1.8e9 + t, std::vector<DeviceLook>{drawing(t < 100 ? 300 : 500)});
  burn.stint({stint_of(4e14)}, 0, 60);
  const Result result = burn.conclude(200, "planned end").front();
  EXPECT_THAT(result.facts.at("phase_1"), HasSubstr("300 W on average; flops"));
  EXPECT_THAT(result.facts.at("phase_2"), HasSubstr("500 W"));
}

}  // namespace
}  // namespace assay
