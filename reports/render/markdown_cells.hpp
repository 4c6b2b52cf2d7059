#pragma once
#include <string>
#include <vector>

namespace assay {

/// `text` as one cell of a GitHub table: no HTML, no link, no mention, no markup, nothing that ends
/// the cell or the row.
[[nodiscard]] std::string markdown_cell(const std::string& text);

/// One row of cells as they are.
[[nodiscard]] std::string markdown_row(const std::vector<std::string>& cells);

/// The heading of a table and the line below it. A title that begins with ">" makes a column of
/// numbers.
[[nodiscard]] std::string markdown_head(const std::vector<std::string>& titles);

}  // namespace assay
