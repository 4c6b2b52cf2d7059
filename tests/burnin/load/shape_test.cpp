#include "burnin/load/shape.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "core/error.hpp"

namespace assay {
namespace {

double between(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<>(low, high)(random);
}
double log_between(std::mt19937& random, double low, double high) {
  return std::exp(between(random, std::log(low), std::log(high)));
}

Shape any_pulse(std::mt19937& random) {
  return Shape::pulse(log_between(random, 0.01, 60), between(random, 0.02, 0.98));
}
Shape any_step(std::mt19937& random) { return Shape::step(log_between(random, 0.1, 300)); }
Shape any_training(std::mt19937& random) {
  return Shape::training(log_between(random, 0.01, 30), between(random, 0.02, 0.98));
}
Shape any_sweep(std::mt19937& random) {
  const double from = log_between(random, 0.1, 5);
  return Shape::sweep(from, from * log_between(random, 1.5, 100), log_between(random, 1, 600));
}
Shape any_ramp(std::mt19937& random) { return Shape::ramp(log_between(random, 0.01, 1000)); }
Shape any_soak(std::mt19937&) { return Shape::soak(); }

using Any = Shape (*)(std::mt19937&);

class EveryShape : public testing::TestWithParam<Any> {
 protected:
  std::mt19937 random{7};
  Shape any() { return GetParam()(random); }
};

TEST_P(EveryShape, HasLevelsFromIdleToTarget) {
  for (int round = 0; round < 200; ++round) {
    const Shape shape = any();
    EXPECT_EQ(shape.level(-1e-9), 0);
    for (int i = 0; i < 100; ++i) {
      const double level = shape.level(between(random, -10, 2000));
      EXPECT_GE(level, 0);
      EXPECT_LE(level, 1);
    }
  }
}

TEST_P(EveryShape, JumpsAtItsEdgesAndNowhereElse) {
  for (int round = 0; round < 100; ++round) {
    const Shape shape = any();
    double t = between(random, 0, 3000);
    for (int i = 0; i < 50; ++i) {
      const auto edge = shape.next_edge(t);
      if (!edge) break;
      ASSERT_GT(*edge, t);
      EXPECT_EQ(shape.level(std::nextafter(*edge, 0)), shape.level(t)) << shape.describe();
      EXPECT_EQ(shape.level(between(random, t, *edge)), shape.level(t)) << shape.describe();
      EXPECT_NE(shape.level(*edge), shape.level(t)) << shape.describe() << " at " << *edge;
      t = *edge;
    }
  }
}

/// However it is cut into stints, edges and work are those of the whole.
TEST_P(EveryShape, GoesOnOverStints) {
  for (int round = 0; round < 50; ++round) {
    const Shape shape = any();
    const double stint = between(random, 0.5, 60);
    double sum = 0;
    for (int i = 0; i < 20; ++i) sum += shape.integral(i * stint, (i + 1) * stint);
    EXPECT_NEAR(sum, shape.integral(0, 20 * stint), 1e-6 * (1 + sum)) << shape.describe();
    const double cut = between(random, 0, 20 * stint);
    const double before = cut - between(random, 0, 1);
    if (const auto edge = shape.next_edge(before); edge && *edge > cut) {
      EXPECT_EQ(shape.next_edge(cut), edge) << shape.describe();
    }
  }
}

TEST_P(EveryShape, IntegralIsWhatLevelsAddUpTo) {
  for (int round = 0; round < 20; ++round) {
    const Shape shape = any();
    const double from = between(random, 0, 100);
    const double to = from + between(random, 0.1, 20);
    constexpr int parts = 20'000;
    double sum = 0;
    for (int i = 0; i < parts; ++i) sum += shape.level(from + (to - from) * (i + 0.5) / parts);
    const double edges = 2 * shape.frequency_hz(to) * (to - from) + 4;
    EXPECT_NEAR(sum * (to - from) / parts, shape.integral(from, to),
                edges * (to - from) / parts + 1e-9)
        << shape.describe();
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryShape,
                         testing::Values(any_soak, any_ramp, any_pulse, any_step, any_sweep,
                                         any_training));

TEST(Pulse, IsBusyForItsDutyInEveryPeriod) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    const double period = log_between(random, 0.01, 60);
    const double duty = between(random, 0.01, 0.99);
    const Shape pulse = Shape::pulse(period, duty);
    const double from = between(random, 0, 1e5);
    EXPECT_NEAR(pulse.integral(from, from + period) / period, duty, 1e-6);
    EXPECT_NEAR(pulse.integral(from, from + 7 * period) / (7 * period), duty, 1e-6);
    EXPECT_EQ(pulse.period_s(), period);
    EXPECT_DOUBLE_EQ(pulse.frequency_hz(from), 1 / period);
  }
}

TEST(Step, DwellsIdleHalfAndFull) {
  const Shape step = Shape::step(10);
  EXPECT_EQ(step.level(0), 0);
  EXPECT_EQ(step.level(9.99), 0);
  EXPECT_EQ(step.level(10), 0.5);
  EXPECT_EQ(step.level(20), 1);
  EXPECT_EQ(step.level(30), 0);
  EXPECT_NEAR(step.integral(0, 30), 15, 1e-12);
  EXPECT_NEAR(step.integral(5, 305), 150, 1e-9);
}

TEST(Ramp, RisesToTheTargetAndStays) {
  const Shape ramp = Shape::ramp(40);
  EXPECT_EQ(ramp.level(0), 0);
  EXPECT_EQ(ramp.level(10), 0.25);
  EXPECT_EQ(ramp.level(41), 1);
  EXPECT_FALSE(ramp.next_edge(5));
  EXPECT_NEAR(ramp.integral(0, 50), 30, 1e-12);
}

/// So that every frequency gets as many waves as its own length times what the sweep spends on it.
TEST(Sweep, PassesEveryFrequencyInTime) {
  std::mt19937 random(2);
  for (int round = 0; round < 100; ++round) {
    const double from = log_between(random, 0.1, 1);
    const double to = from * log_between(random, 4, 200);
    const double seconds = between(random, 60, 600);
    const Shape sweep = Shape::sweep(from, to, seconds);
    EXPECT_NEAR(sweep.frequency_hz(0), from, 1e-9);
    EXPECT_NEAR(sweep.frequency_hz(seconds), to, 1e-9 * to);
    const double t = between(random, 0.3 * seconds, seconds);
    const double first = *sweep.next_edge(t);
    const double wave = *sweep.next_edge(*sweep.next_edge(first)) - first;
    const double middle = sweep.frequency_hz(first + wave / 2);
    EXPECT_NEAR(wave * middle, 1, 0.02);
    const double late = *sweep.next_edge(2 * seconds);
    EXPECT_NEAR(*sweep.next_edge(late) - late, 0.5 / to, 1e-6 / to) << "it stays at the end";
  }
}

TEST(Shape, RefusesWhatCannotBe) {
  const double nan = std::nan("");
  const std::vector<std::function<Shape()>> bad{[] { return Shape::ramp(0); },
                                                [nan] { return Shape::ramp(nan); },
                                                [] { return Shape::pulse(0.009, 0.5); },
                                                [] { return Shape::pulse(61, 0.5); },
                                                [] { return Shape::pulse(1, 0); },
                                                [] { return Shape::pulse(1, 1); },
                                                [nan] { return Shape::pulse(1, nan); },
                                                [] { return Shape::step(-1); },
                                                [] { return Shape::sweep(0, 1, 1); },
                                                [] { return Shape::sweep(2, 1, 1); },
                                                [] { return Shape::sweep(1, INFINITY, 1); },
                                                [] { return Shape::training(0, 0.5); },
                                                [] { return Shape::training(1, 1); }};
  for (std::size_t i = 0; i < bad.size(); ++i) EXPECT_THROW((void)bad[i](), Error) << i;
}

TEST(Shape, SaysWhatItIs) {
  EXPECT_EQ(Shape::pulse(0.1, 0.5).describe(), "pulse of 0.1 s, 50 % of it");
  EXPECT_EQ(Shape::sweep(0.1, 20, 300).describe(), "sweep from 0.1 to 20 Hz over 300 s");
  EXPECT_EQ(Shape::soak().describe(), "soak");
}

}  // namespace
}  // namespace assay
