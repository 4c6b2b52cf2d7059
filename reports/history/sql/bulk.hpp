#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "reports/history/nights.hpp"

namespace assay::history {

/// A row of the table `reading`.
struct Cell {
  NightNumber night;
  std::int32_t device, metric, run;
  double value;
};

/// Rows to be added to a table, column by column. NaN is stored as NULL.
struct Rows {
  using Values =
      std::variant<std::vector<std::int32_t>, std::vector<double>, std::vector<std::string>>;
  struct Column {
    std::string name;
    Values values;
  };
  std::string table;
  std::vector<Column> columns;  ///< equally long

  [[nodiscard]] std::size_t size() const;
  /// Adds one row; `values` are as many as there are columns and of their types.
  template <class... T>
  void add(const T&... values) {
    std::size_t i = 0;
    (std::get<std::vector<T>>(columns[i++].values).push_back(values), ...);
  }
  void clear();
};

using TakeCells = std::function<void(std::span<const Cell>)>;

/// Many rows at once, past SOCI on the database's own connection; in the transaction that is open
/// there. Throws soci_error or Error in the library's words.
class Bulk {
 public:
  Bulk() = default;
  Bulk(const Bulk&) = delete;
  Bulk& operator=(const Bulk&) = delete;
  virtual ~Bulk() = default;
  virtual void append(const Rows& rows) = 0;
  virtual void append(std::span<const Cell> cells) = 0;
  /// Calls `take` with the cells that "WHERE `condition`" leaves, in any order, in pieces.
  /// `condition` is made of numbers only: no text of a report ever becomes SQL.
  virtual void cells(const std::string& condition, const TakeCells& take) = 0;
};

}  // namespace assay::history
