#include "burnin/conclude/thermal.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <vector>

#include "burnin/conclude/least_squares.hpp"
#include "responses.hpp"

namespace assay {
namespace {

constexpr StepConditions kSettled{.quiet_before_s = 600};

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

TEST(LeastSquares, FindsTheUnknownsOfExactRowsAndTheirInverse) {
  std::mt19937 random(1);
  std::normal_distribution<double> value(0, 1);
  for (int round = 0; round < 100; ++round) {
    LeastSquares<3> fit;
    const LeastSquares<3>::Row truth{value(random), value(random), value(random)};
    for (int i = 0; i < 20; ++i) {
      const LeastSquares<3>::Row row{1, value(random), value(random)};
      fit.add(row, row[0] * truth[0] + row[1] * truth[1] + row[2] * truth[2]);
    }
    const auto solution = fit.solve();
    ASSERT_TRUE(solution);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(solution->unknowns[i], truth[i], 1e-9);
      for (std::size_t j = 0; j < 3; ++j) {
        double product = 0;
        for (std::size_t k = 0; k < 3; ++k)
          product += solution->inverse[i][k] * fit.matrix[std::max(k, j)][std::min(k, j)];
        EXPECT_NEAR(product, i == j ? 1 : 0, 1e-9);
      }
    }
    EXPECT_NEAR(solution->squares, 0, 1e-9);
  }
}

TEST(LeastSquares, ColumnsThatHangTogetherHaveNoSolutionUnlessOneIsExpectedToBeZero) {
  LeastSquares<2> fit;
  for (int i = 0; i < 10; ++i) fit.add({1.0 * i, 2.0 * i}, 3.0 * i);
  EXPECT_FALSE(fit.solve());
  fit.expect_zero(1, 1e6);
  ASSERT_TRUE(fit.solve());
  EXPECT_NEAR(fit.solve()->unknowns[0], 3, 0.01);
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

TEST(ThermalFit, EachDoubtHasItsCase) {
  std::mt19937 random(12);
  const MadeResponse good;
  const auto samples = good.samples(random);
  const auto doubt = [](const std::vector<ThermalSample>& of,
                        StepConditions conditions = kSettled) {
    return fit_step_response(of, conditions).doubt;
  };
  EXPECT_EQ(doubt(samples), FitDoubt::none);

  EXPECT_EQ(doubt({samples.begin(), samples.begin() + 30}), FitDoubt::too_few_samples);
  EXPECT_EQ(doubt({}), FitDoubt::too_few_samples);

  auto back = samples;
  back[300].t_s = back[200].t_s;
  EXPECT_EQ(doubt(back), FitDoubt::clock_not_monotonic);
  back[300].t_s = std::nan("");
  EXPECT_EQ(doubt(back), FitDoubt::clock_not_monotonic);

  StepConditions throttled = kSettled;
  throttled.throttled = true;
  EXPECT_EQ(doubt(samples, throttled), FitDoubt::throttled);

  MadeResponse flat = good;
  flat.load_w = 90;
  EXPECT_EQ(doubt(flat.samples(random)), FitDoubt::power_did_not_step);

  MadeResponse cold = good;
  cold.resistance = 0.005;
  EXPECT_EQ(doubt(cold.samples(random)), FitDoubt::too_little_rise);

  MadeResponse brief = good;
  brief.resistance = 0.15;
  brief.dwell_s = 1.2 * brief.time_constant_s;
  EXPECT_EQ(doubt(brief.samples(random)), FitDoubt::dwell_too_short);

  MadeResponse loud = good;
  loud.noise_c = 6;
  EXPECT_EQ(doubt(loud.samples(random)), FitDoubt::imprecise);
}

TEST(ThermalFit, LostSamplesCostNothingUntilTheyAreMany) {
  std::mt19937 random(13);
  const auto samples = MadeResponse{}.samples(random);
  for (const double share : {0.05, 0.15, 0.4}) {
    auto holed = samples;
    for (auto& sample : holed)
      if (std::bernoulli_distribution(share)(random)) sample.temperature_c = std::nan("");
    const ThermalFit fit = fit_step_response(holed, kSettled);
    EXPECT_NEAR(fit.resistance, 0.06, 0.03 * 0.06);
    EXPECT_EQ(fit.doubt, share > 0.2 ? FitDoubt::lost_samples : FitDoubt::none);
  }
  auto gap = samples;
  gap.erase(gap.begin() + 150, gap.begin() + 230);
  EXPECT_EQ(fit_step_response(gap, kSettled).doubt, FitDoubt::lost_samples);
}

TEST(ThermalFit, SamplesMuchTooFarApartAreRefused) {
  std::mt19937 random(14);
  MadeResponse made;
  made.time_constant_s = 3;
  made.dwell_s = 400;
  const auto samples = made.samples(random);
  std::vector<ThermalSample> sparse;
  for (std::size_t i = 0; i < samples.size(); i += 40) sparse.push_back(samples[i]);
  EXPECT_FALSE(fit_step_response(sparse, kSettled).trustworthy());
}

/// Nothing that telemetry can deliver makes it throw, hang or trust noise.
TEST(ThermalFit, NoiseIsNeverTrusted) {
  std::mt19937 random(15);
  for (int round = 0; round < 60; ++round) {
    std::vector<ThermalSample> samples(std::uniform_int_distribution<std::size_t>(0, 400)(random));
    std::uniform_real_distribution<double> any(-1000, 1000);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i] = {0.1 * static_cast<double>(i), any(random), any(random)};
      if (random() % 10 == 0) samples[i].power_w = std::numeric_limits<double>::infinity();
      if (random() % 10 == 0) samples[i].temperature_c = std::nan("");
    }
    EXPECT_FALSE(fit_step_response(samples, kSettled).trustworthy());
  }
}

TEST(ThermalFit, EveryDoubtHasAReasonOfItsOwn) {
  std::set<std::string_view> reasons;
  for (int i = 0; i <= static_cast<int>(FitDoubt::imprecise); ++i)
    reasons.insert(reason(static_cast<FitDoubt>(i)));
  EXPECT_EQ(reasons.size(), static_cast<std::size_t>(FitDoubt::imprecise) + 1);
  EXPECT_EQ(reason(FitDoubt::none), "");
}

}  // namespace
}  // namespace assay
