#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "collectives/elements.hpp"
#include "core/error.hpp"
#include "kernels/small_float.hpp"

namespace assay {

/// f(T{}) with the C++ type of an element.
template <class F>
auto with_element(ElementType type, const F& f) {
  switch (type) {
    case ElementType::int8:
      return f(std::int8_t{});
    case ElementType::uint8:
      return f(std::uint8_t{});
    case ElementType::int32:
      return f(std::int32_t{});
    case ElementType::uint32:
      return f(std::uint32_t{});
    case ElementType::int64:
      return f(std::int64_t{});
    case ElementType::uint64:
      return f(std::uint64_t{});
    case ElementType::fp16:
      return f(Fp16{});
    case ElementType::bf16:
      return f(Bf16{});
    case ElementType::fp32:
      return f(float{});
    case ElementType::fp64:
      return f(double{});
    case ElementType::fp8_e4m3:
      return f(Fp8E4m3{});
    case ElementType::fp8_e5m2:
      return f(Fp8E5m2{});
  }
  throw Error("no such type of elements");
}

/// The type that numbers of T are added in: wider where T rounds.
template <class T>
using Wide = std::conditional_t<std::is_integral_v<T>, T, double>;

/// a and b, joined; wraps around where whole numbers do not suffice.
template <class W>
[[nodiscard]] W joined(Reduction reduction, W a, W b) {
  if (reduction == Reduction::minimum) return std::min(a, b);
  if (reduction == Reduction::maximum) return std::max(a, b);
  if constexpr (std::is_integral_v<W>) {
    using Unsigned = std::make_unsigned_t<W>;
    // Of 64 bits, so that what wraps around is defined for every type.
    const auto wide = [](W value) { return std::uint64_t{static_cast<Unsigned>(value)}; };
    return static_cast<W>(reduction == Reduction::product ? wide(a) * wide(b) : wide(a) + wide(b));
  } else {
    return reduction == Reduction::product ? a * b : a + b;
  }
}

/// result[i] = what the elements begin + i of `sources` become together.
template <class T>
void reduce_into(T* result, const std::vector<const void*>& sources, std::size_t begin,
                 std::size_t count, Reduction reduction) {
  using W = Wide<T>;
  for (std::size_t i = 0; i < count; ++i) {
    W sum = static_cast<W>(static_cast<const T*>(sources.front())[begin + i]);
    for (std::size_t k = 1; k < sources.size(); ++k)
      sum = joined(reduction, sum, static_cast<W>(static_cast<const T*>(sources[k])[begin + i]));
    if (reduction == Reduction::average) sum = static_cast<W>(sum / static_cast<W>(sources.size()));
    result[i] = static_cast<T>(sum);
  }
}

}  // namespace assay
