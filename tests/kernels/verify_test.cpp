#include "kernels/verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "kernels/number_type.hpp"

namespace assay {
namespace {

TEST(Miscompare, KeepsTheLowestIndicesInOrderHoweverTheyCome) {
  std::mt19937 random(3);
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::vector<std::size_t> indices(random() % 60);
    for (auto& index : indices) index = random() % 1000;
    Miscompare<int> whole;
    Miscompare<int> part;
    for (const std::size_t index : indices) {
      part.add({index, 1, 2, {3, 3}});
      if (random() % 5 != 0) continue;
      whole.merge(part);
      part = {};
    }
    whole.merge(part);
    std::sort(indices.begin(), indices.end());
    const std::size_t kept = std::min(indices.size(), Miscompare<int>::kKept);
    EXPECT_EQ(whole.count, indices.size());
    ASSERT_EQ(whole.kept, kept);
    for (std::size_t k = 0; k < kept; ++k) EXPECT_EQ(whole.wrong[k].index, indices[k]);
  }
}

TEST(NumberType, NamesAndSizes) {
  EXPECT_EQ(name(NumberType::fp64), "fp64");
  EXPECT_EQ(bits_of(NumberType::fp64), 64U);
  EXPECT_EQ(name(NumberType::fp8_e5m2), "fp8_e5m2");
  EXPECT_EQ(bits_of(NumberType::fp8_e5m2), 8U);
  EXPECT_EQ(name(NumberType::fp4), "fp4");
  EXPECT_EQ(bits_of(NumberType::fp4), 4U);
  EXPECT_EQ(name(NumberType::int8), "int8");
  EXPECT_EQ(bits_of(NumberType::tf32), 32U);
}

}  // namespace
}  // namespace assay
