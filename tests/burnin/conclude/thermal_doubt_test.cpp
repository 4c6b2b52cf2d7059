#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <string_view>
#include <vector>

#include "burnin/conclude/thermal.hpp"
#include "responses.hpp"

namespace assay {
namespace {

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
