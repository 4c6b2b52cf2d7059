#include "kernels/digest/layout.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "kernels/digest/reference.hpp"

// The kernels' layouts, tried on emulated matrix instructions: each reads its operands where the
// PTX ISA says that the instruction does, and leaves the product where it says so.

namespace assay {
namespace {

constexpr unsigned kRows = 32, kColumns = 16, kSlices = 4, kThreads = 64;

DigestShape shape_of(NumberType type) {
  return {kRows, kColumns, kSlices, type == NumberType::fp8_e4m3 ? 2U : kSlices, 3};
}

/// Shared memory as the kernels' fill leaves it.
template <class Layout>
std::vector<std::uint32_t> filled(const DigestWork& work, std::uint64_t key) {
  const DigestShape shape = shape_of(work.type);
  const OperandPatterns patterns = operand_patterns(work.type, work.operands);
  std::vector<std::uint32_t> words(Layout::words(kRows + kColumns), 0xFFFFFFFFU);
  for (unsigned p = 0; p < (kRows + kColumns) * Layout::kChunks; ++p) {
    const unsigned row = Layout::row_of(p);
    for (unsigned w = Layout::chunk_of(p) * 4; w < Layout::chunk_of(p) * 4 + 4; ++w) {
      const auto& pattern = row < kRows ? patterns.a[w % 2] : patterns.b[w % 2];
      words.at(Layout::word_at(row, w)) = operand_word(key, word_index(shape, row, w), pattern);
    }
  }
  return words;
}

/// One warp's mma.sync: registers of 32 lanes in, c of 32 lanes added to. Rows of A: lane / 4 and 8
/// more; elements along the inner dimension: `n` in a register, from n (lane % 4), the later
/// registers half a slice on. B the same by columns. C: rows as A, columns 2 (lane % 4) and the
/// next.
void emulate_mma(NumberType type, const std::uint32_t (&a)[32][4], const std::uint32_t (&b)[32][2],
                 double (&c)[32][4]) {
  const unsigned n = 32 / digest_format(type).bits;
  std::map<std::pair<unsigned, unsigned>, double> of_a, of_b;
  for (unsigned lane = 0; lane < 32; ++lane)
    for (unsigned e = 0; e < n; ++e) {
      for (unsigned r = 0; r < 4; ++r)
        of_a[{lane / 4 + (r == 1 || r == 3 ? 8 : 0), lane % 4 * n + e + (r >= 2 ? 4 * n : 0)}] =
            element_value(type, a[lane][r], e);
      for (unsigned r = 0; r < 2; ++r)
        of_b[{lane / 4, lane % 4 * n + e + r * 4 * n}] = element_value(type, b[lane][r], e);
    }
  ASSERT_EQ(of_a.size(), 16U * 8 * n);
  ASSERT_EQ(of_b.size(), 8U * 8 * n);
  for (unsigned lane = 0; lane < 32; ++lane)
    for (unsigned i = 0; i < 4; ++i)
      for (unsigned k = 0; k < 8 * n; ++k)
        c[lane][i] +=
            of_a.at({lane / 4 + (i >= 2 ? 8 : 0), k}) * of_b.at({lane % 4 * 2 + i % 2, k});
}

using Products = std::vector<std::vector<double>>;  ///< [thread][element]

Products by_mma(const DigestWork& work, const std::vector<std::uint32_t>& words, unsigned turn) {
  using Layout = PaddedRows<kSlices>;
  const DigestShape shape = shape_of(work.type);
  Products products(kThreads, std::vector<double>(kColumns / 2, 0));
  for (unsigned warp = 0; warp < kThreads / 32; ++warp)
    for (unsigned s = 0; s < shape.chain; ++s)
      for (unsigned group = 0; group < kColumns / 8; ++group) {
        const unsigned in_a = slice_of_a(shape, turn, s) * kSliceWords;
        const unsigned in_b = slice_of_b(shape, turn, s) * kSliceWords;
        std::uint32_t a[32][4], b[32][2];
        double c[32][4] = {};
        for (unsigned lane = 0; lane < 32; ++lane) {
          for (unsigned r = 0; r < 4; ++r)
            a[lane][r] = words[Layout::word_at(warp * 16 + a_row(lane, r), in_a + a_word(lane, r))];
          for (unsigned r = 0; r < 2; ++r)
            b[lane][r] =
                words[Layout::word_at(kRows + group * 8 + b_column(lane), in_b + b_word(lane, r))];
        }
        emulate_mma(work.type, a, b, c);
        for (unsigned lane = 0; lane < 32; ++lane)
          for (unsigned i = 0; i < 4; ++i) products[warp * 32 + lane][group * 4 + i] += c[lane][i];
      }
  return products;
}

/// Row `row` of the slice that a descriptor of wgmma names, read as the ISA describes it: 16 bytes
/// of each of 8 rows on end; leading offset to the next 16 bytes along the inner dimension, stride
/// offset to the next 8 rows.
std::vector<double> row_of_slice(NumberType type, const std::vector<std::uint32_t>& words,
                                 std::uint64_t descriptor, unsigned row) {
  const auto field = [descriptor](unsigned from) { return (descriptor >> from & 0x3FFF) << 4; };
  EXPECT_EQ(descriptor >> 62, 0U) << "no swizzle";
  EXPECT_EQ(descriptor >> 49 & 7, 0U) << "no base offset";
  std::vector<double> elements;
  for (unsigned word = 0; word < kSliceWords; ++word) {
    const std::uint64_t byte = field(0) + row / 8 * field(32) + word / 4 * field(16) +
                               std::uint64_t{row % 8} * 16 + std::uint64_t{word % 4} * 4;
    for (unsigned e = 0; e < 32 / digest_format(type).bits; ++e)
      elements.push_back(element_value(type, words.at(byte / 4), e));
  }
  return elements;
}

/// D of m64nNk*, here of 32 rows: warp w has 16 rows; registers by groups of 8 columns, in each
/// (row, column), (row, column + 1), (row + 8, column), (row + 8, column + 1).
Products by_wgmma(const DigestWork& work, const std::vector<std::uint32_t>& words, unsigned turn) {
  using Layout = CoreMatrices<kSlices>;
  const DigestShape shape = shape_of(work.type);
  Products products(kThreads, std::vector<double>(kColumns / 2, 0));
  for (unsigned s = 0; s < shape.chain; ++s) {
    const auto a = Layout::descriptor(slice_of_a(shape, turn, s) * Layout::kSliceBytes);
    const auto b = Layout::descriptor(4 * Layout::word_at(kRows, 0) +
                                      slice_of_b(shape, turn, s) * Layout::kSliceBytes);
    for (unsigned thread = 0; thread < kThreads; ++thread)
      for (unsigned group = 0; group < kColumns / 8; ++group)
        for (unsigned i = 0; i < 4; ++i) {
          const unsigned row = thread / 32 * 16 + thread % 32 / 4 + (i >= 2 ? 8 : 0);
          const auto x = row_of_slice(work.type, words, a, row);
          const auto y = row_of_slice(work.type, words, b, group * 8 + thread % 4 * 2 + i % 2);
          for (std::size_t k = 0; k < x.size(); ++k) products[thread][group * 4 + i] += x[k] * y[k];
        }
  }
  return products;
}

/// The kernel's rounds, thread by thread.
template <class Layout, class Product>
std::uint64_t emulated(const DigestWork& work, const Product& product) {
  const DigestShape shape = shape_of(work.type);
  std::uint64_t digest = first_digest(work.seed);
  for (std::size_t round = 0; round < work.rounds; ++round) {
    const auto words = filled<Layout>(work, digest);
    std::vector<std::array<std::uint32_t, kStrandsOfThread>> strands(kThreads);
    for (unsigned turn = 0; turn < shape.turns; ++turn) {
      const Products c = product(work, words, turn);
      for (unsigned thread = 0; thread < kThreads; ++thread)
        for (unsigned i = 0; i < kColumns / 2; ++i) {
          auto& strand = strands[thread][i % kStrandsOfThread];
          strand = folded(strand, std::bit_cast<std::uint32_t>(static_cast<float>(c[thread][i])));
        }
    }
    std::uint64_t sum = 0;
    for (unsigned thread = 0; thread < kThreads; ++thread)
      for (unsigned i = 0; i < kStrandsOfThread; ++i)
        sum += strand_share(strand_of(product_row(thread, i), product_column(thread, i)),
                            strands[thread][i]);
    digest = next_digest(digest, sum);
  }
  return vote_of(digest);
}

class DigestLayout : public testing::TestWithParam<NumberType> {};

TEST_P(DigestLayout, MmaSyncGivesTheReferencesDigest) {
  for (const std::uint64_t seed : {1U, 2U}) {
    const DigestWork work{GetParam(), DigestOperands::exact, seed, 2};
    EXPECT_EQ(emulated<PaddedRows<kSlices>>(work, by_mma),
              reference_digest(work, shape_of(GetParam())));
  }
}

TEST_P(DigestLayout, WgmmaGivesTheReferencesDigest) {
  const DigestWork work{GetParam(), DigestOperands::exact, 3, 2};
  EXPECT_EQ(emulated<CoreMatrices<kSlices>>(work, by_wgmma),
            reference_digest(work, shape_of(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Types, DigestLayout,
                         testing::Values(NumberType::tf32, NumberType::fp16, NumberType::bf16,
                                         NumberType::fp8_e4m3),
                         [](const auto& parameter) { return std::string(name(parameter.param)); });

template <class Layout>
void expect_every_word_once(unsigned rows) {
  std::set<unsigned> places;
  std::set<std::pair<unsigned, unsigned>> chunks;
  for (unsigned p = 0; p < rows * Layout::kChunks; ++p) {
    const unsigned row = Layout::row_of(p);
    const unsigned chunk = Layout::chunk_of(p);
    ASSERT_LT(row, rows);
    chunks.insert({row, chunk});
    ASSERT_EQ(Layout::word_at(row, chunk * 4) % 4, 0U) << "16-byte stores";
    for (unsigned w = 0; w < 4; ++w) {
      ASSERT_EQ(Layout::word_at(row, chunk * 4 + w), Layout::word_at(row, chunk * 4) + w);
      places.insert(Layout::word_at(row, chunk * 4 + w));
    }
  }
  EXPECT_EQ(chunks.size(), rows * Layout::kChunks);
  EXPECT_EQ(places.size(), std::size_t{rows} * Layout::kChunks * 4);
  EXPECT_LT(*places.rbegin(), Layout::words(rows));
}

TEST(DigestLayouts, HoldEveryWordOnce) {
  expect_every_word_once<PaddedRows<8>>(256);
  expect_every_word_once<CoreMatrices<16>>(256);
}

TEST(DigestLayouts, FragmentsAndStoresAreFreeOfBankConflicts) {
  using Padded = PaddedRows<8>;
  std::set<unsigned> a_banks, b_banks;
  for (unsigned lane = 0; lane < 32; ++lane) {
    a_banks.insert(Padded::word_at(a_row(lane, 3), a_word(lane, 3)) % 32);
    b_banks.insert(Padded::word_at(b_column(lane), b_word(lane, 1)) % 32);
  }
  EXPECT_EQ(a_banks.size(), 32U);
  EXPECT_EQ(b_banks.size(), 32U);
  std::set<unsigned> store_banks;  // eight threads store 128 bytes at a time
  using Core = CoreMatrices<16>;
  for (unsigned p = 0; p < 8; ++p)
    store_banks.insert(Core::word_at(Core::row_of(p), Core::chunk_of(p) * 4) % 32);
  EXPECT_EQ(store_banks.size(), 8U);
}

/// Between them the threads of a block have every element of a product, in the strands' order.
TEST(DigestLayouts, ProductsAreWholeAndStrandsAscend) {
  std::set<std::pair<unsigned, unsigned>> elements;
  for (unsigned thread = 0; thread < 256; ++thread)
    for (unsigned i = 0; i < 64; ++i) {
      elements.insert({product_row(thread, i), product_column(thread, i)});
      if (i < kStrandsOfThread) continue;
      EXPECT_EQ(strand_of(product_row(thread, i), product_column(thread, i)),
                strand_of(product_row(thread, i % 4), product_column(thread, i % 4)));
      EXPECT_GT(product_column(thread, i), product_column(thread, i - kStrandsOfThread));
    }
  EXPECT_EQ(elements.size(), 128U * 128);
  EXPECT_EQ(elements.rbegin()->first, 127U);
}

}  // namespace
}  // namespace assay
