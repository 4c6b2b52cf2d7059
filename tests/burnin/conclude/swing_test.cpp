#include "burnin/conclude/swing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr double kMean_w = 500;

double sine(double frequency_hz, double t_s) {
  return std::sin(2 * std::numbers::pi * frequency_hz * t_s);
}

SwingSpectrum watched(std::mt19937& random, double seconds,
                      const std::function<double(double)>& power, double noise = 0.1,
                      std::size_t segment = 512) {
  SwingSpectrum spectrum(0.1, segment);
  std::normal_distribution<double> jitter(0, 0.002);
  std::normal_distribution<double> error(0, noise * kMean_w);
  for (int i = 0; 0.1 * i < seconds; ++i) {
    const double t_s = 0.1 * i + jitter(random);
    spectrum.add(t_s, power(t_s) + error(random));
  }
  return spectrum;
}

std::vector<SwingLine> measured(const Swing& swing) {
  std::vector<SwingLine> lines;
  std::copy_if(swing.lines.begin(), swing.lines.end(), std::back_inserter(lines),
               [](const auto& line) { return line.origin == SwingLine::Origin::measured; });
  return lines;
}

TEST(Transform, IsTheSumThatDefinesIt) {
  std::mt19937 random(1);
  std::normal_distribution<double> value(0, 1);
  for (const std::size_t n : {4U, 8U, 64U, 256U}) {
    std::vector<double> values(n);
    std::generate(values.begin(), values.end(), [&] { return value(random); });
    std::vector<std::complex<double>> spectrum(n / 2 + 1);
    transform_real(values, spectrum);
    for (std::size_t k = 0; k <= n / 2; ++k) {
      std::complex<double> sum = 0;
      for (std::size_t i = 0; i < n; ++i)
        sum += std::polar(
            values[i], -2 * std::numbers::pi * static_cast<double>(i * k) / static_cast<double>(n));
      EXPECT_NEAR(std::abs(spectrum[k] - sum), 0, 1e-11 * static_cast<double>(n)) << n << " " << k;
    }
  }
}

TEST(Transform, KeepsThePowerAtFullLength) {
  std::mt19937 random(2);
  std::normal_distribution<double> value(0, 1);
  std::vector<double> values(kLongestTransform);
  double squares = 0;
  for (double& x : values) {
    x = value(random);
    squares += x * x;
  }
  std::vector<std::complex<double>> spectrum(values.size() / 2 + 1);
  transform_real(values, spectrum);
  double power = std::norm(spectrum.front()) + std::norm(spectrum.back());
  for (std::size_t k = 1; k + 1 < spectrum.size(); ++k) power += 2 * std::norm(spectrum[k]);
  EXPECT_NEAR(power / static_cast<double>(values.size()), squares, 1e-9 * squares);
}

TEST(Transform, OtherSizesAreRefused) {
  std::vector<std::complex<double>> spectrum(4096);
  for (const std::size_t n : {0U, 2U, 100U, 4096U})
    EXPECT_THROW(transform_real(std::vector<double>(n), spectrum), Error);
  spectrum.resize(32);
  EXPECT_THROW(transform_real(std::vector<double>(64), spectrum), Error);
}

TEST(Swing, FivePerCentAtPointEightHertzIsFoundInNoise) {
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    const auto spectrum =
        watched(random, 300, [](double t_s) { return kMean_w * (1 + 0.05 * sine(0.8, t_s)); });
    const Swing swing = spectrum.swing(0.1, {});
    EXPECT_EQ(swing.doubt, "");
    const auto lines = measured(swing);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NEAR(lines[0].frequency_hz, 0.8, 0.02);
    EXPECT_NEAR(lines[0].share, 0.05, 0.012);
    EXPECT_EQ(swing.largest_w, lines[0].amplitude_w);
    EXPECT_NEAR(swing.high_hz, 4, 1e-9);
    EXPECT_NEAR(swing.mean_w, kMean_w, 5);
  }
}

TEST(Swing, NoiseAloneHasNoLines) {
  std::mt19937 random(4);
  std::size_t lines = 0;
  for (int round = 0; round < 100; ++round)
    lines += watched(random, 200, [](double) { return kMean_w; }).swing(0.1, {}).lines.size();
  EXPECT_LE(lines, 1U);
}

TEST(Swing, LinesAreMeasuredRightWhereverTheyLie) {
  std::mt19937 random(5);
  for (int round = 0; round < 40; ++round) {
    const double frequency = std::uniform_real_distribution<double>(0.1, 3.9)(random);
    const double share = std::uniform_real_distribution<double>(0.05, 0.4)(random);
    const auto spectrum = watched(
        random, 300, [&](double t_s) { return kMean_w * (1 + share * sine(frequency, t_s)); },
        0.02);
    const auto lines = measured(spectrum.swing(0.1, {}));
    ASSERT_EQ(lines.size(), 1U) << frequency;
    EXPECT_NEAR(lines[0].frequency_hz, frequency, 0.005);
    EXPECT_NEAR(lines[0].share, share, 0.03 * share + 0.002);
  }
}

