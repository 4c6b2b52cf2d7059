#pragma once
#include <cstddef>
#include <cstdint>

#include "core/philox.hpp"

// What memory is filled with: each pattern gives the word at index i. Names and ideas are those of
// the memory testers that operators know (memtest86); the algorithms are described in
// docs/metrics/memory.md.

namespace assay {

using Word = std::uint64_t;

template <class F>
struct Inverted {
  F f;
  ASSAY_HD Word operator()(std::size_t i) const { return ~f(i); }
};

/// One bit set in each word, the next bit in the next word.
struct WalkingOnes {
  unsigned shift;
  ASSAY_HD Word operator()(std::size_t i) const { return Word{1} << ((i + shift) & 63U); }
};

/// Each word holds its own address.
struct OwnAddress {
  const Word* base;
  ASSAY_HD Word operator()(std::size_t i) const { return reinterpret_cast<Word>(base + i); }
};

struct SameWord {
  Word word;
  ASSAY_HD Word operator()(std::size_t) const { return word; }
};

/// A 32-bit word with one bit set, in both halves; the next bit in the next word.
struct Walking32 {
  unsigned shift;
  ASSAY_HD Word operator()(std::size_t i) const {
    return (Word{1} << ((i + shift) & 31U)) * 0x0000000100000001U;
  }
};

struct RandomSequence {
  std::uint64_t key;
  ASSAY_HD Word operator()(std::size_t i) const { return random_bits(key, i); }
};

/// A word that no other index has, cheap to compute: a moved word that went astray is found.
struct Tagged {
  std::uint64_t key;
  ASSAY_HD Word operator()(std::size_t i) const { return (i + key) * 0x9E3779B97F4A7C15U; }
};

/// Every twentieth word holds `word`, all others its complement: no cache or buffer has that
/// period.
struct Modulo20 {
  Word word;
  std::size_t offset;
  ASSAY_HD Word operator()(std::size_t i) const { return i % 20 == offset ? word : ~word; }
};

/// The `half` words from `from` in a ring, turned by `shift` (less than `half`), as move i sees
/// them.
struct Turned {
  std::size_t half, shift;
  ASSAY_HD std::size_t source(std::size_t i) const {
    const std::size_t k = i < half ? i : i - half;
    return k < shift ? k + half - shift : k - shift;
  }
};

/// to[i] = from[turned i]
struct Move {
  Word* to;
  const Word* from;
  Turned turned;
  ASSAY_HD void operator()(std::size_t i) const { to[i] = from[turned.source(i)]; }
};

/// What both halves hold after the lower one was moved up turned, and that moved down again.
struct MovedBlocks {
  Tagged tagged;
  Turned turned;
  ASSAY_HD Word operator()(std::size_t i) const { return tagged(turned.source(i)); }
};

/// Writes only the words at offset + 20 k, or only the others.
struct Write20 {
  Word* to;
  Modulo20 pattern;
  bool others;
  ASSAY_HD void operator()(std::size_t i) const {
    if ((i % 20 == pattern.offset) != others) to[i] = pattern(i);
  }
};

}  // namespace assay
