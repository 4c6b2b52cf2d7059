#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/philox.hpp"
#include "kernels/small_float.hpp"

// The passes of a transformer between its products, over the rows of a matrix x, of which most take
// a second matrix g. A row is worked on by kLanes neighbours, so that on a GPU a warp reads what
// lies together. Each operation is one set of formulas for two precisions: the one that is tested
// and the one that it is held against.

namespace assay {

inline constexpr std::size_t kLanes = 32;

ASSAY_HD inline float exponential(float x) { return expf(x); }
ASSAY_HD inline double exponential(double x) { return exp(x); }
ASSAY_HD inline float square_root(float x) { return sqrtf(x); }
ASSAY_HD inline double square_root(double x) { return sqrt(x); }
template <class Real>
ASSAY_HD Real sigmoid(Real x) {
  return 1 / (1 + exponential(-x));
}

/// What is known of a row, or of the part of it that one lane has seen.
template <class Real>
struct RowSum {
  Real sum = 0;
  Real most = 0;  ///< `sum` is in units of e^most
};

/// Operations on rows that need no sum.
struct ByElement {
  static constexpr bool kSums = false;
  template <class Real>
  ASSAY_HD static void take(RowSum<Real>&, Real, Real) {}
  template <class Real>
  ASSAY_HD static void merge(RowSum<Real>&, const RowSum<Real>&) {}
};
struct BySum {
  static constexpr bool kSums = true;
  template <class Real>
  ASSAY_HD static void merge(RowSum<Real>& into, const RowSum<Real>& from) {
    into.sum += from.sum;
  }
};

/// y = x / rms(x): Zhang and Sennrich, Root Mean Square Layer Normalization, 2019.
struct Normalise : BySum {
  template <class Real>
  ASSAY_HD static void take(RowSum<Real>& row, Real x, Real) {
    row.sum += x * x;
  }
  template <class Real>
  ASSAY_HD static Real give(const RowSum<Real>& row, Real x, Real, Real width) {
    return x / square_root(row.sum / width + static_cast<Real>(1e-5));
  }
  /// What rounding may add to the error of a result that is nearly 0.
  ASSAY_HD static double slack(double, double, double) { return 0; }
};

/// y = e^x / sum e^x, in one look at the row (Milakov and Gimelshein, Online normalizer calculation
/// for softmax, 2018).
struct Softmax {
  static constexpr bool kSums = true;
  template <class Real>
  ASSAY_HD static void take(RowSum<Real>& row, Real x, Real) {
    merge(row, RowSum<Real>{1, x});
  }
  template <class Real>
  ASSAY_HD static void merge(RowSum<Real>& into, const RowSum<Real>& from) {
    if (from.sum == 0) return;
    if (into.sum == 0 || from.most > into.most) {
      into.sum =
          into.sum == 0 ? from.sum : into.sum * exponential(into.most - from.most) + from.sum;
      into.most = from.most;
    } else {
      into.sum += from.sum * exponential(from.most - into.most);
    }
  }
  template <class Real>
  ASSAY_HD static Real give(const RowSum<Real>& row, Real x, Real, Real) {
    return exponential(x - row.most) / row.sum;
  }
  ASSAY_HD static double slack(double, double, double) { return 0; }
};

/// y = x sigmoid(x) g: Shazeer, GLU Variants Improve Transformer, 2020.
struct GateUp : ByElement {
  template <class Real>
  ASSAY_HD static Real give(const RowSum<Real>&, Real x, Real g, Real) {
    return x * sigmoid(x) * g;
  }
  ASSAY_HD static double slack(double, double, double) { return 0; }
};

/// y = g d(x sigmoid(x)) / dx
struct GateGradient : ByElement {
  template <class Real>
  ASSAY_HD static Real give(const RowSum<Real>&, Real x, Real g, Real) {
    const Real s = sigmoid(x);
    return g * s * (1 + x * (1 - s));
  }
  ASSAY_HD static double slack(double x, double g, double) { return fabs(g) * (1 + fabs(x)); }
};

struct AddUp : ByElement {
  template <class Real>
  ASSAY_HD static Real give(const RowSum<Real>&, Real x, Real g, Real) {
    return x + g;
  }
  ASSAY_HD static double slack(double x, double g, double) { return fabs(x) + fabs(g); }
};

/// Gradients of both normalisations take the row's sum of x g.
struct WithProduct : BySum {
  template <class Real>
  ASSAY_HD static void take(RowSum<Real>& row, Real x, Real g) {
    row.sum += x * g;
  }
};
struct NormaliseGradient : WithProduct {
  template <class Real>
  ASSAY_HD static Real give(const RowSum<Real>& row, Real x, Real g, Real width) {
    return g - x * (row.sum / width);
  }
  ASSAY_HD static double slack(double x, double g, double) { return fabs(g) + fabs(x); }
};
struct SoftmaxGradient : WithProduct {
  template <class Real>
  ASSAY_HD static Real give(const RowSum<Real>& row, Real x, Real g, Real) {
    return x * (g - row.sum);
  }
  ASSAY_HD static double slack(double x, double g, double width) {
    return fabs(x) * (fabs(g) + width);
  }
};

/// To the nearest number, of two the one whose last bit is 0. NaN stays NaN.
template <class T>
ASSAY_HD T rounded_to(float x);
template <>
ASSAY_HD inline float rounded_to<float>(float x) {
  return x;
}
template <>
ASSAY_HD inline Bf16 rounded_to<Bf16>(float x) {
  std::uint32_t word = 0;
  memcpy(&word, &x, sizeof word);
  if (x != x) return Bf16::from_bits(0x7fc0);
  return Bf16::from_bits(static_cast<std::uint16_t>((word + 0x7fffU + ((word >> 16) & 1U)) >> 16));
}

/// rows x width elements of x and g.
struct RowInput {
  const float *x, *g;
  std::size_t width;
};

/// Element i: what lane i % kLanes of row i / kLanes sums up.
template <class Op>
struct SumLane {
  RowInput in;
  RowSum<float>* lanes;
  ASSAY_HD void operator()(std::size_t i) const {
    const std::size_t row = i / kLanes * in.width;
    RowSum<float> mine;
    for (std::size_t c = i % kLanes; c < in.width; c += kLanes)
      Op::take(mine, in.x[row + c], in.g[row + c]);
    lanes[i] = mine;
  }
};

/// What lane i writes, from the sums of all lanes of its row.
template <class Op, class Out>
struct GiveLane {
  RowInput in;
  const RowSum<float>* lanes;
  Out* out;
  ASSAY_HD void operator()(std::size_t i) const {
    const std::size_t row = i / kLanes * in.width;
    RowSum<float> all;
    if (Op::kSums)
      for (std::size_t l = 0; l < kLanes; ++l) Op::merge(all, lanes[i / kLanes * kLanes + l]);
    for (std::size_t c = i % kLanes; c < in.width; c += kLanes)
      out[row + c] = rounded_to<Out>(
          Op::give(all, in.x[row + c], in.g[row + c], static_cast<float>(in.width)));
  }
};

/// How many elements of row i of `out` are not what double precision gives, within `epsilon` of the
/// value and a few rounding errors of fp32.
template <class Op, class Out>
struct CountWrong {
  RowInput in;
  const Out* out;
  std::uint64_t* wrong;
  double epsilon;
  ASSAY_HD void operator()(std::size_t i) const {
    const std::size_t row = i * in.width;
    const auto width = static_cast<double>(in.width);
    RowSum<double> all;
    for (std::size_t c = 0; c < in.width && Op::kSums; ++c)
      Op::take(all, static_cast<double>(in.x[row + c]), static_cast<double>(in.g[row + c]));
    std::uint64_t count = 0;
    for (std::size_t c = 0; c < in.width; ++c) {
      const auto x = static_cast<double>(in.x[row + c]);
      const auto g = static_cast<double>(in.g[row + c]);
      const double right = Op::give(all, x, g, width);
      const double error = fabs(static_cast<double>(out[row + c]) - right);
      if (!(error <= epsilon * fabs(right) + 0x1p-20 * Op::slack(x, g, width))) ++count;
    }
    wrong[i] = count;
  }
};

}  // namespace assay
