#include "reports/peers/parts/sorted.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/philox.hpp"

namespace assay::peers {
namespace {

/// Bits drawn at random cover every exponent and sign; NaN is what nobody sorts.
std::vector<float> wild(std::uint64_t key, std::size_t n) {
  std::vector<float> values;
  values.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto exponent = static_cast<int>(random_bits(key, 2 * i) % 200) - 100;
    const double size = std::ldexp(random_uniform(key, 2 * i + 1), exponent);
    values.push_back(static_cast<float>(random_bits(key, 2 * i) % 2 == 0 ? size : -size));
  }
  return values;
}

TEST(SortValues, OrdersAnySizeAsTheStandardLibraryDoes) {
  std::vector<std::uint32_t> spare;
  for (const std::size_t n : {0U, 1U, 2U, 255U, 256U, 257U, 1000U, 12500U}) {
    std::vector<float> values = wild(n, n);
    std::vector<float> expected = values;
    std::sort(expected.begin(), expected.end());
    sort_values(values, spare);
    EXPECT_EQ(values, expected) << n;
  }
}

TEST(SortValues, KeepsTiesZerosAndInfinities) {
  std::vector<float> values(2000, 3.5F);
  values[7] = -std::numeric_limits<float>::infinity();
  values[8] = std::numeric_limits<float>::infinity();
  values[9] = 0;
  std::vector<float> expected = values;
  std::sort(expected.begin(), expected.end());
  std::vector<std::uint32_t> spare;
  sort_values(values, spare);
  EXPECT_EQ(values, expected);
}

TEST(Middle, OfSortedAndUnsortedAgree) {
  for (std::size_t n = 1; n < 60; ++n) {
    std::vector<float> values = wild(n, n);
    std::vector<float> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(middle(sorted), middle_of(values)) << n;
  }
}

}  // namespace
}  // namespace assay::peers
