#pragma once
#include <cstdint>

#include "kernels/digest/work.hpp"

namespace assay {

/// The value of element `e` of a word of operands.
[[nodiscard]] double element_value(NumberType type, std::uint32_t word, unsigned e);

/// What every healthy unit must vote for `work` in a kernel of this shape: exact operands
/// multiplied in integer arithmetic. Random operands are summed in fp32 in ascending order, which
/// no matrix unit does: equal to another such call only. Throws for a type that has no tensor-core
/// digest, and for exact operands of a shape that is not exact.
[[nodiscard]] std::uint64_t reference_digest(const DigestWork& work, const DigestShape& shape);

}  // namespace assay
