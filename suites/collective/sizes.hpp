#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "suites/collective/call.hpp"

namespace assay::ASSAY_BACKEND {

inline constexpr std::int64_t kKiB = 1024, kMiB = 1024 * kKiB, kGiB = 1024 * kMiB;

/// From latency to bandwidth: what a training job sends. `most` bounds them.
inline std::vector<std::int64_t> sizes_of(Level level, bool gpu, std::int64_t most) {
  static constexpr std::array<std::int64_t, 3> quick{kMiB, 64 * kMiB, kGiB};
  static constexpr std::array<std::int64_t, 8> standard{8 * kKiB,   256 * kKiB, 4 * kMiB, 32 * kMiB,
                                                        128 * kMiB, 512 * kMiB, 2 * kGiB, 8 * kGiB};
  // A host's fabric is a hundred times slower than NVLink.
  const std::int64_t divisor = gpu ? 1 : 64;
  std::vector<std::int64_t> wanted(quick.begin(), quick.end());
  if (level != Level::quick) wanted.assign(standard.begin(), standard.end());
  std::vector<std::int64_t> sizes;
  sizes.reserve(wanted.size());
  for (const std::int64_t bytes : wanted) sizes.push_back(std::min(bytes / divisor, most));
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

inline std::vector<Call> calls_of(Operation operation, Level level, bool gpu, std::int64_t most) {
  std::vector<ElementType> types{ElementType::bf16};
  if (level != Level::quick) types.push_back(ElementType::fp32);
  std::vector<Call> calls;
  for (const ElementType type : types)
    for (const std::int64_t bytes : sizes_of(level, gpu, most))
      calls.push_back({.operation = operation,
                       .type = type,
                       .bytes = bytes,
                       .in_place = has_in_place(operation)});
  return calls;
}

}  // namespace assay::ASSAY_BACKEND
