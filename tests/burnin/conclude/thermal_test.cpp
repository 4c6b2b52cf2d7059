#include "burnin/conclude/thermal.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "responses.hpp"

namespace assay {
namespace {

struct Tally {
  int fits = 0, trusted = 0, right = 0, wrongly_trusted = 0;
  double squared_scores = 0;  ///< of the resistance, in its standard errors
  void add(const ThermalFit& fit, const MadeResponse& made) {
    const bool is_right = std::abs(fit.resistance / made.resistance - 1) < 0.03 &&
                          std::abs(fit.time_constant_s / made.time_constant_s - 1) < 0.05;
    const double score = (fit.resistance - made.resistance) / fit.resistance_error;
    ++fits;
    trusted += fit.trustworthy() ? 1 : 0;
    right += is_right ? 1 : 0;
    wrongly_trusted += fit.trustworthy() && !is_right ? 1 : 0;
    squared_scores += score * score;
  }
  [[nodiscard]] double spread() const { return std::sqrt(squared_scores / fits); }
};

Tally tally(std::mt19937& random, double dwells, int steps, int fits) {
  Tally tally;
  for (int i = 0; i < fits; ++i) {
    MadeResponse made = random_response(random, dwells);
    made.steps = steps;
    tally.add(fit_step_response(made.samples(random), kSettled), made);
  }
  return tally;
}

TEST(ThermalFit, RecoversResistanceAndTimeConstantFromLongDwells) {
  std::mt19937 random(2);
  const Tally told = tally(random, 6, 1, 60);
  EXPECT_EQ(told.right, told.fits);
  EXPECT_GE(told.trusted, 58);
  EXPECT_LT(told.spread(), 2);
}

TEST(ThermalFit, FromTwoTimeConstantsUpWhatItTrustsIsRight) {
  std::mt19937 random(3);
  const Tally told = tally(random, 2.1, 1, 80);
  EXPECT_EQ(told.wrongly_trusted, 0);
  EXPECT_GE(told.right, 76);
  EXPECT_GE(told.trusted, 40);
  EXPECT_LT(told.spread(), 2);
}

TEST(ThermalFit, SeveralShortStepsAreAsGoodAsOneLongOne) {
  std::mt19937 random(4);
  const Tally told = tally(random, 2.2, 4, 40);
  EXPECT_EQ(told.right, told.fits);
  EXPECT_GE(told.trusted, 38);
}

TEST(ThermalFit, WithoutNoiseItIsExact) {
  std::mt19937 random(5);
  for (int i = 0; i < 20; ++i) {
    MadeResponse made = random_response(random, 5);
    made.noise_c = 0.01;
    made.whole_degrees = false;
    const ThermalFit fit = fit_step_response(made.samples(random), kSettled);
    EXPECT_NEAR(fit.resistance / made.resistance, 1, 0.006);
    EXPECT_NEAR(fit.time_constant_s / made.time_constant_s, 1, 0.025);
    EXPECT_NEAR(fit.base_c, 30, 0.3);
  }
}

TEST(ThermalFit, TakesTheInletOffWhereItIsRead) {
  std::mt19937 random(6);
  MadeResponse made;
  made.dwell_s = 120;
  made.disturbance_k = [](double t_s) { return 0.05 * t_s; };
  auto samples = made.samples(random);
  const ThermalFit blind = fit_step_response(samples, kSettled);
  EXPECT_EQ(blind.doubt, FitDoubt::residuals_not_noise);
  EXPECT_FALSE(blind.above_inlet);
  EXPECT_NEAR(blind.drift_k, 0.05 * 130, 2);
  for (auto& sample : samples) sample.inlet_c = std::round(30 + 0.05 * sample.t_s);
  const ThermalFit fit = fit_step_response(samples, kSettled);
  EXPECT_TRUE(fit.trustworthy()) << reason(fit.doubt);
  EXPECT_TRUE(fit.above_inlet);
  EXPECT_NEAR(fit.resistance, made.resistance, 0.03 * made.resistance);
  EXPECT_NEAR(fit.base_c, 0, 1);
}

TEST(ThermalFit, OneThatCoolsDownIsFitAsWell) {
  std::mt19937 random(7);
  MadeResponse made;
  std::swap(made.idle_w, made.load_w);
  const ThermalFit fit = fit_step_response(made.samples(random), kSettled);
  EXPECT_TRUE(fit.trustworthy()) << reason(fit.doubt);
  EXPECT_NEAR(fit.resistance, made.resistance, 0.03 * made.resistance);
}

TEST(ThermalFit, AStateThatIsNotKnownMakesItLessSure) {
  std::mt19937 random(8);
  MadeResponse made;
  made.before_s = 5;
  made.time_constant_s = 30;
  made.dwell_s = 90;
  const auto samples = made.samples(random);
  const ThermalFit known = fit_step_response(samples, kSettled);
  const ThermalFit unknown = fit_step_response(samples, {});
  EXPECT_GT(unknown.resistance_error, 1.5 * known.resistance_error);
  EXPECT_TRUE(known.trustworthy());
}

/// Still cooling from an earlier load when the step comes.
TEST(ThermalFit, AnUnsettledStartIsFollowedWhereItShows) {
  std::mt19937 random(9);
  for (int round = 0; round < 10; ++round) {
    MadeResponse made;
    made.before_s = 40;
    made.dwell_s = 80;
    made.disturbance_k = [&](double t_s) { return 15 * std::exp(-t_s / made.time_constant_s); };
    const ThermalFit fit = fit_step_response(made.samples(random), {.quiet_before_s = 5});
    EXPECT_NEAR(fit.resistance, made.resistance, 0.03 * made.resistance);
    EXPECT_NEAR(fit.time_constant_s, made.time_constant_s, 0.05 * made.time_constant_s);
  }
}

TEST(ThermalFit, DriftsAreNotedAndHealthyResponsesHaveNone) {
  std::mt19937 random(10);
  int noted = 0;
  int alarms = 0;
  for (int round = 0; round < 30; ++round) {
    MadeResponse made = random_response(random, 6);
    alarms +=
        fit_step_response(made.samples(random), kSettled).doubt == FitDoubt::residuals_not_noise;
    const double length_s = made.before_s + made.dwell_s;
    const double rise_k = made.resistance * (made.load_w - made.idle_w);
    made.disturbance_k = [=](double t_s) { return 0.2 * rise_k * t_s / length_s; };
    noted += !fit_step_response(made.samples(random), kSettled).trustworthy();
  }
  EXPECT_EQ(alarms, 0);
  EXPECT_GE(noted, 28);
}

TEST(ThermalFit, AFanThatStopsInBetweenIsNotNoise) {
  std::mt19937 random(11);
  MadeResponse made;
  made.dwell_s = 120;
  made.disturbance_k = [](double t_s) {
    return t_s < 80 ? 0 : 12 * (1 - std::exp((80 - t_s) / 12));
  };
  EXPECT_EQ(fit_step_response(made.samples(random), kSettled).doubt, FitDoubt::residuals_not_noise);
}

}  // namespace
}  // namespace assay
