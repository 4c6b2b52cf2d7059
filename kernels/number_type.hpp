#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace assay {

/// Types that arithmetic is tested in. fp4 is E2M1.
enum class NumberType { fp64, fp32, tf32, fp16, bf16, fp8_e4m3, fp8_e5m2, fp4, int8 };

inline constexpr std::array kNumberTypes{
    NumberType::fp64,     NumberType::fp32, NumberType::tf32,
    NumberType::fp16,     NumberType::bf16, NumberType::fp8_e4m3,
    NumberType::fp8_e5m2, NumberType::fp4,  NumberType::int8};

/// "fp64", "fp8_e4m3", ...
[[nodiscard]] std::string_view name(NumberType type) noexcept;

/// Bits that one operand element takes in memory (tf32 is stored as fp32, fp4 two in a byte).
[[nodiscard]] std::size_t bits_of(NumberType type) noexcept;

}  // namespace assay
