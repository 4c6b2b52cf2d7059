#include "kernels/packed.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "core/philox.hpp"

namespace assay {
namespace {

std::uint8_t byte_of(const Fp4Pair& pair) { return std::bit_cast<std::uint8_t>(pair); }

TEST(Fp4Pair, HasItsFirstNumberInTheLowerHalf) {
  EXPECT_EQ(byte_of(Fp4Pair(0.5, 0)), 0x01);
  EXPECT_EQ(byte_of(Fp4Pair(0, 0.5)), 0x10);
  EXPECT_EQ(byte_of(Fp4Pair(-6, 1)), 0x2F);
}

TEST(Fp4Pair, GivesBackEveryPairOfCodes) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto pair = std::bit_cast<Fp4Pair>(static_cast<std::uint8_t>(byte));
    EXPECT_EQ(pair[0].bits(), byte & 0xF);
    EXPECT_EQ(pair[1].bits(), byte >> 4);
    EXPECT_EQ(byte_of(Fp4Pair(static_cast<double>(pair[0]), static_cast<double>(pair[1]))), byte);
  }
}

TEST(Packed, ArraysGiveTheNumbersThatWerePutIn) {
  for (const std::size_t n : {1U, 2U, 7U, 1000U}) {
    std::vector<double> numbers(n + 1);
    for (std::size_t i = 0; i < n; ++i)
      numbers[i] = static_cast<double>(Fp4(12 * random_uniform(n, i) - 6));
    std::vector<Fp4Pair> packed(holding<Fp4Pair>(n));
    EXPECT_EQ(packed.size(), (n + 1) / 2);
    for (std::size_t k = 0; k < packed.size(); ++k)
      packed[k] = Fp4Pair(numbers[2 * k], numbers[2 * k + 1]);
    for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(number(packed.data(), i), numbers[i]) << i;
  }
}

TEST(Packed, OtherTypesAreOneToAnElement) {
  const std::vector<float> singles{1.5F, -2};
  const std::vector<Fp8E4m3> bytes{Fp8E4m3(448), Fp8E4m3(-1)};
  EXPECT_EQ(number(singles.data(), 1), -2);
  EXPECT_EQ(number(bytes.data(), 0), 448);
  EXPECT_EQ(holding<float>(5), 5U);
  EXPECT_EQ(holding<Fp8E4m3>(5), 5U);
}

}  // namespace
}  // namespace assay
