#include "suites/compute/block.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "suites/compute/row_passes.hpp"
#include "suites/memory/data.hpp"

namespace assay {
namespace {

double operations(const Block& block) {
  double sum = 0;
  for (const BlockProduct& product : block.products)
    sum += static_cast<double>(product.times) * operations(product.shape);
  return sum;
}

TEST(BlockList, HasTheSizesOfThePublishedModels) {
  const BlockSizes dense = dense_block(0);
  EXPECT_EQ(dense.head(), 128U);
  EXPECT_EQ(dense.queries_keys_values(), 6144U);
  EXPECT_EQ(active_weights(dense), 218103808) << "of one of Llama 3 8B's 32 layers";
  const BlockSizes experts = expert_block(0);
  EXPECT_EQ(active_weights(experts), 41943040 + 32768 + 2 * 176160768.0);
  EXPECT_EQ(experts.tokens_each(), 2048U);
}

/// The formula is counted by tokens and weights, the list by products: they must agree.
TEST(BlockList, DoesTheOperationsOfTheModelAndNoOthers) {
  for (unsigned halvings = 0; halvings <= kMostHalvings; ++halvings)
    for (const BlockSizes& sizes : {dense_block(halvings), expert_block(halvings)}) {
      EXPECT_EQ(operations(block_of(sizes)), model_operations(sizes)) << halvings;
      EXPECT_EQ(sizes.hidden % sizes.heads, 0U);
      EXPECT_EQ(sizes.tokens % sizes.sequence, 0U);
      EXPECT_EQ(sizes.tokens * sizes.chosen % sizes.experts, 0U);
    }
}

/// Half as large in three dimensions.
TEST(BlockList, HalvingTakesAnEighthOfTheOperations) {
  for (unsigned halvings = 0; halvings < 3; ++halvings) {
    const double share =
        model_operations(dense_block(halvings + 1)) / model_operations(dense_block(halvings));
    EXPECT_NEAR(share, 0.125, 0.001);
  }
}

/// What a library for matrix units asks for.
TEST(BlockList, ShapesAreMultiplesOfEight) {
  for (unsigned halvings = 0; halvings <= kMostHalvings; ++halvings)
    for (const BlockSizes& sizes : {dense_block(halvings), expert_block(halvings)})
      for (const auto& [name, shape, times] : block_of(sizes).products) {
        EXPECT_GT(times, 0U);
        EXPECT_EQ(shape.rows % 8 + shape.columns % 8 + shape.inner % 8, 0U)
            << name << ' ' << text_of(shape);
      }
}

TEST(RoundedTo, IsWhatTheTypeItselfRoundsTo) {
  for (std::uint64_t i = 0; i < 200000; ++i) {
    const auto word = static_cast<std::uint32_t>(random_bits(3, i));
    float x = 0;
    std::memcpy(&x, &word, sizeof x);
    if (std::isnan(x) || std::fabs(x) < 0x1p-126F) continue;
    EXPECT_EQ(rounded_to<Bf16>(x).bits(), Bf16(static_cast<double>(x)).bits()) << x;
  }
  EXPECT_TRUE(std::isnan(static_cast<double>(rounded_to<Bf16>(std::nanf("")))));
  float all_ones = 0;
  std::memset(&all_ones, 0xFF, sizeof all_ones);
  EXPECT_TRUE(std::isnan(static_cast<double>(rounded_to<Bf16>(all_ones))));
}

/// One pass over rows as a device carries it out.
template <class Op, class Out>
struct Carried {
  std::size_t rows, width;
  std::vector<float> x, g;
  std::vector<Out> out;

  Carried(std::size_t r, std::size_t w, std::uint64_t seed)
      : rows(r), width(w), x(r * w), g(r * w), out(r * w) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = static_cast<float>(NormalOperand{seed}(i));
      g[i] = static_cast<float>(NormalOperand{seed + 1}(i));
    }
    std::vector<RowSum<float>> lanes(rows * kLanes);
    for (std::size_t i = 0; i < lanes.size(); ++i) SumLane<Op>{input(), lanes.data()}(i);
    for (std::size_t i = 0; i < lanes.size(); ++i)
      GiveLane<Op, Out>{input(), lanes.data(), out.data()}(i);
  }
  [[nodiscard]] RowInput input() const { return {x.data(), g.data(), width}; }
  [[nodiscard]] std::uint64_t wrong() const {
    constexpr double epsilon = sizeof(Out) == sizeof(float) ? 0x1p-17 : 0x1p-8;
    std::uint64_t all = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      std::vector<std::uint64_t> count(rows);
      CountWrong<Op, Out>{input(), out.data(), count.data(), epsilon}(row);
      all += count[row];
    }
    return all;
  }
};

