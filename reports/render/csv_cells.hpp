#pragma once
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// `text` as one cell of RFC 4180, on one line. A spreadsheet runs what begins like a formula (=,
/// +,
/// -, @), so such text gets an apostrophe before it; numbers are csv_number()'s business.
[[nodiscard]] std::string csv_cell(const std::string& text);

/// The shortest decimal that reads back as the same double; "" where there is none, or it is not
/// finite.
[[nodiscard]] std::string csv_number(std::optional<double> value);

/// One record of cells as they are, with its end.
[[nodiscard]] std::string csv_record(const std::vector<std::string>& cells);

}  // namespace assay
