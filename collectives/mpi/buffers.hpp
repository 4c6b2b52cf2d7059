#pragma once
#include <cstddef>
#include <cstdint>

#include "collectives/elements.hpp"

namespace assay {

/// Element `index` of a buffer; of none, which a rank may give where it is not asked, none.
[[nodiscard]] inline const std::byte* at(const void* buffer, std::int64_t index,
                                         ElementType type) noexcept {
  if (buffer == nullptr) return nullptr;
  return static_cast<const std::byte*>(buffer) + index * bytes_of(type);
}
[[nodiscard]] inline std::byte* at(void* buffer, std::int64_t index, ElementType type) noexcept {
  if (buffer == nullptr) return nullptr;
  return static_cast<std::byte*>(buffer) + index * bytes_of(type);
}

}  // namespace assay
