#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "core/error.hpp"
#include "kernels/digest.hpp"
#include "kernels/fma.hpp"
#include "kernels/gemm.hpp"
#include "kernels/host/exec.hpp"

namespace assay::host {
namespace {

class PortsTest : public testing::TestWithParam<Isa> {
 protected:
  PortsTest() : exec_({{}, {-1, -1, -1}, {}, {}, std::min(GetParam(), best_isa())}, clock_) {}
  void SetUp() override {
    if (GetParam() > best_isa()) GTEST_SKIP() << "this processor lacks " << name(GetParam());
  }

  template <class T>
  void expect_chains(NumberType type) {
    auto& fma = exec_.fma();
    ASSERT_TRUE(fma.supports(type));
    EXPECT_EQ(fma.lanes_per_unit(type) % FmaChain<T>::kStarts, 0U);
    const auto out = exec_.alloc<T>(fma.units() * fma.lanes_per_unit(type));
    for (const std::size_t rounds : {0U, 1U, 1000U}) {
      fma.run(type, rounds, out.data());
      for (std::size_t lane = 0; lane < out.size(); ++lane)
        ASSERT_EQ(out.data()[lane], FmaChain<T>::end(FmaChain<T>::start(lane), rounds)) << lane;
    }
  }

  SimulatedClock clock_;
  Exec exec_;
};

TEST_P(PortsTest, MultiplyAddIsRightToTheBit) {
  expect_chains<double>(NumberType::fp64);
  expect_chains<float>(NumberType::fp32);
}

TEST_P(PortsTest, ChainsKeepMovingAndStayBounded) {
  const auto moves = [](auto start, std::size_t rounds) {
    using T = decltype(start);
    const T here = FmaChain<T>::end(start, rounds);
    EXPECT_LT(std::abs(here), T{8});
    return here != fused(here, FmaChain<T>::up(), FmaChain<T>::add());
  };
  for (const std::size_t rounds : {1U, 100U, 1U << 15})
    for (std::size_t k = 0; k < FmaChain<double>::kStarts; ++k) {
      EXPECT_TRUE(moves(FmaChain<double>::start(k), rounds));
      EXPECT_TRUE(moves(FmaChain<float>::start(k), rounds));
    }
}

TEST_P(PortsTest, HalfPrecisionIsRightToTheBit) {
  auto& fma = exec_.fma();
  ASSERT_TRUE(fma.supports(NumberType::fp16));
  const auto out = exec_.alloc<Fp16>(fma.units() * fma.lanes_per_unit(NumberType::fp16));
  for (const std::size_t rounds : {0U, 1U, 1000U}) {
    fma.run(NumberType::fp16, rounds, out.data());
    for (std::size_t lane = 0; lane < out.size(); ++lane)
      ASSERT_EQ(out.data()[lane].bits(),
                FmaChain<Fp16>::end(FmaChain<Fp16>::start(lane), rounds).bits());
  }
}

/// From every start: never at rest, never out of bounds, and 104 different values before the first
/// comes again.
TEST(HalfChain, WandersAboutAndStaysBounded) {
  for (std::size_t k = 0; k < FmaChain<Fp16>::kStarts; ++k) {
    Fp16 x = FmaChain<Fp16>::end(FmaChain<Fp16>::start(k), 50);  // onto the cycle
    std::set<unsigned> seen;
    while (seen.insert(x.bits()).second) {
      ASSERT_LE(std::abs(static_cast<double>(x)), 2);
      x = fused(x, x, FmaChain<Fp16>::constant());
    }
    EXPECT_EQ(seen.size(), 104U);
  }
}

/// A fused multiply-add rounds once: against integer arithmetic on the significands.
TEST(HalfChain, RoundsItsMultiplyAddOnce) {
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const Fp16 x(4 * random_uniform(1, i) - 2);
    const Fp16 z(4 * random_uniform(2, i) - 2);
    const long double exact = static_cast<long double>(static_cast<double>(x)) *
                                  static_cast<long double>(static_cast<double>(x)) +
                              static_cast<long double>(static_cast<double>(z));
    const double in_double =
        static_cast<double>(x) * static_cast<double>(x) + static_cast<double>(z);
    EXPECT_EQ(exact, static_cast<long double>(in_double)) << "double must not round";
    EXPECT_EQ(fused(x, x, z).bits(), Fp16(in_double).bits());
  }
}

/// The work is exact, so its digest is one number, on any processor with any instruction set.
TEST_P(PortsTest, DigestIsTheSameOnEveryUnitAndMachine) {
  auto& digest = exec_.digest();
  EXPECT_EQ(digest.types(), (std::vector{NumberType::fp64, NumberType::fp32}));
  std::vector<std::uint64_t> out(digest.units());
  const std::map<NumberType, std::uint64_t> known{{NumberType::fp64, 0xC528A78939ABFCE7U},
                                                  {NumberType::fp32, 0xB46DC3FF973428EAU}};
  for (const auto& [type, right] : known) {
    const DigestWork work{type, DigestOperands::exact, 7, 16};
    digest.run(work, out.data());
    for (const std::uint64_t word : out) EXPECT_EQ(word, right) << name(type);
    EXPECT_EQ(digest.second_opinion(work).value_or(right), right) << name(type);
    digest.run({type, DigestOperands::exact, 8, 16}, out.data());
    EXPECT_NE(out[0], right) << "another seed is other work";
  }
  EXPECT_EQ(digest.unit_name(1), "thread 1");
}

TEST_P(PortsTest, DigestOfRandomOperandsIsTheSameAmongEquals) {
  auto& digest = exec_.digest();
  std::vector<std::uint64_t> out(digest.units());
  std::vector<std::uint64_t> again(digest.units());
  for (const NumberType type : digest.types()) {
    const DigestWork work{type, DigestOperands::random, 7, 4};
    digest.run(work, out.data());
    digest.run(work, again.data());
    EXPECT_EQ(out, again);
    for (const std::uint64_t word : out) EXPECT_EQ(word, out[0]) << name(type);
    EXPECT_FALSE(digest.second_opinion(work).has_value()) << "rounding differs with the vectors";
  }
}

TEST_P(PortsTest, UnsupportedTypesAreRefusedByName) {
  EXPECT_THROW(exec_.fma().run(NumberType::int8, 1, nullptr), Error);
  EXPECT_THROW(exec_.digest().run({.type = NumberType::bf16}, nullptr), Error);
  EXPECT_FALSE(exec_.gemm().supports(NumberType::bf16));
  try {
    exec_.gemm().multiply(NumberType::bf16, {1, 1, 1}, nullptr, nullptr, nullptr);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("bf16"), std::string::npos);
  }
}

