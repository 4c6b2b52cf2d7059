#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "kernels/gemm.hpp"

// Shapes of matrix products, and what they cost.

namespace assay {

inline double operations(const GemmShape& shape) {
  return 2 * static_cast<double>(shape.rows) * static_cast<double>(shape.columns) *
         static_cast<double>(shape.inner);
}

/// Bytes of both operands and the result, of whose elements one takes so many.
inline double bytes_of(const GemmShape& shape, double of_operand, double of_result) {
  const auto rows = static_cast<double>(shape.rows);
  const auto columns = static_cast<double>(shape.columns);
  const auto inner = static_cast<double>(shape.inner);
  return (rows + columns) * inner * of_operand + rows * columns * of_result;
}

inline std::string text_of(const GemmShape& shape) {
  return std::to_string(shape.rows) + " x " + std::to_string(shape.columns) + " x " +
         std::to_string(shape.inner);
}

/// Where the fastest shape is looked for: squares from an eighth of `side` to four times it, and
/// tall, wide, flat and deep ones about `side`, all in steps that products of every type take.
inline std::vector<GemmShape> shapes_about(std::size_t side) {
  constexpr std::array<std::array<std::size_t, 3>, 11> eighths{{{1, 1, 1},
                                                                {2, 2, 2},
                                                                {4, 4, 4},
                                                                {16, 16, 16},
                                                                {32, 32, 32},
                                                                {16, 8, 8},
                                                                {8, 16, 8},
                                                                {16, 16, 8},
                                                                {8, 8, 16},
                                                                {16, 8, 4},
                                                                {32, 8, 8}}};
  const std::size_t eighth = std::max(side / 8 / kInnerStep, std::size_t{1}) * kInnerStep;
  std::vector<GemmShape> shapes;
  shapes.reserve(eighths.size());
  for (const auto& [rows, columns, inner] : eighths)
    shapes.push_back({eighth * rows, eighth * columns, eighth * inner});
  return shapes;
}

}  // namespace assay
