#include "burnin/load/hall.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::Each;
using testing::HasSubstr;

const NodePower kNode = node_power(8, 700, 70, 1500);

Load soak(double seconds = 600) { return Load({{Shape::soak(), seconds}}); }
Load pulses(double period_s, double duty = 0.5) {
  return Load({{Shape::pulse(period_s, duty), 600}});
}

/// The same by looking at the hall a great many times.
HallEstimate sampled(const Load& load, const NodePower& node, const std::vector<double>& delays,
                     double width_s, double until_s, double every_s) {
  HallEstimate hall;
  std::vector<double> watts;
  for (int i = static_cast<int>(-2 * width_s / every_s); i * every_s < until_s; ++i) {
    const double t = i * every_s;
    double sum = 0;
    for (const double delay : delays) sum += watts_at(node, load.level(t - delay));
    watts.push_back(sum);
    hall.peak_w = std::max(hall.peak_w, sum);
  }
  const auto width = static_cast<std::size_t>(width_s / every_s);
  for (std::size_t i = 0; i < watts.size(); ++i)
    for (std::size_t j = i; j < std::min(watts.size(), i + width); ++j)
      hall.largest_step_w = std::max(hall.largest_step_w, std::abs(watts[j] - watts[i]));
  return hall;
}

TEST(NodePower, IsIdleAndFull) {
  EXPECT_EQ(kNode.idle_w, 2060);
  EXPECT_EQ(kNode.full_w, 7100);
  EXPECT_EQ(watts_at(kNode, 0.5), 4580);
  EXPECT_THROW((void)node_power(8, 60, 70, 0), Error);
  EXPECT_THROW((void)node_power(8, 700, -1, 0), Error);
  EXPECT_THROW((void)node_power(8, std::nan(""), 0, 0), Error);
}

TEST(Hall, StepsByEveryNodeThatIsSynchronised) {
  const std::vector<double> delays = delays_for(16, {.synchronised = true}, pulses(2), kNode);
  EXPECT_THAT(delays, Each(0.0));
  const HallEstimate hall = estimate_hall(pulses(2), kNode, delays);
  EXPECT_DOUBLE_EQ(hall.largest_step_w, 16 * (7100 - 2060));
  EXPECT_DOUBLE_EQ(hall.peak_w, 16 * 7100);
}

TEST(Hall, IsWhatItsNodesDrawTogether) {
  std::mt19937 random(1);
  std::uniform_real_distribution<> unit(0, 1);
  for (int round = 0; round < 30; ++round) {
    // All on a grid of 5 ms, which looking every millisecond does not miss.
    const double period = 0.05 * (1 + static_cast<double>(random() % 20));
    const double duty = 0.2 * (1 + static_cast<double>(random() % 4));
    const Load load({{Shape::pulse(period, duty), 4, 0.8}, {Shape::soak(), 1}});
    std::vector<double> delays(1 + random() % 5);
    for (double& delay : delays) delay = 0.005 * static_cast<double>(random() % 100);
    const HallEstimate hall = estimate_hall(load, kNode, delays, 0.1);
    const HallEstimate seen = sampled(load, kNode, delays, 0.1, 6, 0.001);
    EXPECT_NEAR(hall.peak_w, seen.peak_w, 1);
    EXPECT_GE(hall.largest_step_w, seen.largest_step_w - 1);
    EXPECT_LE(hall.largest_step_w,
              sampled(load, kNode, delays, 0.105, 6, 0.001).largest_step_w + 1);
  }
}

