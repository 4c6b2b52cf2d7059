#include "burnin/conclude/least_squares.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace assay {
namespace {

TEST(LeastSquares, FindsTheUnknownsOfExactRowsAndTheirInverse) {
  std::mt19937 random(1);
  std::normal_distribution<double> value(0, 1);
  for (int round = 0; round < 100; ++round) {
    LeastSquares<3> fit;
    const LeastSquares<3>::Row truth{value(random), value(random), value(random)};
    for (int i = 0; i < 20; ++i) {
      const LeastSquares<3>::Row row{1, value(random), value(random)};
      fit.add(row, row[0] * truth[0] + row[1] * truth[1] + row[2] * truth[2]);
    }
    const auto solution = fit.solve();
    ASSERT_TRUE(solution);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(solution->unknowns[i], truth[i], 1e-9);
      for (std::size_t j = 0; j < 3; ++j) {
        double product = 0;
        for (std::size_t k = 0; k < 3; ++k)
          product += solution->inverse[i][k] * fit.matrix[std::max(k, j)][std::min(k, j)];
        EXPECT_NEAR(product, i == j ? 1 : 0, 1e-9);
      }
    }
    EXPECT_NEAR(solution->squares, 0, 1e-9);
  }
}

TEST(LeastSquares, ColumnsThatHangTogetherHaveNoSolutionUnlessOneIsExpectedToBeZero) {
  LeastSquares<2> fit;
  for (int i = 0; i < 10; ++i) fit.add({1.0 * i, 2.0 * i}, 3.0 * i);
  EXPECT_FALSE(fit.solve());
  fit.expect_zero(1, 1e6);
  ASSERT_TRUE(fit.solve());
  EXPECT_NEAR(fit.solve()->unknowns[0], 3, 0.01);
}

}  // namespace
}  // namespace assay
