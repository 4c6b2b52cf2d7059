#pragma once
#include <string>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// One metric from every end to every end: of links within a node, or of pairs of nodes.
struct LinkMatrix {
  std::string test, metric;
  Unit unit = Unit::count;
  Better better = Better::higher;
  std::vector<std::string> ends;  ///< in natural order: gpu2 before gpu10
  std::vector<float> values;  ///< from `ends[i]` to `ends[j]` at [i * ends.size() + j]; NaN = none
};

/// Of the last attempts among `results` whose subjects have two ends; at least three ends, for less
/// is no matrix.
[[nodiscard]] std::vector<LinkMatrix> matrices_of(const std::vector<Result>& results);

/// Does `a` come before `b` where runs of digits count as numbers?
[[nodiscard]] bool naturally_before(const std::string& a, const std::string& b) noexcept;

}  // namespace assay