template <class T>
void expect_product(Exec& exec, NumberType type, const GemmShape& shape) {
  const auto a = exec.alloc<T>(shape.rows * shape.inner);
  const auto b = exec.alloc<T>(shape.columns * shape.inner);
  const auto c = exec.alloc<T>(shape.rows * shape.columns);
  for (std::size_t i = 0; i < a.size(); ++i) a.data()[i] = static_cast<T>(i % 13) - 6;
  for (std::size_t i = 0; i < b.size(); ++i) b.data()[i] = static_cast<T>(i % 11) - 5;
  exec.gemm().multiply(type, shape, a.data(), b.data(), c.data());
  for (std::size_t i = 0; i < shape.rows; ++i)
    for (std::size_t j = 0; j < shape.columns; ++j) {
      T sum = 0;
      for (std::size_t k = 0; k < shape.inner; ++k)
        sum += a.data()[i * shape.inner + k] * b.data()[j * shape.inner + k];
      ASSERT_EQ(c.data()[i * shape.columns + j], sum) << i << "," << j;
    }
}

/// Odd shapes: members without a tile, tiles at the edges.
TEST_P(PortsTest, GemmComputesEveryElement) {
  for (const GemmShape& shape :
       {GemmShape{1, 1, 1}, GemmShape{5, 70, 9}, GemmShape{64, 64, 64}, GemmShape{101, 33, 17},
        GemmShape{777, 1031, 19}, GemmShape{3100, 40, 5}}) {
    expect_product<double>(exec_, NumberType::fp64, shape);
    expect_product<float>(exec_, NumberType::fp32, shape);
  }
  EXPECT_EQ(exec_.gemm().library().rfind("OpenBLAS ", 0), 0U) << exec_.gemm().library();
}

INSTANTIATE_TEST_SUITE_P(Isa, PortsTest, testing::Values(Isa::baseline, Isa::avx2, Isa::avx512),
                         [](const auto& parameter) { return std::string(name(parameter.param)); });

}  // namespace
}  // namespace assay::host
