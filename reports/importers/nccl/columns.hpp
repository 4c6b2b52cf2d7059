#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/importers/nccl/run.hpp"

namespace assay::nccl_tests {

/// What the header above a table says of its columns.
struct Columns {
  bool has_reduction = true;
  bool has_root = true;
  bool old_error = false;  ///< the largest deviation, not the number of wrong elements
  bool cpu_time = false;
  bool per_iteration = false;  ///< four more columns in each half
  bool timestamp = false;      ///< two more words at the end

  /// Words of each half.
  [[nodiscard]] std::size_t half() const noexcept { return per_iteration ? 8 : 4; }
};

/// The columns of "# size count type ..."; nothing for a line that is no such header.
[[nodiscard]] std::optional<Columns> columns_in(std::string_view line);

/// Is this line a row of a table, readable or not? It begins with a size.
[[nodiscard]] bool looks_like_row(std::string_view line) noexcept;

/// The row; nothing if it does not have these columns, with `why` saying in what.
[[nodiscard]] std::optional<Row> row_in(std::string_view line, const Columns& columns,
                                        std::string& why);

}  // namespace assay::nccl_tests
