#pragma once
#include <optional>

#include "kernels/number_type.hpp"

namespace assay::cuda {

/// Whether matrix units of compute capability major.minor multiply `type`: fp8 from 8.9, fp4 from
/// 10.0 on, everything else from 8.0 on.
[[nodiscard]] bool multiplies(int major, int minor, NumberType type) noexcept;

/// Operations (a multiply-add counts two) that one SM of compute capability major.minor does a
/// clock in dense matrix products of `type`; nothing for chips whose figure we have no source for.
/// Sources: NVIDIA A100, H100 and Blackwell architecture papers, whose totals these are over SMs
/// and boost clock; fp4 of 10.3: 1.5 times that of 10.0 (NVIDIA, Inside Blackwell Ultra, 2025).
/// Nothing for 12.0: its chips run above the clock that they state.
[[nodiscard]] std::optional<double> matrix_ops_per_clock(int major, int minor,
                                                         NumberType type) noexcept;

/// The same for multiply-adds outside the matrix units: fp64, fp32 and fp16 (packed in pairs).
[[nodiscard]] std::optional<double> vector_ops_per_clock(int major, int minor,
                                                         NumberType type) noexcept;

}  // namespace assay::cuda
