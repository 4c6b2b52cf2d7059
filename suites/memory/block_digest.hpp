#pragma once
#include "suites/memory/data.hpp"
#include "suites/test.hpp"

// What reading all of an array of operands must give.

namespace assay::ASSAY_BACKEND {

inline constexpr std::size_t kDigestBlock = 4096;

/// Exclusive or of a block of operands, computed anew: what reading the block must give.
struct BlockDigest {
  std::uint64_t* to;
  Operand data;
  std::size_t n;
  ASSAY_HD void operator()(std::size_t block) const {
    const std::size_t end = (block + 1) * kDigestBlock < n ? (block + 1) * kDigestBlock : n;
    std::uint64_t digest = 0;
    for (std::size_t i = block * kDigestBlock; i < end; ++i) digest ^= data.bits(i);
    to[block] = digest;
  }
};

/// Exclusive or of the first n operands.
inline std::uint64_t expected_digest(Exec& exec, const Operand& data, std::size_t n) {
  const std::size_t blocks = (n + kDigestBlock - 1) / kDigestBlock;
  const auto partial = exec.alloc<std::uint64_t>(blocks);
  exec.for_each(blocks, BlockDigest{partial.data(), data, n});
  std::uint64_t digest = 0;
  for (const std::uint64_t word : exec.to_host(partial)) digest ^= word;
  return digest;
}

}  // namespace assay::ASSAY_BACKEND
