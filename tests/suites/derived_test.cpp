#include "suites/derived.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "core/stats.hpp"

namespace assay {
namespace {

const std::vector<MetricSpec> kSpec{
    {"flops", Unit::flops},
    {"flops_per_watt", Unit::flops_per_watt, Better::higher, Derived::per_watt},
    {"load_clock", Unit::hertz, Better::higher, Derived::clock}};

Result measured() {
  Result result;
  result.metrics.push_back(
      sampled_metric("flops", Unit::flops, Better::higher, {8e14, 6e14, 7e14}));
  return result;
}

Telemetry watched(const std::map<std::string, double>& means) {
  Telemetry telemetry;
  for (const auto& [quantity, mean] : means) telemetry.quantities[quantity]["mean"] = mean;
  return telemetry;
}

const Metric* find(const Result& result, const std::string& name) {
  for (const Metric& metric : result.metrics)
    if (metric.name == name) return &metric;
  return nullptr;
}

TEST(Derived, IsTheMeanRateOverTheMeanPower) {
  Result result = measured();
  add_derived(result, kSpec, watched({{"power_w", 700}, {"sm_clock_hz", 1.7e9}}));
  ASSERT_EQ(result.metrics.size(), 3U);
  EXPECT_EQ(result.metrics.front().name, "flops") << "what the test is about stays first";
  EXPECT_DOUBLE_EQ(find(result, "flops_per_watt")->value.value_or(0), 1e12);
  EXPECT_EQ(find(result, "flops_per_watt")->unit, Unit::flops_per_watt);
  EXPECT_EQ(find(result, "load_clock")->value, 1.7e9);
}

TEST(Derived, TakesPowerByTheEnergyCounterFirst) {
  Result result = measured();
  add_derived(result, kSpec, watched({{"power_w", 700}, {"average_power_w", 350}}));
  EXPECT_DOUBLE_EQ(find(result, "flops_per_watt")->value.value_or(0), 2e12);
}

TEST(Derived, IsUnknownWithAReasonAndNeverAbsent) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<std::pair<std::optional<Telemetry>, std::string>> cases{
      {std::nullopt, "nothing was watched meanwhile"},
      {Telemetry{}, "no power was read meanwhile"},
      {watched({{"temperature_c", 50}}), "no power was read meanwhile"},
      {watched({{"power_w", nan}}), "no power was read meanwhile"},
      {watched({{"power_w", 0}}), "the power that was read is no power"},
      {watched({{"power_w", -3}}), "the power that was read is no power"}};
  for (const auto& [telemetry, reason] : cases) {
    Result result = measured();
    add_derived(result, kSpec, telemetry);
    ASSERT_NE(find(result, "flops_per_watt"), nullptr);
    EXPECT_FALSE(find(result, "flops_per_watt")->value.has_value());
    EXPECT_EQ(result.facts.at("flops_per_watt_unknown"), reason);
    EXPECT_FALSE(find(result, "load_clock")->value.has_value());
    EXPECT_TRUE(result.facts.contains("load_clock_unknown"));
  }
}

/// A rate that could not be timed gives no efficiency.
TEST(Derived, OfARateWithoutSamplesIsUnknown) {
  Result result;
  result.metrics.push_back(reading("flops", Unit::flops, Better::higher, std::nullopt));
  add_derived(result, kSpec, watched({{"power_w", 700}}));
  EXPECT_EQ(result.facts.at("flops_per_watt_unknown"), "it has no mean rate");
}

TEST(Derived, AddsNothingToATestThatWasNotCarriedOut) {
  Result result;
  result.outcome = Outcome::skipped;
  add_derived(result, kSpec, watched({{"power_w", 700}}));
  EXPECT_TRUE(result.metrics.empty());
  EXPECT_TRUE(result.facts.empty());
  Result other = measured();
  add_derived(other, {}, watched({{"power_w", 700}}));
  EXPECT_EQ(other.metrics.size(), 1U);
}

struct Timed {
  std::optional<Span> load;
  std::optional<Span> on_clock;
};

/// A test of 4 s that was known at 110 s and asked for at 105 s: it began at 106 s.
TEST(LoadOnClock, CountsFromWhereTheTestBegan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Timed> cases{{Span{1, 3}, Span{107, 109}}, {Span{0, 4}, Span{106, 110}},
                                 {Span{3, 9}, Span{109, 110}}, {std::nullopt, std::nullopt},
                                 {Span{3, 3}, std::nullopt},   {Span{3, 2}, std::nullopt},
                                 {Span{-1, 2}, std::nullopt},  {Span{5, 9}, std::nullopt},
                                 {Span{nan, 2}, std::nullopt}, {Span{1, nan}, std::nullopt}};
  for (const auto& [load, on_clock] : cases) {
    Result result;
    result.elapsed_s = 4;
    result.load = load;
    EXPECT_EQ(load_on_clock(result, 105, 110), on_clock);
  }
}

/// A worker that claims to have taken longer than it had does not reach into another test's time.
TEST(LoadOnClock, StaysWithinWhatTheParentSaw) {
  Result result;
  result.elapsed_s = 1000;
  result.load = Span{1, 999};
  EXPECT_EQ(load_on_clock(result, 105, 110), (Span{105, 109}));
}

}  // namespace
}  // namespace assay