TEST(Swing, SevenHertzThatTheSensorAliasesIsNoSwing) {
  std::mt19937 random(6);
  const std::vector<CommandedWave> commanded{{7, 0.3}};
  for (int round = 0; round < 20; ++round) {
    const auto spectrum = watched(
        random, 300, [](double t_s) { return kMean_w * (1 + 0.3 * sine(7, t_s)); }, 0.02);
    const Swing swing = spectrum.swing(0.1, commanded);
    EXPECT_TRUE(measured(swing).empty());
    EXPECT_EQ(swing.largest_w, 0);
    ASSERT_EQ(swing.lines.size(), 2U);
    EXPECT_EQ(swing.lines[0].origin, SwingLine::Origin::alias);
    EXPECT_NEAR(swing.lines[0].frequency_hz, 3, 0.02);
    EXPECT_EQ(swing.lines[0].source_hz, 7);
    EXPECT_EQ(swing.lines[1].origin, SwingLine::Origin::commanded);
    EXPECT_EQ(swing.lines[1].frequency_hz, 7);
    EXPECT_EQ(swing.lines[1].share, 0.3);
    EXPECT_TRUE(std::isnan(swing.lines[1].amplitude_w));
  }
}

TEST(Swing, ASwingBesideAnAliasIsStillFound) {
  std::mt19937 random(7);
  const std::vector<CommandedWave> commanded{{7, 0.3}};
  const auto spectrum = watched(random, 300, [](double t_s) {
    return kMean_w * (1 + 0.3 * sine(7, t_s) + 0.05 * sine(0.83, t_s));
  });
  const auto lines = measured(spectrum.swing(0.1, commanded));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NEAR(lines[0].frequency_hz, 0.83, 0.02);
}

TEST(Swing, ASquareWaveIsItsCommandedFundamentalAndHarmonics) {
  std::mt19937 random(8);
  const std::vector<CommandedWave> commanded{{0.5, 0.6}};
  const auto spectrum = watched(
      random, 400, [](double t_s) { return kMean_w * (sine(0.5, t_s) > 0 ? 1.5 : 0.5); }, 0.02);
  const Swing swing = spectrum.swing(0.1, commanded);
  const auto lines = measured(swing);
  ASSERT_GE(lines.size(), 3U);
  EXPECT_NEAR(lines[0].frequency_hz, 0.5, 0.01);
  EXPECT_NEAR(lines[0].share, 0.5 * 4 / std::numbers::pi, 0.03);
  for (const SwingLine& line : swing.lines)
    EXPECT_FALSE(std::isnan(line.source_hz)) << line.frequency_hz;
}

/// A sensor that holds its reading for 0.5 s shows nothing above 0.8 Hz, whatever it is asked.
TEST(Swing, TheBandFollowsTheSensorNotThePeriod) {
  std::mt19937 random(9);
  double held = kMean_w;
  long update = -1;
  const auto spectrum = watched(
      random, 300,
      [&](double t_s) {
        const long now = std::lround(std::floor(t_s / 0.5));
        if (now != update) held = kMean_w * (1 + 0.3 * sine(1.7, 0.5 * static_cast<double>(now)));
        update = now;
        return held;
      },
      0.01);
  const std::vector<CommandedWave> commanded{{1.7, 0.3}};
  const Swing swing = spectrum.swing(0.5, commanded);
  EXPECT_NEAR(swing.high_hz, 0.8, 1e-9);
  EXPECT_TRUE(measured(swing).empty());
  EXPECT_THAT(swing.lines, testing::Contains(testing::Truly([](const SwingLine& line) {
                return line.origin == SwingLine::Origin::alias && line.source_hz == 1.7 &&
                       std::abs(line.frequency_hz - 0.3) < 0.02;
              })));
}

TEST(Swing, SaysWhyItSaysNothing) {
  std::mt19937 random(10);
  const auto flat = [](double) { return kMean_w; };
  EXPECT_NE(watched(random, 300, flat).swing(std::nan(""), {}).doubt, "");
  EXPECT_NE(watched(random, 20, flat).swing(0.1, {}).doubt, "");
  EXPECT_NE(watched(random, 300, flat).swing(20, {}).doubt, "");
  EXPECT_THROW(SwingSpectrum(0.1, 1000), Error);
  EXPECT_THROW(SwingSpectrum(0.1, 4096), Error);
}

TEST(Swing, ShortGapsAreBridgedAndLongOnesStartAnew) {
  std::mt19937 random(11);
  std::bernoulli_distribution loses(0.03);
  const auto wave = [](double t_s) { return kMean_w * (1 + 0.05 * sine(0.8, t_s)); };
  const auto holed = watched(
      random, 300, [&](double t_s) { return loses(random) ? std::nan("") : wave(t_s); }, 0.05);
  ASSERT_EQ(measured(holed.swing(0.1, {})).size(), 1U);
  EXPECT_EQ(holed.cut, 0U);
  const auto torn = watched(
      random, 300, [&](double t_s) { return std::fmod(t_s, 40) < 2 ? std::nan("") : wave(t_s); });
  EXPECT_EQ(torn.segments, 0U);
  EXPECT_GE(torn.cut, 6U);
}

TEST(Swing, SlowHeatingIsNoSwing) {
  std::mt19937 random(12);
  const auto spectrum = watched(
      random, 600, [](double t_s) { return kMean_w * (1 + t_s / 3000); }, 0.02);
  EXPECT_TRUE(spectrum.swing(0.1, {}).lines.empty());
}

}  // namespace
}  // namespace assay
