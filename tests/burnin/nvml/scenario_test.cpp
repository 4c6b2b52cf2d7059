#include "tests/fakes/nvml/scenario.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/fakes/nvml/fake_nvml.hpp"

namespace assay::fakes {
namespace {

Scenario scenario(const std::string& text) {
  std::istringstream lines(text);
  return Scenario(lines);
}

TEST(Scenario, MovesInLinesOrSteps) {
  const Scenario told = scenario("0 * power 100\n10 * power 200\n5 3 throttle 8 # now\n");
  EXPECT_EQ(told.number(0, "power", 0), 100);
  EXPECT_EQ(told.number(0, "power", 5), 150);
  EXPECT_EQ(told.number(0, "power", 20), 200);
  EXPECT_EQ(told.number(3, "throttle", 4.9), 0);
  EXPECT_EQ(told.number(3, "throttle", 5), 8);
  EXPECT_EQ(told.number(2, "throttle", 9), 0);
  EXPECT_EQ(told.number(2, "temperature", 9), std::stod(Scenario::healthy().at("temperature")));
}

TEST(Scenario, AGpusOwnLinesReplaceThoseOfAll) {
  const Scenario told = scenario("0 * power 100\n9 * power 900\n0 1 power 50\n");
  EXPECT_EQ(told.number(1, "power", 9), 50);
  EXPECT_EQ(told.number(2, "power", 9), 900);
}

TEST(Scenario, RefusesWhatItDoesNotKnow) {
  EXPECT_THROW(scenario("0 0 tempreature 90\n"), std::runtime_error);
  EXPECT_THROW(scenario("0 0 power\n"), std::runtime_error);
  EXPECT_THROW(scenario("soon 0 power 1\n"), std::runtime_error);
}

/// The integral of a curve is the sum over fine steps of it.
TEST(Scenario, IntegralIsTheSumOfSmallSteps) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> watts(50, 700);
  for (int round = 0; round < 5; ++round) {
    std::ostringstream lines;
    for (int point = 0; point < 5; ++point) lines << point << " * power " << watts(random) << '\n';
    const Scenario told = scenario(lines.str());
    double sum = 0;
    constexpr int steps = 600;
    constexpr double end_s = 6;
    for (int i = 0; i < steps; ++i) sum += told.number(0, "power", (i + 0.5) * end_s / steps);
    EXPECT_NEAR(told.integral(0, "power", end_s), sum * end_s / steps, 1e-3 * sum * end_s / steps);
  }
}

TEST(Scenario, EveryKeptOneIsWellFormed) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FakeNvml::scenario_folder())) {
    std::ifstream lines(entry.path());
    EXPECT_NO_THROW(Scenario{lines}) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 11);
}

}  // namespace
}  // namespace assay::fakes
