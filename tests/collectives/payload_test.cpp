#include "collectives/payload.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "collectives/operation.hpp"

namespace assay {
namespace {

constexpr std::array kRanks{1, 2, 3, 4, 5, 7, 8, 16, 33, 100};
constexpr std::size_t kElements = 500;

Contributions contributions(ElementType type, int ranks, int parties, Reduction reduction) {
  return {42, ranks, parties, largest_exact(type), reduction};
}

/// What a fold over all ranks gives, without the closed form.
std::int64_t folded(const Contributions& all, std::size_t i) {
  std::int64_t result = all.given(0, i);
  for (int rank = 1; rank < all.ranks(); ++rank) {
    const std::int64_t next = all.given(rank, i);
    switch (all.reduction()) {
      case Reduction::product:
        result *= next;
        break;
      case Reduction::minimum:
        result = std::min(result, next);
        break;
      case Reduction::maximum:
        result = std::max(result, next);
        break;
      case Reduction::sum:
      case Reduction::average:
        result += next;
    }
  }
  return result;
}

TEST(Contributions, CombineToWhatTheyAreFoldedTo) {
  for (const ElementType type : kElementTypes)
    for (const Reduction reduction : kReductions)
      for (const int ranks : kRanks)
        for (const int parties : {1, 3}) {
          const Contributions all = contributions(type, ranks, parties, reduction);
          for (std::size_t i = 0; i < kElements; ++i)
            ASSERT_EQ(all.combined(i), folded(all, i)) << name(type) << ' ' << name(reduction);
        }
}

TEST(Contributions, StayExactInTheirType) {
  for (const ElementType type : kElementTypes)
    for (const Reduction reduction : kReductions)
      for (const int ranks : kRanks) {
        const Contributions all = contributions(type, ranks, 3, reduction);
        for (std::size_t i = 0; i < kElements; ++i) {
          ASSERT_GE(all.combined(i), 0);
          ASSERT_LE(all.combined(i), largest_exact(type)) << name(type) << ' ' << name(reduction);
        }
      }
}

TEST(Contributions, AreOfAFewRanksInTurn) {
  const Contributions all = contributions(ElementType::bf16, 10, 3, Reduction::sum);
  std::vector<int> parts(10, 0);
  for (std::size_t i = 0; i < 100; ++i) {
    std::set<int> parties;
    for (int rank = 0; rank < 10; ++rank)
      if (all.takes_part(rank, i)) {
        parties.insert(rank);
        ++parts[static_cast<std::size_t>(rank)];
        EXPECT_GT(all.given(rank, i), 0) << "a rank that takes part changes the sum";
      } else {
        EXPECT_EQ(all.given(rank, i), 0);
      }
    EXPECT_EQ(parties, (std::set<int>{all.member(0, i), all.member(1, i), all.member(2, i)}));
  }
  EXPECT_EQ(parts, std::vector<int>(10, 30)) << "as often as any other";
}

/// Two ranks that are exchanged, or one that sends another's data, must not go unnoticed.
TEST(Contributions, DifferBetweenRanksAndElements) {
  const Contributions all = contributions(ElementType::fp32, 8, 8, Reduction::maximum);
  std::set<std::int64_t> seen;
  for (int rank = 0; rank < 8; ++rank)
    for (std::size_t i = 0; i < 100; ++i) seen.insert(all.given(rank, i));
  EXPECT_GT(seen.size(), 790U);
}

TEST(Bits, OfLargerNumbersAreLarger) {
  for (const ElementType type : kElementTypes)
    for (std::int64_t value = 1; value <= std::min<std::int64_t>(largest_exact(type), 3000);
         ++value)
      ASSERT_GT(bits_of(type, static_cast<double>(value)),
                bits_of(type, static_cast<double>(value - 1)))
          << name(type) << ' ' << value;
}

TEST(Average, AllowsOneUnitOnlyWhereADivisionRounds) {
  const Contributions of_four = contributions(ElementType::bf16, 4, 1, Reduction::average);
  const Contributions of_three = contributions(ElementType::bf16, 3, 1, Reduction::average);
  for (std::size_t i = 0; i < 50; ++i) {
    const auto exact = Combined<std::uint16_t>{of_four, ElementType::bf16, 0}(i);
    EXPECT_EQ(exact.low, exact.high);
    EXPECT_EQ(static_cast<double>(Bf16::from_bits(exact.low)),
              static_cast<double>(of_four.combined(i)) / 4);
    const auto rounded = Combined<std::uint16_t>{of_three, ElementType::bf16, 0}(i);
    EXPECT_EQ(rounded.high - rounded.low, 2);
  }
}

TEST(Average, OfWholeNumbersIsCutOff) {
  for (const ElementType type : {ElementType::int8, ElementType::uint8, ElementType::int64})
    for (const int ranks : kRanks) {
      const Contributions all = contributions(type, ranks, 3, Reduction::average);
      for (std::size_t i = 0; i < kElements; ++i) {
        const auto right = Combined<std::uint64_t>{all, type, 0}(i);
        EXPECT_EQ(right.low, static_cast<std::uint64_t>(all.combined(i) / ranks));
        EXPECT_EQ(right.high, right.low);
      }
    }
}

/// 1 / ranks, rounded, times each operand, rounded after each step: as a library does it that
/// divides first.
template <class T>
double divided_first(const Contributions& all, std::size_t i, int first) {
  const auto share = static_cast<T>(1.0 / all.ranks());
  T sum(0.0);
  for (int k = 0; k < all.ranks(); ++k) {
    const auto part = static_cast<T>(static_cast<double>(share) *
                                     static_cast<double>(all.given((first + k) % all.ranks(), i)));
    sum = static_cast<T>(static_cast<double>(sum) + static_cast<double>(part));
  }
  return static_cast<double>(sum);
}

template <class T, class Word>
void expect_within(ElementType type) {
  for (const int ranks : {3, 5, 6, 7, 9, 10, 11, 12, 13, 24, 33, 48, 72, 100}) {
    const Contributions all = contributions(type, ranks, 3, Reduction::average);
    for (std::size_t i = 0; i < 200; ++i) {
      const auto right = Combined<Word>{all, type, 0}(i);
      const auto bits = static_cast<Word>(
          bits_of(type, divided_first<T>(all, i, static_cast<int>(i % 7) % ranks)));
      ASSERT_TRUE(right.low <= bits && bits <= right.high)
          << name(type) << " of " << ranks << ": " << bits << ", not " << right.low << " to "
          << right.high;
    }
  }
}

TEST(Average, MayBeDividedBeforeItIsAdded) {
  expect_within<Bf16, std::uint16_t>(ElementType::bf16);
  expect_within<Fp16, std::uint16_t>(ElementType::fp16);
  expect_within<float, std::uint32_t>(ElementType::fp32);
  expect_within<double, std::uint64_t>(ElementType::fp64);
  expect_within<Fp8E4m3, std::uint8_t>(ElementType::fp8_e4m3);
  expect_within<Fp8E5m2, std::uint8_t>(ElementType::fp8_e5m2);
}

TEST(Delivered, ComesFromTheRankOfItsBlock) {
  const Contributions all = contributions(ElementType::fp32, 4, 4, Reduction::maximum);
  const Delivered<std::uint32_t> gathered{all, ElementType::fp32, -1, 10, 0};
  const Delivered<std::uint32_t> from_two{all, ElementType::fp32, 2, 10, 5};
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(gathered.sender(i), static_cast<int>(i / 10));
    EXPECT_EQ(gathered(i).low, bits_of(ElementType::fp32, static_cast<double>(all.given(
                                                              static_cast<int>(i / 10), i % 10))));
    EXPECT_EQ(from_two(i).low,
              bits_of(ElementType::fp32, static_cast<double>(all.given(2, 5 + i))));
  }
}

/// In the published counting every rank's link carries size x factor at least.
TEST(Operation, FactorsAreTheShareThatMustCrossALink) {
  for (const int ranks : kRanks) {
    const double n = ranks;
    EXPECT_DOUBLE_EQ(
        bus_factor(Operation::all_reduce, ranks),
        bus_factor(Operation::reduce_scatter, ranks) + bus_factor(Operation::all_gather, ranks))
        << "which is one way to carry it out";
    EXPECT_DOUBLE_EQ(bus_factor(Operation::all_to_all, ranks), ranks == 1 ? 0 : (n - 1) / n);
    EXPECT_EQ(bus_factor(Operation::broadcast, ranks), ranks == 1 ? 0 : 1);
  }
}

TEST(Operation, ExtentsFillTheBuffersOfEveryRankAlike) {
  for (const Operation operation : kOperations)
    for (const int ranks : kRanks)
      for (const std::int64_t bytes : {1, 8, 1000, 4096, 1 << 20}) {
        const Extent extent = extent_of(operation, bytes, 2, ranks);
        EXPECT_GE(extent.count, 1);
        EXPECT_TRUE(extent.send == extent.count || extent.send == extent.count * ranks);
        EXPECT_TRUE(extent.receive == extent.count || extent.receive == extent.count * ranks);
        const std::int64_t one_each = std::int64_t{2} * ranks;
        if (bytes < one_each) continue;
        EXPECT_LE(size_of(extent, 2), bytes);
        EXPECT_GT(size_of(extent, 2), bytes - one_each);
      }
}

TEST(Names, AreReadAsTheyAreWritten) {
  for (const Operation operation : kOperations)
    EXPECT_EQ(operation_from_name(name(operation)), operation);
  for (const ElementType type : kElementTypes) EXPECT_EQ(element_type_from_name(name(type)), type);
  for (const Reduction reduction : kReductions)
    EXPECT_EQ(reduction_from_name(name(reduction)), reduction);
  EXPECT_FALSE(operation_from_name("all-reduce"));
  EXPECT_FALSE(element_type_from_name(""));
}

}  // namespace
}  // namespace assay
