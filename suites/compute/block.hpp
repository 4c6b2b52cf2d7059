#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "suites/compute/shapes.hpp"

// One block of a transformer as the list of what a training step does in it.

namespace assay {

/// Sizes of a model's block and of the batch that it is given. `experts` = 1 is a dense block.
struct BlockSizes {
  std::size_t hidden, feed_forward, heads, key_heads, tokens, sequence, experts, chosen;
  [[nodiscard]] std::size_t head() const { return hidden / heads; }
  /// Width of queries, keys and values side by side.
  [[nodiscard]] std::size_t queries_keys_values() const { return hidden + 2 * key_heads * head(); }
  /// Tokens for each expert, where they are spread evenly.
  [[nodiscard]] std::size_t tokens_each() const { return tokens * chosen / experts; }
};

/// Llama 3 8B (Llama Team, The Llama 3 Herd of Models, 2024, table 3), 8192 tokens in four
/// sequences; every size divided by 2^halvings, with at least two heads.
[[nodiscard]] inline BlockSizes dense_block(unsigned halvings) {
  const std::size_t heads = std::max<std::size_t>(32U >> halvings, 2);
  return {4096U >> halvings, 14336U >> halvings, heads, std::max<std::size_t>(heads / 4, 1),
          8192U >> halvings, 2048U >> halvings,  1,     1};
}
/// Mixtral 8x7B (Jiang et al., Mixtral of Experts, 2024, table 1): the same with eight experts, of
/// which each token goes to two.
[[nodiscard]] inline BlockSizes expert_block(unsigned halvings) {
  BlockSizes sizes = dense_block(halvings);
  sizes.experts = 8;
  sizes.chosen = 2;
  return sizes;
}
/// Beyond this there is nothing left of a block: heads of 16 elements.
inline constexpr unsigned kMostHalvings = 7;

/// `times` products of one shape.
struct BlockProduct {
  std::string name;
  GemmShape shape;
  std::size_t times = 1;
};

enum class Pass {
  normalise,
  softmax,
  gate,
  add,
  normalise_gradient,
  softmax_gradient,
  gate_gradient
};
/// `times` passes over rows x width elements.
struct BlockPass {
  Pass kind;
  std::size_t rows, width, times = 1;
};

struct Block {
  std::vector<BlockProduct> products;
  std::vector<BlockPass> passes;
};

/// C = A B' has two gradients, each as large as itself: of A, C' gradient times B; and of B.
inline void add_with_gradients(std::vector<BlockProduct>& products, const std::string& name,
                               const GemmShape& shape, std::size_t times = 1) {
  const auto [rows, columns, inner] = shape;
  products.push_back({name, shape, times});
  products.push_back({name + ", gradient of its input", {rows, inner, columns}, times});
  products.push_back({name + ", gradient of its weights", {columns, inner, rows}, times});
}

/// Forward and backward, nothing computed twice.
[[nodiscard]] inline Block block_of(const BlockSizes& sizes) {
  const auto& [hidden, wide, heads, key_heads, tokens, sequence, experts, chosen] = sizes;
  const std::size_t scores = heads * (tokens / sequence);
  const std::size_t each = sizes.tokens_each();
  Block block;
  auto& products = block.products;
  add_with_gradients(products, "queries, keys, values",
                     {tokens, sizes.queries_keys_values(), hidden});
  add_with_gradients(products, "scores", {sequence, sequence, sizes.head()}, scores);
  add_with_gradients(products, "attended values", {sequence, sizes.head(), sequence}, scores);
  add_with_gradients(products, "attention output", {tokens, hidden, hidden});
  if (experts > 1) add_with_gradients(products, "router", {tokens, experts, hidden});
  add_with_gradients(products, "gate and up", {each, 2 * wide, hidden}, experts);
  add_with_gradients(products, "down", {each, hidden, wide}, experts);
  block.passes = {{Pass::normalise, tokens, hidden, 2},
                  {Pass::softmax, sequence, sequence, scores},
                  {Pass::add, tokens, hidden, 2},
                  {Pass::gate, each, wide, experts},
                  {Pass::normalise_gradient, tokens, hidden, 2},
                  {Pass::softmax_gradient, sequence, sequence, scores},
                  {Pass::add, tokens, hidden, 2},
                  {Pass::gate, each, wide, experts},
                  {Pass::gate_gradient, each, wide, experts}};
  return block;
}

/// Weights that take part in one token's step.
[[nodiscard]] inline double active_weights(const BlockSizes& sizes) {
  const auto hidden = static_cast<double>(sizes.hidden);
  const double attention = hidden * (static_cast<double>(sizes.queries_keys_values()) + hidden);
  const double router = sizes.experts > 1 ? hidden * static_cast<double>(sizes.experts) : 0;
  return attention + router +
         3 * hidden * static_cast<double>(sizes.feed_forward) * static_cast<double>(sizes.chosen);
}

/// Model FLOP of one step forward and backward: for each token 6 for each weight that it meets and
/// 12 x hidden x sequence for attention, no part of which is left out as masked (Chowdhery et al.,
/// PaLM, JMLR 24, 2023, appendix B, for one layer).
[[nodiscard]] inline double model_operations(const BlockSizes& sizes) {
  return static_cast<double>(sizes.tokens) *
         (6 * active_weights(sizes) +
          12 * static_cast<double>(sizes.hidden) * static_cast<double>(sizes.sequence));
}

}  // namespace assay
