#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reports/fleet/night_values.hpp"
#include "reports/fleet/numbering.hpp"
#include "reports/history/nights.hpp"

namespace assay::fleet {

/// A column of one collector, of numbers or of digests.
struct RowColumn {
  NightColumn column;  ///< of digests: test, and their key as `metric`
  std::string slot, kind;
  std::string key;  ///< equal if and only if the rest is
};

/// What reports add to a night: a float for each number, and who they are. One collector a thread.
class NightRows {
 public:
  /// Where the numbers of one kind of report go. Pointers lead into the report it was made for, and
  /// nothing else than what they lead to may have changed when a row is added.
  struct Layout {
    std::uint32_t columns = 0, slots = 0, machine = 0;  ///< indices of lists below
    std::vector<const std::optional<double>*> values;
    std::vector<NightVote> votes;
    std::vector<NightPart> parts;
  };

  [[nodiscard]] Layout layout(const Report& report, const Asked& asked);
  /// A row of the report that `layout` was made for, as it is now. `name` is for Merger.
  void add(const Layout& layout, const Report& report, std::size_t name);
  /// From now on a row called n is called `names[n]`.
  void rename(const std::vector<std::size_t>& names) {
    for (Row& row : rows_) row.name = names.at(row.name);
  }

 private:
  friend class NightMerger;

  struct Machine {
    std::string sku;
    std::vector<NightWord> identity;
  };
  struct Row {
    std::size_t name = 0;
    std::uint32_t columns = 0, slots = 0, machine = 0;
    std::size_t first_value = 0, first_serial = 0;
    std::size_t first_vote = 0, votes = 0;
    std::string hostname, serial;
    history::NightNumber date = 0;
  };
  struct Vote {
    std::uint32_t column;  ///< index into vote_columns_
    std::uint64_t digest;
  };

  std::uint32_t column_of(const NightValue& value);
  std::uint32_t vote_column_of(const NightVote& vote, std::int64_t seed);
  std::uint32_t machine_of(const Node& node);

  std::vector<RowColumn> columns_, vote_columns_;
  Numbering column_numbers_, vote_numbers_, list_numbers_, machine_numbers_;
  std::vector<std::vector<std::uint32_t>> lists_;                        ///< of columns
  std::vector<std::vector<std::pair<std::string, std::string>>> slots_;  ///< label and kind
  std::vector<Machine> machines_;
  std::vector<Row> rows_;
  std::vector<float> values_;
  std::vector<std::string> serials_;
  std::vector<Vote> votes_;
};

}  // namespace assay::fleet
