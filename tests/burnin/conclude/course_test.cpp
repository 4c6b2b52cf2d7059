#include "burnin/conclude/course.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr SteadyWithin kDegree{.absolute = 1};

/// Readings every `period_s` of what `value` says.
void fold(Course& course, double from_s, double to_s, double period_s,
          const std::function<double(double)>& value) {
  const auto ticks = std::lround((to_s - from_s) / period_s);
  for (long i = 0; i < ticks; ++i) {
    const double t_s = from_s + static_cast<double>(i) * period_s;
    course.add(t_s, value(t_s));
  }
}

TEST(Course, AgesCoverAllTimeInOrderAndWithinAThirtySecond) {
  std::mt19937_64 random(1);
  EXPECT_EQ(age_index(0), 0U);
  for (int round = 0; round < 20000; ++round) {
    const std::uint64_t slots = random() >> std::uniform_int_distribution<int>(40, 62)(random);
    const std::size_t index = age_index(slots);
    ASSERT_LT(index, Course::kAges);
    EXPECT_LE(age_at(index), slots);
    EXPECT_GT(age_at(index + 1), slots);
    EXPECT_LE(age_at(index + 1) - age_at(index), 1 + age_at(index) / Course::kFine);
  }
}

TEST(Course, MeanAndExtremesAreThoseOfTheReadings) {
  std::mt19937 random(2);
  for (int round = 0; round < 60; ++round) {
    std::normal_distribution<double> value(500, 40);
    Course course;
    double sum = 0;
    double least = 1e9;
    double most = 0;
    const int n = std::uniform_int_distribution<int>(1, 20000)(random);
    for (int i = 0; i < n; ++i) {
      const double x = value(random);
      sum += x;
      least = std::min(least, x);
      most = std::max(most, x);
      course.add(0.1 * i, x);
    }
    const CourseFigures figures = course.figures({});
    EXPECT_EQ(figures.n, static_cast<std::uint64_t>(n));
    EXPECT_NEAR(figures.mean, sum / n, 1e-9 * sum / n);
    EXPECT_EQ(figures.min, least);
    EXPECT_EQ(figures.max, most);
    EXPECT_LE(figures.p99, most);
    EXPECT_LT(figures.p99_error, 0.004 * most);
    EXPECT_EQ(figures.lost_s, 0);
  }
}

TEST(Course, NothingReadIsNothingKnown) {
  Course course;
  fold(course, 0, 100, 0.1, [](double) { return kNaN; });
  const CourseFigures figures = course.figures(kDegree);
  EXPECT_EQ(figures.n, 0U);
  EXPECT_TRUE(std::isnan(figures.mean));
  EXPECT_TRUE(std::isnan(figures.steady_s));
  EXPECT_TRUE(std::isnan(figures.droop));
  EXPECT_EQ(course.missing, 1000U);
}

TEST(Course, DroopOfAStepIsItsRatioWhateverTheLength) {
  std::mt19937 random(3);
  for (const double hours : {0.1, 1.0, 12.0, 72.0}) {
    const double length_s = hours * 3600;
    const double ratio = std::uniform_real_distribution<double>(0.9, 1.05)(random);
    std::normal_distribution<double> noise(1, 0.01);
    Course course;
    fold(course, 0, length_s, 1,
         [&](double t_s) { return 1e15 * noise(random) * (t_s < length_s / 2 ? 1 : ratio); });
    EXPECT_NEAR(course.figures({}).droop, ratio, 0.004) << hours;
  }
}

TEST(Course, ThreePerCentDroopShowsAndNoneIsNone) {
  std::mt19937 random(4);
  for (int round = 0; round < 20; ++round) {
    std::normal_distribution<double> noise(1, 0.01);
    Course droops;
    Course holds;
    for (int i = 0; i < 36000; ++i) {
      const double t_s = 0.1 * i;
      droops.add(t_s, noise(random) * (1 - 0.03 * std::min(1.0, t_s / 2000)));
      holds.add(t_s, noise(random));
    }
    EXPECT_LT(droops.figures({}).droop, 0.98);
    EXPECT_NEAR(holds.figures({}).droop, 1, 0.003);
  }
}

TEST(Course, TimeToSteadyOfAnExponentialIsWhereItComesWithinTheTolerance) {
  std::mt19937 random(5);
  for (int round = 0; round < 40; ++round) {
    const double tau = std::uniform_real_distribution<double>(5, 200)(random);
    const double rise = std::uniform_real_distribution<double>(10, 50)(random);
    const double start_s = std::uniform_real_distribution<double>(0, 5000)(random);
    Course course;
    fold(course, start_s, start_s + 3600, 0.5,
         [&](double t_s) { return 30 + rise * (1 - std::exp(-(t_s - start_s) / tau)); });
    const double expected = tau * std::log(rise);
    EXPECT_NEAR(course.figures(kDegree).steady_s, expected, 2 + expected / 12);
  }
}

TEST(Course, TimeToSteadyIsFoundAfterDaysAsAfterMinutes) {
  Course course;
  fold(course, 0, 72 * 3600, 1, [](double t_s) { return 30 + 40 * (1 - std::exp(-t_s / 60)); });
  EXPECT_NEAR(course.figures(kDegree).steady_s, 60 * std::log(40), 15);
}

TEST(Course, WhatDriftsToTheEndIsNeverSteadyAndALateChangeCounts) {
  Course drifts;
  fold(drifts, 0, 3600, 1, [](double t_s) { return 40 + t_s / 100; });
  EXPECT_TRUE(std::isnan(drifts.figures(kDegree).steady_s));
  Course changes;
  fold(changes, 0, 3600, 1, [](double t_s) { return t_s < 2000 ? 60 : 70; });
  EXPECT_NEAR(changes.figures(kDegree).steady_s, 2000, 2000 / 32.0 + 1);
}

TEST(Course, LostTimeIsCountedInSlots) {
  Course course;
  fold(course, 0, 300, 0.1, [](double t_s) { return t_s >= 100 && t_s < 142 ? kNaN : 50; });
  EXPECT_NEAR(course.figures({}).lost_s, 42, 1.01);
  EXPECT_NEAR(course.figures({}, 400.0).lost_s, 42 + 99, 2.01);
  Course ends;  // no tick at all for a while
  fold(ends, 0, 100, 0.1, [](double) { return 50; });
  fold(ends, 160, 200, 0.1, [](double) { return 50; });
  EXPECT_NEAR(ends.figures({}).lost_s, 60, 1.01);
}

TEST(Course, TimeThatGoesBackIsRefused) {
  Course course;
  fold(course, 0, 100, 0.1, [](double) { return 50; });
  course.add(50, 1000);
  course.add(kNaN, 1000);
  EXPECT_EQ(course.refused, 2U);
  EXPECT_EQ(course.figures({}).max, 50);
}

TEST(Course, ReadingsAsSlowAsTheSlotsLoseNothing) {
  Course course(10);
  fold(course, 0, 3 * 86400.0, 10, [](double) { return 5; });
  EXPECT_EQ(course.figures({}).lost_s, 0);
  EXPECT_EQ(course.figures({}).n, 25920U);
}

}  // namespace
}  // namespace assay
