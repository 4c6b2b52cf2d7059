#pragma once
#include <cstdint>

#include "collectives/elements.hpp"

namespace assay {

/// inout[i] = in[i] (reduction) inout[i], for fp16, bf16, fp8_e4m3 and fp8_e5m2; nothing for
/// others, which MPI knows itself. Each step is rounded to the type. An average is a sum, as long
/// as nothing is divided.
void combine(ElementType type, Reduction reduction, const void* in, void* inout,
             std::int64_t count) noexcept;

/// data[i] /= ranks: what makes an average of a sum. Integers are cut off towards 0, as NCCL does.
void divide(void* data, std::int64_t count, ElementType type, int ranks) noexcept;

}  // namespace assay
