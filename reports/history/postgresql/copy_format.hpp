#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reports/history/sql/bulk.hpp"

namespace assay::history {

/// Rows in PostgreSQL's binary COPY format (PostgreSQL manual, COPY, "Binary Format"): a signature,
/// then for each row the number of fields and each field's length and bytes, the highest first.
class CopyWriter {
 public:
  CopyWriter();
  void row(std::size_t fields);
  void field(std::int32_t value);
  void field(double value);  ///< NaN: NULL
  void field(const std::string& value);
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
  /// What was written since the last time.
  [[nodiscard]] std::string take();
  /// As take(), with the end mark.
  [[nodiscard]] std::string finish();

 private:
  template <class Unsigned>
  void number(Unsigned value);
  std::string bytes_;
};

/// The other way round, for rows of four integers and a number.
class CopyReader {
 public:
  /// The row in `bytes`, which one message of the server held, after the signature that precedes
  /// the first; nothing for the end mark. Throws Error where it is not such a row.
  [[nodiscard]] std::optional<Cell> cell(std::string_view bytes);

 private:
  bool begun_ = false;
};

}  // namespace assay::history
