#pragma once
#include <vector>

#include "reports/fleet/night_rows.hpp"
#include "reports/site.hpp"

namespace assay::fleet {

/// Makes one night of the rows of several collectors.
class NightMerger {
 public:
  /// `keep[name]` is false for rows to leave out. `site` may be nullptr; it says where nodes stand.
  /// Columns of fewer than `fewest_holders` nodes are left out.
  NightMerger(const std::vector<bool>& keep, const Site* site, std::size_t fewest_holders)
      : keep_(keep), site_(site), fewest_holders_(fewest_holders) {}

  /// Nodes in the order of their rows' names, `names[node]`.
  [[nodiscard]] Night merge(const std::vector<NightRows>& parts, std::vector<std::size_t>& names);

 private:
  struct Picked {
    const NightRows* part;
    const NightRows::Row* row;
    std::size_t part_index;
  };

  void pick(const std::vector<NightRows>& parts);
  void name_nodes(std::vector<std::size_t>& names);
  [[nodiscard]] std::vector<std::size_t> counts(
      const std::vector<std::vector<std::uint32_t>>& numbers, std::size_t columns) const;
  void fill_values(const std::vector<NightRows>& parts);
  void fill_votes(const std::vector<NightRows>& parts);
  void fill_serials();
  std::uint32_t slot_of(const std::string& label, const std::string& kind);

  const std::vector<bool>& keep_;
  const Site* site_;
  std::size_t fewest_holders_;
  Night night_;
  std::vector<Picked> picked_;
  Numbering slot_numbers_;
};

}  // namespace assay::fleet
