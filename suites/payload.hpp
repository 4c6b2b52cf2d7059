#pragma once
#include <cstdint>

#include "suites/memory/data.hpp"

namespace assay {

/// The words that copies carry. Random ones are a bijection of their place (the finaliser of
/// SplitMix64: Steele, Lea, Flood, OOPSLA 2014), so that no two are equal: what arrives in a wrong
/// place is found, and a host can make and check them at the speed of its memory.
struct Payload {
  DataKind kind;
  std::uint64_t key;
  ASSAY_HD std::uint64_t operator()(std::size_t i) const {
    if (kind != DataKind::random) return Operand{kind, key}.bits(i);
    // The odd factor keeps the words of neighbouring keys apart.
    std::uint64_t x = (key * 0xD1342543DE82EF95U + i) * 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
  }
};

}  // namespace assay
