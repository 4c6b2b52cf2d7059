#pragma once
#include <cstddef>
#include <cstdint>

namespace assay {

/// A stretch of memory. Addresses as numbers, for they belong to different buffers.
struct Stretch {
  std::uintptr_t begin = 0, end = 0;
  [[nodiscard]] bool meets(const Stretch& other) const noexcept {
    return begin < end && other.begin < other.end && begin < other.end && other.begin < end;
  }
};

[[nodiscard]] inline Stretch stretch(const void* data, std::int64_t bytes) noexcept {
  const auto begin = reinterpret_cast<std::uintptr_t>(data);
  return {begin, data == nullptr ? begin : begin + static_cast<std::uintptr_t>(bytes)};
}

/// What an operation reads and writes.
struct Touched {
  Stretch reads, writes;
  /// True where the order of the two decides what comes out.
  [[nodiscard]] bool conflicts(const Touched& other) const noexcept {
    return writes.meets(other.writes) || writes.meets(other.reads) || reads.meets(other.writes);
  }
};

}  // namespace assay
