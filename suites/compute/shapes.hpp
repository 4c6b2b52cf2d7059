#pragma once
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

/// Bytes of both operands and the result.
inline double bytes_of(const GemmShape& shape, double left, double right, double result) {
  const auto rows = static_cast<double>(shape.rows);
  const auto columns = static_cast<double>(shape.columns);
  const auto inner = static_cast<double>(shape.inner);
  return rows * inner * left + columns * inner * right + rows * columns * result;
}

inline std::string text_of(const GemmShape& shape) {
  return std::to_string(shape.rows) + " x " + std::to_string(shape.columns) + " x " +
         std::to_string(shape.inner);
}

/// Where the fastest shape is looked for: squares from an eighth of `side` to four times it, and
/// tall, wide, flat and deep ones about `side`.
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
  std::vector<GemmShape> shapes;
  shapes.reserve(eighths.size());
  for (const auto& [rows, columns, inner] : eighths)
    shapes.push_back({side * rows / 8, side * columns / 8, side * inner / 8});
  return shapes;
}

}  // namespace assay
