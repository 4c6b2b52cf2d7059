#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "collectives/elements.hpp"
#include "collectives/ragged.hpp"
#include "core/philox.hpp"
#include "kernels/small_float.hpp"
#include "kernels/verify.hpp"

// What ranks send, and what must arrive: closed forms, computed again wherever they are needed.

namespace assay {

/// The largest whole number up to which `type` holds every one.
[[nodiscard]] std::int64_t largest_exact(ElementType type) noexcept;

/// The elements of all ranks of one collective. In each element only a few ranks take part, others
/// in the next one, so that a sum is exact in `type` at any number of ranks; all others give what
/// changes nothing.
class Contributions {
 public:
  /// `most` is largest_exact() of the type; `parties` take part in each element.
  Contributions(std::uint64_t seed, int ranks, int parties, std::int64_t most, Reduction reduction)
      : seed_(seed),
        ranks_(ranks),
        parties_(parties < ranks ? parties : ranks),
        most_(most),
        reduction_(reduction) {}

  /// Does `rank` take part in element i?
  [[nodiscard]] ASSAY_HD bool takes_part(int rank, std::size_t i) const {
    return turn(rank, i) < parties_;
  }
  /// What `rank` gives to element i.
  [[nodiscard]] ASSAY_HD std::int64_t given(int rank, std::size_t i) const {
    if (!takes_part(rank, i)) return neutral();
    const std::uint64_t bits = mixed(rank, i);
    switch (reduction_) {
      case Reduction::product:
      case Reduction::average:  // powers of two, which a division by the ranks rounds once
        return static_cast<std::int64_t>(1 + (bits & 1));
      case Reduction::minimum:
      case Reduction::maximum:
        return static_cast<std::int64_t>(bits % static_cast<std::uint64_t>(most_));
      case Reduction::sum:
        break;
    }
    return static_cast<std::int64_t>(1 + bits % static_cast<std::uint64_t>(most_ / parties_));
  }
  /// What all ranks' element i become. For the average: their sum.
  [[nodiscard]] ASSAY_HD std::int64_t combined(std::size_t i) const {
    std::int64_t result = neutral();
    for (int party = 0; party < parties_; ++party)
      result = joined(result, given(member(party, i), i));
    return result;
  }
  /// The rank that takes its `party`-th part in element i.
  [[nodiscard]] ASSAY_HD int member(int party, std::size_t i) const {
    return static_cast<int>((i + static_cast<std::size_t>(party)) %
                            static_cast<std::size_t>(ranks_));
  }
  [[nodiscard]] ASSAY_HD int ranks() const { return ranks_; }
  [[nodiscard]] ASSAY_HD Reduction reduction() const { return reduction_; }

