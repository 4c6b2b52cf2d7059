#include "reports/history/past.hpp"

#include <algorithm>

namespace assay::history {

std::span<const float> PastColumn::of(std::uint32_t device) const {
  const auto at = std::lower_bound(devices.begin(), devices.end(), device);
  if (at == devices.end() || *at != device) return {};
  const std::size_t nights = values.size() / devices.size();
  return std::span(values).subspan(static_cast<std::size_t>(at - devices.begin()) * nights, nights);
}

const PastColumn* Past::find(const MetricKey& metric) const {
  const auto at = std::lower_bound(
      columns.begin(), columns.end(), metric,
      [](const PastColumn& column, const MetricKey& key) { return column.metric < key; });
  return at != columns.end() && at->metric == metric ? &*at : nullptr;
}

std::optional<std::uint32_t> Past::device(const std::string& serial) const {
  const auto at = by_name_.find(serial);
  return at == by_name_.end() ? std::nullopt : at->second;
}

void Past::index_names() {
  by_name_.clear();
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const auto index = static_cast<std::uint32_t>(i);
    const auto [at, is_new] = by_name_.try_emplace(devices[i].serial, index);
    if (!is_new) at->second.reset();
  }
  // A key is unique and says more than a serial that looks like it.
  for (std::size_t i = 0; i < devices.size(); ++i)
    by_name_[devices[i].key] = static_cast<std::uint32_t>(i);
  by_name_.erase("");
}

}  // namespace assay::history
