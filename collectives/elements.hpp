#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

/// Types of the elements that collectives carry.
enum class ElementType {
  int8,
  uint8,
  int32,
  uint32,
  int64,
  uint64,
  fp16,
  bf16,
  fp32,
  fp64,
  fp8_e4m3,
  fp8_e5m2
};

inline constexpr std::array kElementTypes{
    ElementType::int8,  ElementType::uint8,  ElementType::int32,    ElementType::uint32,
    ElementType::int64, ElementType::uint64, ElementType::fp16,     ElementType::bf16,
    ElementType::fp32,  ElementType::fp64,   ElementType::fp8_e4m3, ElementType::fp8_e5m2};

/// "int8", "bf16", ...
[[nodiscard]] std::string_view name(ElementType type) noexcept;
[[nodiscard]] std::optional<ElementType> element_type_from_name(std::string_view text) noexcept;

/// Bytes that one element takes.
[[nodiscard]] std::int64_t bytes_of(ElementType type) noexcept;

/// How the elements of all ranks become one.
enum class Reduction { sum, product, minimum, maximum, average };

inline constexpr std::array kReductions{Reduction::sum, Reduction::product, Reduction::minimum,
                                        Reduction::maximum, Reduction::average};

/// "sum", "product", ...
[[nodiscard]] std::string_view name(Reduction reduction) noexcept;
[[nodiscard]] std::optional<Reduction> reduction_from_name(std::string_view text) noexcept;

}  // namespace assay
