#include "core/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

namespace assay {
namespace {

TEST(NumberText, HasNoExponentFromOneOn) {
  EXPECT_EQ(number_text(10500), "10500");
  EXPECT_EQ(number_text(12345678), "12345678");
  EXPECT_EQ(number_text(-70000), "-70000");
  EXPECT_EQ(number_text(9999.6), "10000");
  EXPECT_EQ(number_text(9999.4), "9999");
  EXPECT_EQ(number_text(0.05), "0.05");
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(1.23456, 3), "1.23");
  EXPECT_EQ(number_text(1.2e-5), "1.2e-05");
}

TEST(NumberText, KeepsItsDigits) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> exponent(-9, 14);
  for (int round = 0; round < 1000; ++round) {
    const double value = std::pow(10, exponent(random));
    EXPECT_NEAR(std::strtod(number_text(value, 6).c_str(), nullptr) / value, 1, 5.1e-6) << value;
  }
}

}  // namespace
}  // namespace assay
