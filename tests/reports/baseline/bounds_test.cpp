#include "reports/baseline/bounds.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/philox.hpp"
#include "reports/profile/quantity.hpp"

namespace assay::test {
namespace {

constexpr std::array kUnits{Unit::bytes_per_second,
                            Unit::flops,
                            Unit::seconds,
                            Unit::celsius,
                            Unit::watts,
                            Unit::ratio,
                            Unit::count,
                            Unit::bytes,
                            Unit::bits_per_second};

TEST(WrittenBound, IsLenientByAHairAndReadsBackAsItself) {
  std::uint64_t i = 0;
  for (const Unit unit : kUnits)
    for (int n = 0; n < 500; ++n) {
      const double value = std::exp(60 * (random_uniform(1, i) - 0.4));
      const double slack = value * random_uniform(1, i + 1);
      i += 2;
      for (const bool is_floor : {true, false}) {
        const Threshold bound = written_bound(value, unit, is_floor, slack);
        const double lenient = is_floor ? value - bound.value : bound.value - value;
        EXPECT_GE(lenient, 0) << bound.text;
        EXPECT_LE(lenient, 0.01 * slack) << bound.text;
        std::string why;
        const auto again = parse_threshold(bound.text, why);
        ASSERT_TRUE(again) << bound.text << ": " << why;
        EXPECT_EQ(again->value, bound.value) << bound.text;
        EXPECT_TRUE(again->unit == unit || unit == Unit::count) << bound.text;
      }
    }
}

TEST(WrittenBound, IsShortWhereThereIsSlack) {
  EXPECT_EQ(written_bound(2.95712345e12, Unit::bytes_per_second, true, 1e11).text, "2.957 TB/s");
  EXPECT_EQ(written_bound(18, Unit::count, true, 0).text, "18");
  EXPECT_EQ(written_bound(4294967295, Unit::count, true, 0).value, 4294967295);
  EXPECT_EQ(written_bound(0, Unit::count, false, 0).value, 0);
}

TEST(Tolerance, FollowsTheSpreadAndNeverFallsUnderWhatMatters) {
  Spread spread{.total = 1, .freedom = 20};
  const Tolerance one = tolerance_of(100, spread, 21, false);
  spread.total = 2;
  const Tolerance two = tolerance_of(100, spread, 21, false);
  EXPECT_NEAR(two.fail, 2 * one.fail, 1e-9);
  EXPECT_NEAR(two.warn, 2 * one.warn, 1e-9);
  EXPECT_LT(one.warn, one.fail);
  spread.total = 1e-6;
  const Tolerance none = tolerance_of(100, spread, 21, false);
  EXPECT_DOUBLE_EQ(none.fail, 1);
  EXPECT_DOUBLE_EQ(none.warn, 0.5);
  EXPECT_EQ(tolerance_of(18, {}, 21, true).fail, 0);
}

TEST(Tolerance, IsWiderTheLessIsKnown) {
  double before = 0;
  for (const int nodes : {200, 50, 20, 8, 5, 2}) {
    const Spread spread{.total = 1, .freedom = nodes - 1.0};
    const double now = tolerance_of(100, spread, static_cast<std::size_t>(nodes), false).fail;
    EXPECT_GT(now, before);
    before = now;
  }
}

}  // namespace
}  // namespace assay::test
