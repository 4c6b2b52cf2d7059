#include "reports/fleet/find_again.hpp"

#include <cmath>

namespace assay::fleet {

FindAgain::FindAgain(const Night& night) : night_(night) {
  for (std::uint32_t i = 0; i < night.nodes(); ++i) nodes_.emplace(night.hostnames[i], i);
  for (std::uint32_t i = 0; i < night.slots.size(); ++i) slots_.emplace(night.slots[i].label, i);
  for (std::uint32_t i = 0; i < night.columns.size(); ++i) {
    const NightColumn& column = night.columns[i];
    columns_.emplace(ColumnName{column.test, column.metric, column.params, column.statistic,
                                symbol(column.unit), column.slot},
                     i);
  }
}

std::optional<std::uint32_t> FindAgain::node(const std::string& hostname) const {
  const auto found = nodes_.find(hostname);
  return found == nodes_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Seat> FindAgain::seat(const Retest& retest) const {
  const auto slot = slots_.find(retest.subject);
  const auto host = node(retest.node);
  if (host && slot != slots_.end()) {
    const std::string& there = hardware_in(night_, slot->second, *host);
    if (retest.hardware.empty() || there.empty() || there == retest.hardware)
      return Seat{*host, slot->second};
  }
  return elsewhere(retest.hardware);
}

std::optional<Seat> FindAgain::elsewhere(const std::string& hardware) const {
  if (hardware.empty()) return std::nullopt;
  for (std::uint32_t slot = 0; slot < night_.slots.size(); ++slot)
    for (std::uint32_t node = 0; node < night_.nodes(); ++node)
      if (hardware_in(night_, slot, node) == hardware) return Seat{node, slot};
  return std::nullopt;
}

std::string FindAgain::why_not(const Retest& retest) const {
  const auto host = node(retest.node);
  if (!host) return "no report of it that can be compared was sent";
  const auto slot = slots_.find(retest.subject);
  if (slot == slots_.end()) return "its report has no such subject";
  return "the hardware there is another now (" + hardware_in(night_, slot->second, *host) +
         ", was " + retest.hardware + "), which is in no report";
}

std::optional<std::uint32_t> FindAgain::column(const std::string& test, const RetestValue& value,
                                               Seat seat) const {
  const auto found =
      columns_.find({test, value.metric, value.params, value.statistic, value.unit, seat.slot});
  if (found == columns_.end()) return std::nullopt;
  if (!std::isfinite(night_.column(found->second)[seat.node])) return std::nullopt;
  return found->second;
}

bool FindAgain::measured(std::uint32_t node, const std::string& test,
                         const std::string& subject) const {
  const bool anywhere = subject.empty() || subject == "node";
  for (std::size_t i = 0; i < night_.columns.size(); ++i) {
    const NightColumn& column = night_.columns[i];
    if (column.test != test || !std::isfinite(night_.column(i)[node])) continue;
    if (anywhere || night_.slots[column.slot].label == subject) return true;
  }
  return false;
}

}  // namespace assay::fleet
