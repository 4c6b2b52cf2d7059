#pragma once
#include <nccl.h>

#include <cstddef>

namespace fake_nccl {

/// Bytes of an element; 0 where there is no such type.
[[nodiscard]] std::size_t bytes_of(ncclDataType_t type);

/// What a rank does with its own elements before they are reduced: for an average of floating-point
/// numbers each is multiplied by 1 / size, as NCCL does.
void prepare(std::byte* data, std::size_t count, ncclDataType_t type, ncclRedOp_t operation,
             int size);
/// result[i] = result[i] (operation) other[i], rounded to the type; integers wrap around.
void combine(std::byte* result, const std::byte* other, std::size_t count, ncclDataType_t type,
             ncclRedOp_t operation);
/// What is done with the sum: for an average of integers it is divided, and cut towards zero.
void finish(std::byte* data, std::size_t count, ncclDataType_t type, ncclRedOp_t operation,
            int size);

}  // namespace fake_nccl
