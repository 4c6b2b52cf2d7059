#include "reports/profile/quantity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/philox.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

Quantity parsed(std::string_view text) {
  std::string why;
  const std::optional<Quantity> quantity = parse_quantity(text, why);
  EXPECT_TRUE(quantity) << text << ": " << why;
  return quantity.value_or(Quantity{std::nan(""), std::nullopt});
}

struct Example {
  const char* text;
  double value;
  std::optional<Unit> unit;
};

class Quantities : public testing::TestWithParam<Example> {};

TEST_P(Quantities, AreReadInBaseUnits) {
  const Quantity quantity = parsed(GetParam().text);
  EXPECT_DOUBLE_EQ(quantity.value, GetParam().value);
  EXPECT_EQ(quantity.unit, GetParam().unit);
}

INSTANTIATE_TEST_SUITE_P(
    Examples, Quantities,
    testing::Values(Example{"3.0 TB/s", 3e12, Unit::bytes_per_second},
                    Example{"25 GB/s", 25e9, Unit::bytes_per_second},
                    Example{"25GB/s", 25e9, Unit::bytes_per_second},
                    Example{"1 GiB/s", 1073741824, Unit::bytes_per_second},
                    Example{"67 TFLOP/s", 67e12, Unit::flops}, Example{"5 us", 5e-6, Unit::seconds},
                    Example{"90 ns", 90e-9, Unit::seconds}, Example{"24 h", 86400, Unit::seconds},
                    Example{"700 W", 700, Unit::watts}, Example{"85 degC", 85, Unit::celsius},
                    Example{"8 GiB", 8589934592, Unit::bytes},
                    Example{"400 Gbit/s", 400e9, Unit::bits_per_second},
                    Example{"32 GT/s", 32e9, Unit::transfers_per_second},
                    Example{"2 %", 0.02, Unit::ratio}, Example{"1e-3", 1e-3, std::nullopt},
                    Example{"0", 0, std::nullopt}, Example{"1", 1, std::nullopt},
                    Example{"36 1/h", 0.01, Unit::per_second}));

class BadQuantities : public testing::TestWithParam<const char*> {};

TEST_P(BadQuantities, AreRefusedWithAWord) {
  std::string why;
  EXPECT_FALSE(parse_quantity(GetParam(), why)) << GetParam();
  EXPECT_FALSE(why.empty());
}

INSTANTIATE_TEST_SUITE_P(Examples, BadQuantities,
                         testing::Values("", " ", "GB/s", "-1 GB/s", "+1 GB/s", "1,5 GB/s",
                                         "1.500,0 W", "1_000", "3.0 TB/s now", "3 tb/s", "3 GBps",
                                         "3 Gb/s", "nan", "inf", "0x10", "1e999", "1e308 TB/s",
                                         "1.2.3", "1 2", "3 % %", ".5", "5 of peak"));

TEST(Quantity, EveryScaleIsWrittenAndReadBack) {
  std::uint64_t drawn = 0;
  for (const Scale& scale : scales())
    for (int i = 0; i < 50; ++i) {
      const double value = scale.factor * std::exp(20 * random_uniform(1, drawn++) - 8);
      const std::string text = format_quantity(value, scale.unit, 17);
      const Quantity back = parsed(text);
      EXPECT_NEAR(back.value, value, 1e-14 * value) << text;
      EXPECT_EQ(back.unit.value_or(Unit::count), scale.unit) << text;
    }
}

TEST(Quantity, EveryScaleIsReadBySymbolAndOnce) {
  std::set<std::string_view> symbols;
  for (const Scale& scale : scales()) {
    const Quantity quantity = parsed("3 " + std::string(scale.symbol));
    EXPECT_NEAR(quantity.value, 3 * scale.factor, 1e-15 * scale.factor) << scale.symbol;
    EXPECT_EQ(quantity.unit, scale.unit) << scale.symbol;
    EXPECT_TRUE(symbols.insert(scale.symbol).second) << scale.symbol;
  }
}

TEST(Quantity, IsPrintedInTheScalePeopleChoose) {
  EXPECT_EQ(format_quantity(3.352e12, Unit::bytes_per_second), "3.352 TB/s");
  EXPECT_EQ(format_quantity(1.25e-7, Unit::seconds), "125 ns");
  EXPECT_EQ(format_quantity(0.92, Unit::ratio), "92 %");
  EXPECT_EQ(format_quantity(0.005, Unit::ratio), "0.5 %");
  EXPECT_EQ(format_quantity(17, Unit::count), "17");
  EXPECT_EQ(format_quantity(0, Unit::watts), "0 W");
}

TEST(Threshold, IsAQuantityOrAShare) {
  std::string why;
  const auto peak = parse_threshold("92 % of peak", why);
  ASSERT_TRUE(peak) << why;
  EXPECT_EQ(peak->of, Threshold::Of::peak);
  EXPECT_DOUBLE_EQ(peak->value, 0.92);
  EXPECT_EQ(peak->text, "92 % of peak");
  EXPECT_EQ(parse_threshold("97% of fleet median", why)->of, Threshold::Of::fleet_median);
  EXPECT_EQ(parse_threshold("97 % of baseline", why)->of, Threshold::Of::baseline);
  EXPECT_EQ(parse_threshold("97 % of nominal", why)->of, Threshold::Of::nominal);
  EXPECT_EQ(parse_threshold("700 W", why)->unit, Unit::watts);
}

TEST(Threshold, OfSomethingElseIsRefused) {
  for (const char* text : {"92 % of average", "92 of peak", "3 GB/s of peak", "92 % of", " of peak",
                           "92 % of peak today"}) {
    std::string why;
    EXPECT_FALSE(parse_threshold(text, why)) << text;
    EXPECT_FALSE(why.empty());
  }
}

}  // namespace
}  // namespace assay
