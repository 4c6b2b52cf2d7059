#pragma once
#include <cstddef>
#include <cstdint>

#include "kernels/chase.hpp"
#include "suites/memory/cycle.hpp"

namespace assay {

inline constexpr std::size_t kNodeBytes = Chase::kStride * sizeof(std::uint64_t);

/// The words of a chain: each node the number of the next one, what lies between as poisoned memory
/// is.
struct ChainWord {
  Cycle cycle;
  ASSAY_HD std::uint64_t operator()(std::size_t i) const {
    return i % Chase::kStride == 0 ? cycle.next(i / Chase::kStride) : ~std::uint64_t{0};
  }
};

/// A chain with one node in every `per_page` places, in a place of its own, so that the nodes lie
/// in different sets of a cache. Pages are visited in the order of `cycle`.
struct SparseWord {
  Cycle cycle;
  std::size_t per_page;
  [[nodiscard]] ASSAY_HD std::uint64_t node_in(std::uint64_t page) const {
    return page * per_page + page * 0x9E3779B1U % per_page;
  }
  ASSAY_HD std::uint64_t operator()(std::size_t i) const {
    const std::uint64_t node = i / Chase::kStride;
    const std::uint64_t page = node / per_page;
    const bool used = i % Chase::kStride == 0 && node == node_in(page);
    return used ? node_in(cycle.next(page)) : ~std::uint64_t{0};
  }
};

}  // namespace assay
