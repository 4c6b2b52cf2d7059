#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>

#include "kernels/verify.hpp"

namespace assay::host {

/// Checks data[i] for i in [begin, end), a block at a time, and calls `after(block_begin,
/// block_end)` once a block has been looked at. A block is read once into the nearest cache and
/// judged there in a loop without exits, which vectorises; only a block with a wrong element is
/// gone through one by one.
template <class T, class Expected, class After>
Miscompare<T> compare(T* data, std::size_t begin, std::size_t end, Sweep sweep, Expected expected,
                      const After& after) {
  constexpr std::size_t block = 512;
  Miscompare<T> found;
  T read[block];
  const std::size_t blocks = (end - begin + block - 1) / block;
  for (std::size_t k = 0; k < blocks; ++k) {
    const std::size_t from = begin + (sweep == Sweep::up ? k : blocks - 1 - k) * block;
    const std::size_t n = std::min(block, end - from);
    std::memcpy(read, data + from, n * sizeof(T));
    std::size_t right = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Range<T> range = expected(from + i);
      right += static_cast<std::size_t>(read[i] >= range.low) &
               static_cast<std::size_t>(read[i] <= range.high);
    }
    for (std::size_t i = 0; right != n && i < n; ++i) {
      const Range<T> range = expected(from + i);
      if (read[i] >= range.low && read[i] <= range.high) continue;
      found.add({from + i, read[i], *static_cast<const volatile T*>(data + from + i), range});
    }
    after(from, from + n);
  }
  return found;
}

}  // namespace assay::host