TEST(Hall, ARampIsNoStep) {
  const std::vector<double> delays(10, 0.0);
  const double swing = 10 * (7100 - 2060);
  const Load ramp({{Shape::ramp(300), 300}});
  EXPECT_NEAR(estimate_hall(ramp, kNode, delays).peak_w, 71'000, swing * 0.1 / 300);
  EXPECT_NEAR(estimate_hall(ramp, kNode, delays).largest_step_w, swing, swing * 0.1 / 300)
      << "its end is a step down";
  // Up to where one that never ends is, as far as one sees.
  const HallEstimate rise = estimate_hall(Load({{Shape::ramp(300), 1e4}}), kNode, {0, 400});
  EXPECT_NEAR(rise.largest_step_w, 5040, 1) << "one after the other ends";
}

TEST(Stagger, SpreadsNodesEvenly) {
  EXPECT_EQ(delays_for(4, {.stagger_s = 8}, soak(), kNode), (std::vector<double>{0, 2, 4, 6}));
  const auto usual = delays_for(3, {}, pulses(6), kNode);
  EXPECT_EQ(usual, (std::vector<double>{0, 2, 4})) << "over one period without further ado";
  const auto many = delays_for(200, {}, soak(), kNode);
  EXPECT_EQ(many.size(), 200U);
  EXPECT_NEAR(many[1] - many[0], 0.1, 1e-12);
  EXPECT_LE(estimate_hall(soak(), kNode, many, 0.09).largest_step_w, 5040 + 1e-6);
}

/// Whatever the load: what is promised holds, or nothing is promised.
TEST(MaxStep, HoldsOrIsRefused) {
  std::mt19937 random(2);
  std::uniform_real_distribution<> unit(0, 1);
  int held = 0;
  int refused = 0;
  for (int round = 0; round < 200; ++round) {
    const int nodes = 1 + static_cast<int>(random() % 40);
    const Load load = round % 3 == 0
                          ? soak()
                          : pulses(0.02 * std::pow(3000.0, unit(random)), 0.2 + 0.6 * unit(random));
    const Together together{.max_step_w = 5040 * 20 * unit(random)};
    try {
      const auto delays = delays_for(nodes, together, load, kNode);
      ASSERT_EQ(delays.size(), static_cast<std::size_t>(nodes));
      EXPECT_LE(estimate_hall(load, kNode, delays, together.at_once_s).largest_step_w,
                *together.max_step_w * (1 + 1e-9));
      ++held;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("that are allowed"));
      ++refused;
    }
  }
  EXPECT_GT(held, 50);
  EXPECT_GT(refused, 10);
}

TEST(MaxStep, IsRefusedWhereOneNodeIsTooMuch) {
  EXPECT_THROW((void)delays_for(4, {.max_step_w = 5000}, soak(), kNode), Error);
  EXPECT_NO_THROW((void)delays_for(4, {.max_step_w = 5040}, soak(), kNode));
}

TEST(MaxStep, RefusesAStaggerThatDoesNotHoldIt) {
  EXPECT_THROW((void)delays_for(4, {.stagger_s = 0.1, .max_step_w = 6000}, soak(), kNode), Error);
  EXPECT_NO_THROW((void)delays_for(4, {.stagger_s = 10, .max_step_w = 6000}, soak(), kNode));
}

TEST(Budget, IsHeldAgainstThePeak) {
  const HallEstimate hall = estimate_hall(soak(), kNode, std::vector<double>(10, 0.0));
  EXPECT_NO_THROW(demand_within(hall, 71'000));
  EXPECT_THROW(demand_within(hall, 70'999), Error);
  EXPECT_THROW(demand_within({std::nan(""), 0}, 1e9), Error);
}

/// Spread over their period, half of the nodes idle while the others work.
TEST(Budget, PulsesThatAreSpreadNeedHalfOfIt) {
  const auto delays = delays_for(8, {.stagger_s = 10}, pulses(10), kNode);
  EXPECT_NEAR(estimate_hall(pulses(10), kNode, delays).peak_w, 8 * (7100.0 + 2060) / 2, 1);
}

TEST(Hall, OfThousandsOfNodesIsEstimated) {
  const auto delays = delays_for(12'500, {.max_step_w = 500e3}, soak(), kNode);
  EXPECT_LE(estimate_hall(soak(), kNode, delays).largest_step_w, 500e3);
  const auto spread = delays_for(12'500, {.stagger_s = 1250}, pulses(0.01), kNode);
  const HallEstimate most = estimate_hall(pulses(0.01), kNode, spread);
  EXPECT_DOUBLE_EQ(most.peak_w, 12'500 * 7100.0) << "too many to look at: the worst is assumed";
  EXPECT_DOUBLE_EQ(most.largest_step_w, 12'500 * 5040.0);
}

/// Short pulses of many nodes fill each other's gaps if they start out of step.
TEST(MaxStep, ShortPulsesOfManyNodesCanBeHeld) {
  const auto delays = delays_for(100, {.max_step_w = 40e3}, pulses(0.05), kNode);
  EXPECT_LE(estimate_hall(pulses(0.05), kNode, delays).largest_step_w, 40e3);
}

}  // namespace
}  // namespace assay
