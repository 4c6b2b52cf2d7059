#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "reports/fleet/flat_rows.hpp"
#include "reports/importers/superbench/gate.hpp"
#include "reports/peers/night.hpp"
#include "reports/site.hpp"

namespace assay::fleet {

/// The rows of all readers, with one numbering of metrics. The readers outlive it.
class FlatTable {
 public:
  explicit FlatTable(const std::deque<FlatRows>& parts);

  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  [[nodiscard]] const FlatRows::Row& row(std::size_t i) const { return *rows_[i].row; }
  [[nodiscard]] const std::vector<std::string>& metrics() const noexcept { return metrics_; }
  /// What the gate needs to know of the whole.
  [[nodiscard]] SuperbenchFleet fleet(std::optional<int> gpus) const;

  /// Values of row `i`, one a metric: NaN for one that is no number.
  void values(std::size_t i, std::vector<std::optional<double>>& into) const;

  /// Night of the rows for which `keep` is true, of the metrics that `better` knows a direction of.
  [[nodiscard]] Night night(const std::vector<bool>& keep,
                            const std::vector<std::optional<Better>>& better, const Site* site,
                            std::vector<std::size_t>& row_of) const;

 private:
  struct Place {
    std::size_t part;
    const FlatRows::Row* row;
  };
  /// Calls `take(metric, value)` for each value of row `i`.
  template <class Take>
  void each_value(std::size_t i, Take take) const;

  const std::deque<FlatRows>& parts_;
  std::vector<Place> rows_;
  std::vector<std::string> metrics_;
  std::vector<std::vector<std::uint32_t>> numbers_;  ///< part and its metric -> metric
};

}  // namespace assay::fleet