 private:
  [[nodiscard]] ASSAY_HD int turn(int rank, std::size_t i) const {
    const auto ranks = static_cast<std::size_t>(ranks_);
    return static_cast<int>((static_cast<std::size_t>(rank) + ranks - i % ranks) % ranks);
  }
  [[nodiscard]] ASSAY_HD std::int64_t neutral() const {
    if (reduction_ == Reduction::product) return 1;
    return reduction_ == Reduction::minimum ? most_ : 0;
  }
  [[nodiscard]] ASSAY_HD std::int64_t joined(std::int64_t a, std::int64_t b) const {
    if (reduction_ == Reduction::product) return a * b;
    if (reduction_ == Reduction::minimum) return a < b ? a : b;
    if (reduction_ == Reduction::maximum) return a > b ? a : b;
    return a + b;
  }
  /// A finaliser of 64 bits (Stafford's variant 13 of MurmurHash3's), for one number of an element.
  [[nodiscard]] ASSAY_HD std::uint64_t mixed(int rank, std::size_t i) const {
    std::uint64_t x = seed_ + 0x9E3779B97F4A7C15U * (i + 1) + static_cast<std::uint64_t>(rank);
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
  }
  std::uint64_t seed_;
  int ranks_, parties_;
  std::int64_t most_;
  Reduction reduction_;
};

/// True of the types that hold whole numbers only.
[[nodiscard]] ASSAY_HD inline bool is_whole(ElementType type) {
  return type == ElementType::int8 || type == ElementType::uint8 || type == ElementType::int32 ||
         type == ElementType::uint32 || type == ElementType::int64 || type == ElementType::uint64;
}

/// `value`, not negative, as an element of `type`: its bits. Rounded to the nearest; whole numbers
/// are cut off.
[[nodiscard]] ASSAY_HD inline std::uint64_t bits_of(ElementType type, double value) {
  switch (type) {
    case ElementType::fp64: {
      std::uint64_t bits = 0;
      memcpy(&bits, &value, sizeof bits);
      return bits;
    }
    case ElementType::fp32: {
      const auto narrow = static_cast<float>(value);
      std::uint32_t bits = 0;
      memcpy(&bits, &narrow, sizeof bits);
      return bits;
    }
    case ElementType::fp16:
      return Fp16(value).bits();
    case ElementType::bf16:
      return Bf16(value).bits();
    case ElementType::fp8_e4m3:
      return Fp8E4m3(value).bits();
    case ElementType::fp8_e5m2:
      return Fp8E5m2(value).bits();
    default:
      return static_cast<std::uint64_t>(value);
  }
}

/// Bits of elements begin + i as `rank` sends them.
struct Given {
  Contributions all;
  ElementType type;
  int rank;
  std::size_t begin;
  [[nodiscard]] ASSAY_HD std::uint64_t operator()(std::size_t i) const {
    return bits_of(type, static_cast<double>(all.given(rank, begin + i)));
  }
};

/// The right answers for elements begin + i after a reduction, as bits in words of the type's size:
/// nothing here is negative, so that larger numbers have larger bits and NaN the largest.
template <class Word>
struct Combined {
  Contributions all;
  ElementType type;
  std::size_t begin;
  [[nodiscard]] ASSAY_HD Range<Word> operator()(std::size_t i) const {
    const auto whole = static_cast<double>(all.combined(begin + i));
    if (all.reduction() != Reduction::average) return range(bits_of(type, whole), 0);
    // A division by a power of two is exact; another is rounded by the one library after it has
    // added and by the other before. Whole numbers are added first, then cut off, by both.
    const bool exact = (all.ranks() & (all.ranks() - 1)) == 0 || is_whole(type);
    return range(bits_of(type, whole / all.ranks()), exact || whole == 0 ? 0 : 1);
  }

 private:
  [[nodiscard]] ASSAY_HD static Range<Word> range(std::uint64_t bits, std::uint64_t slack) {
    return {static_cast<Word>(bits - slack), static_cast<Word>(bits + slack)};
  }
};

/// The right answers after an operation that only moves: element i came from `source`, or, where
/// that is negative, from the rank whose block of `count` it lies in; it was that rank's element
/// begin + i, or begin + its place in the block.
template <class Word>
struct Delivered {
  Contributions all;
  ElementType type;
  int source;
  std::size_t count, begin;
  [[nodiscard]] ASSAY_HD int sender(std::size_t i) const {
    return source >= 0 ? source : static_cast<int>(i / count);
  }
  [[nodiscard]] ASSAY_HD Range<Word> operator()(std::size_t i) const {
    const std::size_t element = begin + (source >= 0 ? i : i % count);
    const auto bits =
        static_cast<Word>(bits_of(type, static_cast<double>(all.given(sender(i), element))));
    return {bits, bits};
  }
};

/// The right answers of `rank` after all_to_all_v with ragged blocks: each rank's lies where it lay
/// in the operands of its sender.
template <class Word>
struct DeliveredRagged {
  Contributions all;
  ElementType type;
  Ragged blocks;
  int rank;
  [[nodiscard]] ASSAY_HD int sender(std::size_t i) const {
    const int distance = blocks.block_of(static_cast<std::int64_t>(i));
    return (rank - distance + all.ranks()) % all.ranks();
  }
  [[nodiscard]] ASSAY_HD Range<Word> operator()(std::size_t i) const {
    const auto bits =
        static_cast<Word>(bits_of(type, static_cast<double>(all.given(sender(i), i))));
    return {bits, bits};
  }
};

}  // namespace assay