template <class Op>
class RowPass : public testing::Test {};
using Operations = testing::Types<Normalise, Softmax, GateUp, GateGradient, AddUp,
                                  NormaliseGradient, SoftmaxGradient>;
TYPED_TEST_SUITE(RowPass, Operations);

TYPED_TEST(RowPass, IsRightInEveryWidthAndBothTypes) {
  for (const std::size_t width : {1U, 7U, 32U, 100U, 2048U})
    for (const std::uint64_t seed : {1U, 9U}) {
      EXPECT_EQ((Carried<TypeParam, float>(3, width, seed).wrong()), 0U) << width;
      EXPECT_EQ((Carried<TypeParam, Bf16>(3, width, seed).wrong()), 0U) << width;
    }
}

TYPED_TEST(RowPass, AWrongOrMissingElementIsCounted) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const std::size_t at : {0U, 99U, 299U}) {
    Carried<TypeParam, Bf16> missing(3, 100, 5);
    missing.out[at] = Bf16(nan);
    EXPECT_EQ(missing.wrong(), 1U);
    Carried<TypeParam, Bf16> twisted(3, 100, 5);
    twisted.out[at] = Bf16::from_bits(static_cast<std::uint16_t>(twisted.out[at].bits() ^ 0x40));
    EXPECT_EQ(twisted.wrong(), 1U) << "the highest bit of the fraction";
  }
}

/// By their definitions, in plain double arithmetic.
TEST(RowPassDefinitions, OfNormalisationSoftmaxAndGate) {
  constexpr std::size_t width = 50;
  const Carried<Normalise, float> norm(1, width, 4);
  const Carried<Softmax, float> soft(1, width, 4);
  const Carried<GateUp, float> gate(1, width, 4);
  double squares = 0;
  double exponentials = 0;
  double sum = 0;
  for (const float x : norm.x) {
    squares += static_cast<double>(x) * x;
    exponentials += std::exp(x);
  }
  for (std::size_t c = 0; c < width; ++c) {
    const double x = norm.x[c];
    EXPECT_NEAR(norm.out[c], x / std::sqrt(squares / width + 1e-5), 1e-5);
    EXPECT_NEAR(soft.out[c], std::exp(x) / exponentials, 1e-6);
    EXPECT_NEAR(gate.out[c], x / (1 + std::exp(-x)) * gate.g[c], 1e-5);
    sum += soft.out[c];
  }
  EXPECT_NEAR(sum, 1, 1e-5);
}

/// Against differences of the functions whose gradients they are.
TEST(RowPassDefinitions, OfGradients) {
  constexpr double step = 1e-4;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const double x = NormalOperand{8}(i);
    const double g = NormalOperand{9}(i);
    const RowSum<double> none;
    const double rise =
        (GateUp::give(none, x + step, 1.0, 1.0) - GateUp::give(none, x - step, 1.0, 1.0)) /
        (2 * step);
    EXPECT_NEAR(GateGradient::give(none, x, g, 1.0), g * rise, 1e-6);
  }
  // The gradient of a softmax that all outputs weigh alike is 0; so is that of a norm along itself.
  const RowSum<double> row{1.0, 0};
  EXPECT_EQ(SoftmaxGradient::give(row, 0.3, 1.0, 4.0), 0);
  EXPECT_EQ(NormaliseGradient::give(RowSum<double>{4.0, 0}, 0.7, 0.7, 4.0), 0);
}

/// Scores whose exponentials no number holds.
TEST(RowPassDefinitions, SoftmaxTakesScoresOfAnySize) {
  for (const float most : {-1e30F, -1000.0F, 0.0F, 1000.0F, 1e30F}) {
    RowSum<float> row;
    for (const float x : {most, most, most}) Softmax::take(row, x, 0.0F);
    EXPECT_FLOAT_EQ(Softmax::give(row, most, 0.0F, 3.0F), 1.0F / 3);
  }
}

}  // namespace
}  // namespace assay
