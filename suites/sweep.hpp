#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectives/elements.hpp"

namespace assay {

/// Between what a sweep of collectives varies its calls.
struct SweepBounds {
  std::int64_t from_bytes = 8;  ///< the first size; it is doubled until it is over to_bytes
  std::int64_t to_bytes = std::int64_t{16} << 30;
  /// In the order of their turn: all of them, what training sends first.
  std::vector<ElementType> types{ElementType::bf16,     ElementType::fp32,     ElementType::fp16,
                                 ElementType::fp8_e4m3, ElementType::fp8_e5m2, ElementType::fp64,
                                 ElementType::int8,     ElementType::uint8,    ElementType::int32,
                                 ElementType::uint32,   ElementType::int64,    ElementType::uint64};
  std::vector<Reduction> reductions{kReductions.begin(), kReductions.end()};
  friend bool operator==(const SweepBounds&, const SweepBounds&) = default;
};

/// "8..17179869184 bf16,fp32 sum"
[[nodiscard]] std::string text_of(const SweepBounds& bounds);

/// What text_of() wrote. Throws Error for anything else.
[[nodiscard]] SweepBounds sweep_from_text(std::string_view text);

}  // namespace assay
