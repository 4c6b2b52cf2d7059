#include "kernels/cuda/scale_factors.hpp"

#include <gtest/gtest.h>

namespace assay::cuda {
namespace {

TEST(ScaleFactors, AreOneForSixteenElementsWhereTilesAreFull) {
  for (const std::size_t rows : {128U, 256U, 8192U})
    for (const std::size_t inner : {64U, 1024U, 8192U})
      EXPECT_EQ(scale_factors(rows, inner), rows * inner / 16) << rows << " x " << inner;
}

TEST(ScaleFactors, FillTheLastTileInBothDirections) {
  EXPECT_EQ(scale_factors(1, 16), 512U);
  EXPECT_EQ(scale_factors(129, 64), 1024U);
  EXPECT_EQ(scale_factors(128, 80), 1024U);
  for (std::size_t rows = 1; rows < 400; rows += 13)
    for (std::size_t inner = 1; inner < 400; inner += 7) {
      const std::size_t factors = scale_factors(rows, inner);
      EXPECT_EQ(factors % 512, 0U);
      EXPECT_GE(16 * factors, rows * inner);
      EXPECT_LT(factors, (rows + 128) * (inner + 64) / 16);
    }
}

}  // namespace
}  // namespace assay::cuda
