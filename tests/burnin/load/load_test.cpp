#include "burnin/load/load.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "burnin/load/spectrum.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

double between(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<>(low, high)(random);
}

Shape any_shape(std::mt19937& random) {
  switch (random() % 6) {
    case 0:
      return Shape::soak();
    case 1:
      return Shape::ramp(between(random, 1, 100));
    case 2:
      return Shape::pulse(between(random, 0.01, 60), between(random, 0.1, 0.9));
    case 3:
      return Shape::step(between(random, 1, 30));
    case 4:
      return Shape::sweep(0.1, 20, between(random, 10, 100));
    default:
      return Shape::training(between(random, 0.1, 5), between(random, 0.1, 0.9));
  }
}

Load any_load(std::mt19937& random) {
  std::vector<Phase> phases(1 + random() % 4);
  for (Phase& phase : phases)
    phase = {any_shape(random), between(random, 1, 200), between(random, 0.1, 1)};
  return Load(phases);
}

TEST(Load, PlaysOnePhaseAfterAnother) {
  const Load load({{Shape::soak(), 10, 0.5}, {Shape::ramp(20), 30}});
  EXPECT_EQ(load.seconds(), 40);
  EXPECT_EQ(load.level(-1), 0);
  EXPECT_EQ(load.level(0), 0.5);
  EXPECT_EQ(load.level(10), 0);
  EXPECT_EQ(load.level(20), 0.5);
  EXPECT_EQ(load.level(39), 1);
  EXPECT_EQ(load.level(40), 0);
  EXPECT_EQ(load.next_edge(-3), 0);
  EXPECT_EQ(load.next_edge(0), 10);
  EXPECT_EQ(load.next_edge(10), 40);
  EXPECT_FALSE(load.next_edge(40));
  EXPECT_EQ(load.busy_seconds(0, 100), 5 + 10 + 10);
}

TEST(Load, EdgesRiseAndLevelsStayBetweenThem) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const Load load = any_load(random);
    double t = between(random, 0, load.seconds());
    for (int i = 0; i < 200; ++i) {
      const auto edge = load.next_edge(t);
      if (!edge) break;
      ASSERT_GT(*edge, t);
      ASSERT_LE(*edge, load.seconds());
      const Load::Place place = load.at(t);
      if (place.phase.shape.name() != "ramp") {
        EXPECT_EQ(load.level(between(random, t, *edge)), load.level(t)) << load.describe();
      }
      t = *edge;
    }
    EXPECT_FALSE(load.next_edge(load.seconds()));
  }
}

TEST(Load, WorkOfStintsAddsUpToTheWholeOnes) {
  std::mt19937 random(4);
  for (int round = 0; round < 100; ++round) {
    const Load load = any_load(random);
    double sum = 0;
    double t = 0;
    while (t < load.seconds()) {
      const double stint = between(random, 0.1, 60);
      sum += load.busy_seconds(t, t + stint);
      t += stint;
    }
    EXPECT_NEAR(sum, load.busy_seconds(0, load.seconds()), 1e-6 * (1 + sum)) << load.describe();
    EXPECT_LE(sum, load.seconds() * (1 + 1e-9));
  }
}

TEST(Load, RefusesWhatCannotBe) {
  EXPECT_THROW(Load({}), Error);
  const Phase good{Shape::soak(), 1};
  EXPECT_NO_THROW(Load({good}));
  const auto refuses = [&](auto change) {
    Phase bad = good;
    change(bad);
    EXPECT_THROW(Load({bad}), Error);
  };
  refuses([](Phase& phase) { phase.seconds = 0; });
  refuses([](Phase& phase) { phase.seconds = INFINITY; });
  refuses([](Phase& phase) { phase.target = 0; });
  refuses([](Phase& phase) { phase.target = 1.1; });
  refuses([](Phase& phase) { phase.mix.streams = 0.1; });
  refuses([](Phase& phase) { phase.mix = {.products = 1.5, .streams = -0.5}; });
  refuses([](Phase& phase) { phase.meanwhile.copies = 0.5; });
}

TEST(Mix, IsReadAsItWasWritten) {
  for (const Mix& mix : {Mix{}, Mix{.products = 1}, Mix{.products = 0.7, .streams = 0.3},
                         Mix{.products = 0.5, .streams = 0.375, .copies = 0.125}})
    EXPECT_EQ(mix_from_text(describe(mix)), mix) << describe(mix);
  for (const char* bad : {"", "products", "products 70", "streams 30 %, products 70 %", "x"})
    EXPECT_FALSE(mix_from_text(bad)) << bad;
}

TEST(Spectrum, OfPulsesIsThatOfASquareWave) {
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    const double period = between(random, 0.01, 10);
    const double duty = between(random, 0.05, 0.95);
    const double target = between(random, 0.1, 1);
    const Load load({{Shape::pulse(period, duty), 100, target}});
    const auto lines = commanded_lines(load, 3);
    ASSERT_FALSE(lines.empty());
    for (const CommandedLine& line : lines) {
      const double k = std::round(line.hertz * period);
      const double pi_k = std::numbers::pi * k;
      EXPECT_NEAR(line.hertz * period, k, 1e-9);
      EXPECT_NEAR(line.amplitude, 2 * target * std::abs(std::sin(pi_k * duty)) / pi_k, 1e-6);
    }
  }
}

TEST(Spectrum, HasOnlyWhatIsCommandedNow) {
  const Load load({{Shape::soak(), 10}, {Shape::sweep(0.1, 20, 100), 100}, {Shape::step(5), 60}});
  EXPECT_TRUE(commanded_lines(load, 5).empty());
  EXPECT_TRUE(commanded_lines(load, -1).empty());
  EXPECT_TRUE(commanded_lines(load, 170).empty());
  EXPECT_NEAR(commanded_lines(load, 60).front().hertz, std::sqrt(0.1 * 20), 1e-6);
  EXPECT_NEAR(commanded_lines(load, 120).front().hertz, 1.0 / 15, 1e-9);
  const Load half({{Shape::pulse(1, 0.5), 10}});
  EXPECT_NEAR(commanded_lines(half, 0)[1].hertz, 3, 1e-9) << "even lines of a half are none";
}

}  // namespace
}  // namespace assay
