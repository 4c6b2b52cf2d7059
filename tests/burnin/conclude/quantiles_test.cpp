#include "burnin/conclude/quantiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace assay {
namespace {

std::vector<double> random_values(std::mt19937& random) {
  std::uniform_int_distribution<std::size_t> size(1, 3000);
  std::uniform_real_distribution<double> magnitude(-5, 10);
  std::lognormal_distribution<double> value(0, 1);
  const double scale = std::pow(10, magnitude(random));
  std::vector<double> values(size(random));
  std::generate(values.begin(), values.end(), [&] { return scale * value(random); });
  return values;
}

BoundedQuantiles folded(const std::vector<double>& values) {
  BoundedQuantiles quantiles;
  for (const double value : values) quantiles.add(value);
  return quantiles;
}

TEST(BoundedQuantiles, ErrorIsWithinWhatIsStatedAndStatedErrorIsSmall) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values = random_values(random);
    const BoundedQuantiles quantiles = folded(values);
    std::sort(values.begin(), values.end());
    EXPECT_LE(quantiles.error(), std::max(0x1p-20, values.back() / 256));
    for (const double q : {0.0, 0.01, 0.5, 0.95, 0.99, 1.0}) {
      const auto rank = static_cast<std::size_t>(q * static_cast<double>(values.size() - 1));
      EXPECT_NEAR(quantiles.quantile(q), values[rank], quantiles.error()) << q;
    }
    EXPECT_EQ(quantiles.min, values.front());
    EXPECT_EQ(quantiles.max, values.back());
  }
}

TEST(BoundedQuantiles, NothingAndWhatIsNoValue) {
  BoundedQuantiles quantiles;
  EXPECT_TRUE(std::isnan(quantiles.quantile(0.5)));
  quantiles.add(std::numeric_limits<double>::quiet_NaN());
  quantiles.add(std::numeric_limits<double>::infinity());
  quantiles.add(-std::numeric_limits<double>::infinity());
  EXPECT_EQ(quantiles.n(), 0U);
  quantiles.add(0);
  EXPECT_EQ(quantiles.quantile(0.99), 0);
}

TEST(BoundedQuantiles, BelowZeroIsKnownByItsMinimum) {
  BoundedQuantiles quantiles;
  for (int i = -50; i < 50; ++i) quantiles.add(i);
  EXPECT_EQ(quantiles.quantile(0.2), -50);
  EXPECT_EQ(quantiles.min, -50);
  EXPECT_NEAR(quantiles.quantile(0.99), 48, quantiles.error());
}

}  // namespace
}  // namespace assay
