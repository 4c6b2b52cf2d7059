#pragma once
#include <cstdint>

#include "core/units.hpp"
#include "kernels/number_type.hpp"
#include "kernels/packed.hpp"
#include "suites/memory/data.hpp"

// What a matrix product in each type is made of, and how exact it is.

namespace assay {

/// Operands and result of a product, and:
/// kMostFactor, kMostInner: factors of the exact operands up to this size (see Factors), and dot
///   products up to this length, so that the sum of |a b| stays within what the accumulator holds
///   exactly whatever the order of summation. An operand is up to 2 kMostFactor^2, which the type
///   must hold; a sum up to (2 kMostFactor^2)^2 inner.
/// kEpsilon: relative error of one step of accumulation.
template <class LeftType, class RightType, class ResultType>
struct GemmParts {
  using Left = LeftType;
  using Right = RightType;
  using Result = ResultType;
  static constexpr int kMostFactor = 4;
  static constexpr std::size_t kMostInner = 16384;  // 32 x 32 x 16384 = 2^24
  static constexpr double kEpsilon = 0x1p-23;       // fp32, also where a matrix unit truncates
  static constexpr const char* kMetric = "flops";
  static constexpr const char* kBestMetric = "best_flops";
  static constexpr Unit kUnit = Unit::flops;
};

template <NumberType kType>
struct GemmTypes;
template <>
struct GemmTypes<NumberType::fp64> : GemmParts<double, double, double> {
  static constexpr double kEpsilon = 0x1p-52;
};
template <>
struct GemmTypes<NumberType::fp32> : GemmParts<float, float, float> {};
template <>
struct GemmTypes<NumberType::tf32> : GemmParts<Tf32, Tf32, float> {};
template <>
struct GemmTypes<NumberType::fp16> : GemmParts<Fp16, Fp16, float> {};
template <>
struct GemmTypes<NumberType::bf16> : GemmParts<Bf16, Bf16, float> {};

/// The accumulators of fp8 products keep 14 bits on some chips: sums stay within 2^13.
template <class Left>
struct Fp8Parts : GemmParts<Left, Fp8E4m3, float> {
  static constexpr int kMostFactor = 1;
  static constexpr std::size_t kMostInner = 2048;  // 2 x 2 x 2048 = 2^13
  static constexpr double kEpsilon = 0x1p-13;
};
template <>
struct GemmTypes<NumberType::fp8_e4m3> : Fp8Parts<Fp8E4m3> {};
template <>
struct GemmTypes<NumberType::fp8_e5m2> : Fp8Parts<Fp8E5m2> {};

/// Products of fp4 are multiples of 1/4 up to 36, and what multiplies them keeps 35 bits below the
/// leading one before it rounds to fp32 (Xie et al., MMA-Sim: Bit-Accurate Reference Model of
/// Tensor Cores and Matrix Cores, 2025): whatever the data, sums are exact up to inner = 2^24 / (4
/// x 36).
template <>
struct GemmTypes<NumberType::fp4> : GemmParts<Fp4Pair, Fp4Pair, float> {
  static constexpr int kMostFactor = 1;  // with 2 an element could be 5, which the type has not
  static constexpr double kEpsilon = 0;
};

template <>
struct GemmTypes<NumberType::int8> : GemmParts<std::int8_t, std::int8_t, std::int32_t> {
  static constexpr double kEpsilon = 0;  // integers
  static constexpr const char* kMetric = "ops";
  static constexpr const char* kBestMetric = "best_ops";
  static constexpr Unit kUnit = Unit::ops;
};

/// Element i of an operand of a product whose elements are T.
template <class T>
struct GemmOperand {
  Operand data;
  ASSAY_HD double operator()(std::uint64_t i) const { return data(i); }
};
/// Scaled and folded into -127 to 127.
template <>
struct GemmOperand<std::int8_t> {
  Operand data;
  ASSAY_HD double operator()(std::uint64_t i) const {
    if (data.kind == DataKind::random) return static_cast<double>(static_cast<int>(32 * data(i)));
    if (data.kind == DataKind::integer) return static_cast<double>(static_cast<int>(data(i)) % 128);
    return data(i);
  }
};

/// Wide enough that random numbers take every code; integers that the type holds.
template <>
struct GemmOperand<Fp4Pair> {
  Operand data;
  ASSAY_HD double operator()(std::uint64_t i) const {
    if (data.kind == DataKind::random) return 2 * data(i);
    if (data.kind == DataKind::integer) return static_cast<double>(static_cast<int>(data(i)) % 5);
    return data(i);
  }
};

}  // namespace assay
