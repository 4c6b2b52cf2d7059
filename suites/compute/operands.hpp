#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/philox.hpp"
#include "kernels/packed.hpp"
#include "kernels/verify.hpp"
#include "suites/spec.hpp"

// Operands of matrix products and what their products must be.

namespace assay {

/// The factors of a matrix of rank two, M[i][l] = u0(i) v0(l) + u1(i) v1(l): integers from -most to
/// most, so that elements lie within 2 most^2 and a product over `inner` within 4 most^4 inner.
/// With 4 that is 1024 inner, exact in fp32 up to inner = 16384.
struct Factors {
  std::uint64_t key;
  int most = 4;
  /// Factor `k`: 0, 1 = u of row i; 2, 3 = v of column i.
  ASSAY_HD std::int64_t factor(unsigned k, std::size_t i) const {
    const auto values = 2 * static_cast<std::uint64_t>(most) + 1;
    return static_cast<std::int64_t>(random_bits(key, 4 * i + k) % values) - most;
  }
};

/// Element i of a row-major matrix with rows of `inner` elements.
struct LowRank {
  Factors factors;
  std::size_t inner;
  ASSAY_HD double operator()(std::size_t i) const {
    const std::size_t row = i / inner;
    const std::size_t column = i % inner;
    return static_cast<double>(factors.factor(0, row) * factors.factor(2, column) +
                               factors.factor(1, row) * factors.factor(3, column));
  }
};

/// The products of all columns' factors, summed: all that a product depends on apart from row and
/// column.
struct Gram {
  std::int64_t g[2][2] = {};
  Gram(const Factors& left, const Factors& right, std::size_t inner) {
    for (std::size_t l = 0; l < inner; ++l)
      for (unsigned p = 0; p < 2; ++p)
        for (unsigned q = 0; q < 2; ++q) g[p][q] += left.factor(2 + p, l) * right.factor(2 + q, l);
  }
};

/// Element i of A B' for A and B of rank two, in closed form.
template <class T>
struct ExactProduct {
  Factors left, right;
  Gram gram;
  std::size_t columns;
  ASSAY_HD T operator()(std::size_t i) const {
    const std::size_t row = i / columns;
    const std::size_t column = i % columns;
    std::int64_t sum = 0;
    for (unsigned p = 0; p < 2; ++p)
      for (unsigned q = 0; q < 2; ++q)
        sum += left.factor(p, row) * gram.g[p][q] * right.factor(q, column);
    return static_cast<T>(sum);
  }
};

/// A vector of +1 and -1.
struct Signs {
  std::uint64_t key;
  ASSAY_HD double operator()(std::size_t i) const {
    return (random_bits(key ^ 0x5149, i) & 1) != 0 ? 1 : -1;
  }
};

/// y = B' x: element l sums column l of B (columns x inner).
template <class T>
struct ColumnSums {
  double* y;
  const T* b;
  Signs x;
  std::size_t columns, inner;
  ASSAY_HD void operator()(std::size_t l) const {
    double sum = 0;
    for (std::size_t j = 0; j < columns; ++j) sum += x(j) * number(b, j * inner + l);
    y[l] = sum;
  }
};

/// C x - A y: 0 in each row but for rounding.
template <class Left, class Result>
struct Residual {
  double* to;
  const Left* a;
  const double* y;
  const Result* c;
  Signs x;
  std::size_t columns, inner;
  ASSAY_HD void operator()(std::size_t row) const {
    double sum = 0;
    for (std::size_t j = 0; j < columns; ++j)
      sum += x(j) * static_cast<double>(c[row * columns + j]);
    for (std::size_t l = 0; l < inner; ++l) sum -= number(a, row * inner + l) * y[l];
    to[row] = sum;
  }
};

struct Within {
  double tolerance;
  ASSAY_HD Range<double> operator()(std::size_t) const { return {-tolerance, tolerance}; }
};

/// What rounding may leave of a row's residual. An element of C is a sum of `inner` products of
/// size s^2 that is rounded at each step: a random walk whose end errs by about eps s^2 inner; the
/// row adds `columns` of these with random signs. Thirty-two such deviations: nothing that rounds
/// rightly comes there, and a flipped bit in the upper half of a significand does.
inline double vector_tolerance(DataKind data, double epsilon, std::size_t columns,
                               std::size_t inner) {
  const double size =
      data == DataKind::integer ? 577 : 1;  // root mean square of what Operand gives
  return 32 * epsilon * size * size * static_cast<double>(inner) *
         std::sqrt(static_cast<double>(columns));
}

}  // namespace assay
