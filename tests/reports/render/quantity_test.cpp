#include "reports/render/quantity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace assay {
namespace {

TEST(Quantity, ReadsAsPeopleWriteIt) {
  EXPECT_EQ(quantity(2.97e12, Unit::bytes_per_second), "2.97 TB/s");
  EXPECT_EQ(quantity(3.3521e9, Unit::bytes_per_second), "3.352 GB/s");
  EXPECT_EQ(quantity(85520809984.0, Unit::bytes), "79.65 GiB");
  EXPECT_EQ(quantity(512, Unit::bytes), "512 B");
  EXPECT_EQ(quantity(9.89e14, Unit::flops), "989 TFLOP/s");
  EXPECT_EQ(quantity(1.25e-5, Unit::seconds), "12.5 us");
  EXPECT_EQ(quantity(8.7e-8, Unit::seconds), "87 ns");
  EXPECT_EQ(quantity(0.25, Unit::seconds), "250 ms");
  EXPECT_EQ(quantity(86400, Unit::seconds), "86400 s");
  EXPECT_EQ(quantity(700, Unit::watts), "700 W");
  EXPECT_EQ(quantity(10200, Unit::watts), "10.2 kW");
  EXPECT_EQ(quantity(41.5, Unit::celsius), "41.5 degC");
  EXPECT_EQ(quantity(0.9234, Unit::ratio), "92.34 %");
  EXPECT_EQ(quantity(1e-12, Unit::ratio), "1e-12");
  EXPECT_EQ(quantity(1.98e9, Unit::hertz), "1.98 GHz");
  EXPECT_EQ(quantity(32e9, Unit::transfers_per_second), "32 GT/s");
  EXPECT_EQ(quantity(4e11, Unit::bits_per_second), "400 Gbit/s");
  EXPECT_EQ(quantity(123456789, Unit::count), "123456789");
  EXPECT_EQ(quantity(0.05, Unit::kelvin_per_watt), "0.05 K/W");
  EXPECT_EQ(quantity(-3, Unit::celsius), "-3 degC");
}

TEST(Quantity, NothingIsNotZero) {
  EXPECT_EQ(quantity(std::nullopt, Unit::bytes), "-");
  EXPECT_EQ(quantity(-0.0, Unit::bytes), "0 B");
  EXPECT_EQ(quantity(0.0, Unit::seconds), "0 s");
}

TEST(Quantity, NoNumberWhereThereIsNone) {
  for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    EXPECT_EQ(quantity(value, Unit::bytes_per_second), "not finite");
    EXPECT_EQ(share(value), "not finite");
    EXPECT_EQ(margin(value), "not finite");
  }
}

/// The number that `text` says, prefix and all.
double read(const std::string& text, Unit unit) {
  std::size_t end = 0;
  const double number = std::stod(text, &end);
  const std::string rest = text.substr(std::min(end + 1, text.size()));
  if (unit == Unit::ratio) return rest == "%" ? number / 100 : number;
  const std::string base(unit == Unit::per_second ? "/s" : symbol(unit));
  const std::string prefix = rest.substr(0, rest.size() - base.size());
  const std::string up = "kMGTPE";
  const std::string down = "munp";
  if (prefix.empty()) return number;
  if (down.find(prefix) != std::string::npos)
    return number * std::pow(1000, -1.0 - static_cast<double>(down.find(prefix)));
  const double step = prefix.ends_with('i') ? 1024 : 1000;
  const std::size_t power = prefix[0] == 'K' ? 0 : up.find(prefix[0]);
  return number * std::pow(step, 1.0 + static_cast<double>(power));
}

TEST(Quantity, KeepsFourDigitsOfEveryNumberInEveryUnit) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> exponent(-9, 17);
  for (const Unit unit :
       {Unit::seconds, Unit::bytes, Unit::bytes_per_second, Unit::flops, Unit::flops_per_watt,
        Unit::ops, Unit::ops_per_watt, Unit::per_second, Unit::hertz, Unit::watts, Unit::joules,
        Unit::celsius, Unit::kelvin_per_watt, Unit::transfers_per_second, Unit::bits_per_second,
        Unit::ratio}) {
    for (int i = 0; i < 500; ++i) {
      const double value = std::pow(10, exponent(random)) * (i % 2 == 0 ? 1 : -1);
      const std::string text = quantity(value, unit);
      EXPECT_NEAR(read(text, unit) / value, 1, 5.1e-4) << text << " of " << value;
    }
  }
}

TEST(Quantity, RoundingNeverLeavesAThousand) {
  EXPECT_EQ(quantity(999.96e9, Unit::bytes_per_second), "1 TB/s");
  EXPECT_EQ(quantity(999.94e9, Unit::bytes_per_second), "999.9 GB/s");
  EXPECT_EQ(quantity(0.99999, Unit::seconds), "1 s");
  EXPECT_EQ(quantity(0.0009999999, Unit::seconds), "1 ms");
  EXPECT_EQ(quantity(1024.0 * 1024, Unit::bytes), "1 MiB");
}

TEST(Compared, TwoNumbersThatDifferReadDifferently) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> base(1, 1e13);
  for (int i = 0; i < 2000; ++i) {
    const double limit = base(random);
    const double measured = i % 2 == 0 ? std::nextafter(limit, 0) : limit * (1 - 1e-9);
    for (const Unit unit : {Unit::bytes_per_second, Unit::count, Unit::ratio}) {
      const auto [left, right] = compared(measured, limit, unit);
      EXPECT_NE(left, right);
    }
  }
  const auto [left, right] = compared(2.97e12, 2.97e12, Unit::bytes_per_second);
  EXPECT_EQ(left, "2.97 TB/s");
  EXPECT_EQ(right, left);
}

TEST(Compared, NeedsNoMoreDigitsThanItTakes) {
  const auto [left, right] = compared(2.96996e12, 2.97e12, Unit::bytes_per_second);
  EXPECT_EQ(left, "2.96996 TB/s");
  EXPECT_EQ(right, "2.97 TB/s");
}

TEST(Margin, AMissIsNeverZero) {
  EXPECT_EQ(margin(-0.0004), "-0.04 %");
  EXPECT_EQ(margin(0.032), "+3.2 %");
  EXPECT_EQ(margin(-0.25), "-25.0 %");
  EXPECT_EQ(margin(std::nullopt), "-");
  EXPECT_EQ(share(0.923), "92.3 %");
  EXPECT_EQ(share(std::nullopt), "-");
}

}  // namespace
}  // namespace assay
