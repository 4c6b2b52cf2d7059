#include "tests/fakes/nccl/arithmetic.hpp"

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "kernels/small_float.hpp"
#include "tests/fakes/nccl/failure.hpp"

namespace fake_nccl {
namespace {

using assay::Bf16;
using assay::Fp16;
using assay::Fp8E4m3;
using assay::Fp8E5m2;

/// Calls `f` with a number of the type.
template <class F>
auto as_number(ncclDataType_t type, const F& f) {
  switch (type) {
    case ncclInt8:
      return f(std::int8_t{});
    case ncclUint8:
      return f(std::uint8_t{});
    case ncclInt32:
      return f(std::int32_t{});
    case ncclUint32:
      return f(std::uint32_t{});
    case ncclInt64:
      return f(std::int64_t{});
    case ncclUint64:
      return f(std::uint64_t{});
    case ncclFloat16:
      return f(Fp16(0));
    case ncclFloat32:
      return f(float{});
    case ncclFloat64:
      return f(double{});
    case ncclBfloat16:
      return f(Bf16(0));
    case ncclFloat8e4m3:
      return f(Fp8E4m3(0));
    case ncclFloat8e5m2:
      return f(Fp8E5m2(0));
    default:
      throw Failure(ncclInvalidArgument, "no such data type");
  }
}

/// Unsigned, for signed integers may not overflow; 64 bits, for narrow ones would be promoted.
template <class T>
std::uint64_t widened(T number) {
  return static_cast<std::make_unsigned_t<T>>(number);
}

template <class T>
T integer_result(ncclRedOp_t operation, T a, T b) {
  const std::uint64_t x = widened(a);
  const std::uint64_t y = widened(b);
  switch (operation) {
    case ncclProd:
      return static_cast<T>(x * y);
    case ncclMin:
      return b < a ? b : a;
    case ncclMax:
      return a < b ? b : a;
    default:
      return static_cast<T>(x + y);
  }
}

template <class T>
T float_result(ncclRedOp_t operation, T a, T b) {
  const auto x = static_cast<double>(a);
  const auto y = static_cast<double>(b);
  switch (operation) {
    case ncclProd:
      return static_cast<T>(x * y);
    case ncclMin:
      return y < x ? b : a;
    case ncclMax:
      return x < y ? b : a;
    default:
      return static_cast<T>(x + y);
  }
}

template <class T, class F>
void for_each(std::byte* data, std::size_t count, const F& f) {
  for (std::size_t i = 0; i < count; ++i) {
    T number;
    std::memcpy(&number, data + i * sizeof(T), sizeof(T));
    number = f(number, i);
    std::memcpy(data + i * sizeof(T), &number, sizeof(T));
  }
}

}  // namespace

std::size_t bytes_of(ncclDataType_t type) {
  if (type < 0 || type >= ncclNumTypes) return 0;
  return as_number(type, [](auto number) { return sizeof number; });
}

void prepare(std::byte* data, std::size_t count, ncclDataType_t type, ncclRedOp_t operation,
             int size) {
  if (operation != ncclAvg) return;
  as_number(type, [&](auto zero) {
    using T = decltype(zero);
    if constexpr (!std::is_integral_v<T>) {
      const auto share = static_cast<double>(static_cast<T>(1.0 / size));
      for_each<T>(data, count,
                  [&](T x, std::size_t) { return static_cast<T>(static_cast<double>(x) * share); });
    }
  });
}

void combine(std::byte* result, const std::byte* other, std::size_t count, ncclDataType_t type,
             ncclRedOp_t operation) {
  as_number(type, [&](auto zero) {
    using T = decltype(zero);
    for_each<T>(result, count, [&](T x, std::size_t i) {
      T y;
      std::memcpy(&y, other + i * sizeof(T), sizeof(T));
      if constexpr (std::is_integral_v<T>)
        return integer_result(operation, x, y);
      else
        return float_result(operation, x, y);
    });
  });
}

void finish(std::byte* data, std::size_t count, ncclDataType_t type, ncclRedOp_t operation,
            int size) {
  if (operation != ncclAvg) return;
  as_number(type, [&](auto zero) {
    using T = decltype(zero);
    if constexpr (std::is_integral_v<T>)
      for_each<T>(data, count,
                  [&](T x, std::size_t) { return static_cast<T>(x / static_cast<T>(size)); });
  });
}

}  // namespace fake_nccl
