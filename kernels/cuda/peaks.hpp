#pragma once
#include <optional>

#include "kernels/number_type.hpp"

namespace assay::cuda {

/// Operations (a multiply-add counts two) that one SM of compute capability major.minor does a
/// clock in dense matrix products of `type`; nothing for chips whose figure we have no source for.
/// Sources: NVIDIA A100, H100 and Blackwell architecture papers, whose totals these are over SMs
/// and boost clock.
[[nodiscard]] std::optional<double> matrix_ops_per_clock(int major, int minor,
                                                         NumberType type) noexcept;

/// The same for multiply-adds outside the matrix units: fp64, fp32 and fp16 (packed in pairs).
[[nodiscard]] std::optional<double> vector_ops_per_clock(int major, int minor,
                                                         NumberType type) noexcept;

}  // namespace assay::cuda
