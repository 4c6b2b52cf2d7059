#include "kernels/host/read.hpp"

#include <cstring>

namespace assay::host {

// 64 words at a time, so that the widest vectors have eight chains to work on.
std::uint64_t read_all(Isa isa, const double* a, std::size_t begin, std::size_t end) {
  constexpr std::size_t chains = 64;
  std::uint64_t partial[chains] = {};
  call_for(isa, [&partial, a, begin, end] {
    std::uint64_t sum[chains] = {};
    std::size_t i = begin;
    for (; i + chains <= end; i += chains) {
      std::uint64_t words[chains];
      std::memcpy(words, a + i, sizeof words);
      for (std::size_t k = 0; k < chains; ++k) sum[k] ^= words[k];
    }
    for (; i < end; ++i) {
      std::uint64_t word = 0;
      std::memcpy(&word, a + i, sizeof word);
      sum[0] ^= word;
    }
    std::memcpy(partial, sum, sizeof sum);
  });
  std::uint64_t digest = 0;
  for (const std::uint64_t word : partial) digest ^= word;
  return digest;
}

}  // namespace assay::host
