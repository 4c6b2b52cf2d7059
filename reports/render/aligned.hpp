#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reports/verdict.hpp"

namespace assay {

/// `text` in the colour of `verdict`, as escape sequences, if `colour`.
[[nodiscard]] std::string painted(const std::string& text, Verdict verdict, bool colour);

/// Rows of cells under each other, two spaces apart. Cells may hold anything: they are made plain()
/// and cut, so that one of a megabyte does not make every row as long.
class Aligned {
 public:
  enum class Side { left, right };
  /// One entry a column; the last is not padded.
  explicit Aligned(std::vector<Side> sides) : sides_(std::move(sides)) {}

  /// As many cells as there are columns; an empty one shows as "-".
  void add(const std::vector<std::string>& cells);
  /// Puts `verdict`'s colour on the last row's cell number `column`.
  void paint(std::size_t column, Verdict verdict);
  [[nodiscard]] std::string text(const std::string& indent = "") const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::size_t painted_column = 0;
    std::optional<Verdict> verdict;
  };
  std::vector<Side> sides_;
  std::vector<Row> rows_;
};

}  // namespace assay
