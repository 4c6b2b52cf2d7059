#pragma once
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

namespace assay {

/// Linear least squares of N unknowns by normal equations, for columns of like size.
template <std::size_t N>
struct LeastSquares {
  using Row = std::array<double, N>;
  struct Solution {
    Row unknowns{};
    std::array<Row, N> inverse{};  ///< of the normal matrix; times the variance: the covariance
    double squares = 0;            ///< of the residuals, priors included
  };

  std::array<Row, N> matrix{};
  Row right{};
  double squares = 0;

  void add(const Row& row, double value) {
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t j = 0; j <= i; ++j) matrix[i][j] += row[i] * row[j];
      right[i] += row[i] * value;
    }
    squares += value * value;
  }
  /// Unknown `i` is 0 give or take: `weight` = variance of a value over the variance of that.
  void expect_zero(std::size_t i, double weight) { matrix[i][i] += weight; }

  /// By Cholesky's factors; nothing if the columns hang together.
  [[nodiscard]] std::optional<Solution> solve() const {
    std::array<Row, N> factor{};
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = matrix[i][j];
        for (std::size_t k = 0; k < j; ++k) sum -= factor[i][k] * factor[j][k];
        if (i == j && !(sum > 1e-12 * matrix[i][i])) return {};
        factor[i][j] = i == j ? std::sqrt(sum) : sum / factor[j][j];
      }
    Solution solution;
    for (std::size_t column = 0; column < N; ++column) {
      Row unit{};
      unit[column] = 1;
      solution.inverse[column] = substitute(factor, unit);
    }
    solution.unknowns = substitute(factor, right);
    solution.squares = squares;
    for (std::size_t i = 0; i < N; ++i) solution.squares -= solution.unknowns[i] * right[i];
    return solution;
  }

 private:
  static Row substitute(const std::array<Row, N>& factor, Row values) {
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t k = 0; k < i; ++k) values[i] -= factor[i][k] * values[k];
      values[i] /= factor[i][i];
    }
    for (std::size_t i = N; i-- > 0;) {
      for (std::size_t k = i + 1; k < N; ++k) values[i] -= factor[k][i] * values[k];
      values[i] /= factor[i][i];
    }
    return values;
  }
};

}  // namespace assay
