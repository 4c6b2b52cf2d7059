#include "reports/fleet/flat_table.hpp"

#include <algorithm>
#include <cmath>

#include "reports/fleet/word_list.hpp"

namespace assay::fleet {

FlatTable::FlatTable(const std::deque<FlatRows>& parts) : parts_(parts), numbers_(parts.size()) {
  Numbering numbering;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    numbers_[p].reserve(parts[p].metrics.size());
    for (const std::string& metric : parts[p].metrics) {
      const auto [number, fresh] = numbering.of(metric);
      if (fresh) metrics_.push_back(metric);
      numbers_[p].push_back(number);
    }
    for (const FlatRows::Row& row : parts[p].rows) rows_.push_back({p, &row});
  }
  std::sort(rows_.begin(), rows_.end(),
            [](const Place& a, const Place& b) { return a.row->place < b.row->place; });
}

template <class Take>
void FlatTable::each_value(std::size_t i, Take take) const {
  const auto& [p, row] = rows_[i];
  const double* value = parts_[p].values.data() + row->first;
  for (const std::uint32_t metric : parts_[p].lists[row->list]) take(numbers_[p][metric], *value++);
}

SuperbenchFleet FlatTable::fleet(std::optional<int> gpus) const {
  SuperbenchFleet fleet{.nodes = size(), .metrics = metrics_, .gpus = gpus};
  fleet.seen_on.resize(metrics_.size());
  for (std::size_t i = 0; i < size(); ++i)
    each_value(i, [&](std::uint32_t metric, double) { ++fleet.seen_on[metric]; });
  return fleet;
}

void FlatTable::values(std::size_t i, std::vector<std::optional<double>>& into) const {
  into.assign(metrics_.size(), std::nullopt);
  each_value(i, [&](std::uint32_t metric, double value) {
    into[metric] = value == kNoNumber ? std::nan("") : value;
  });
}

namespace {

NightColumn column_of(const SuperbenchName& name, Better better, std::uint32_t slot) {
  const std::string_view metric = name.family.size() > name.benchmark.size()
                                      ? name.family.substr(name.benchmark.size() + 1)
                                      : name.family;
  return {.test = std::string(name.benchmark),
          .metric = std::string(metric),
          .slot = slot,
          .better = better};
}

}  // namespace

Night FlatTable::night(const std::vector<bool>& keep,
                       const std::vector<std::optional<Better>>& better, const Site* site,
                       std::vector<std::size_t>& row_of) const {
  Night night;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!keep[i]) continue;
    row_of.push_back(i);
    night.hostnames.push_back(row(i).node);
  }
  const std::size_t nodes = night.nodes();
  night.sku = {"sku", {"of these results"}, std::vector<std::uint32_t>(nodes)};
  place_nodes(night, site);
  Numbering slots;
  std::vector<std::size_t> column(metrics_.size(), metrics_.size());
  for (std::size_t m = 0; m < metrics_.size(); ++m) {
    if (!better[m]) continue;
    const SuperbenchName name = split_superbench_name(metrics_[m]);
    const std::string label = name.rank ? "rank " + std::to_string(*name.rank) : "node";
    const auto [slot, fresh] = slots.of(label);
    if (fresh) night.slots.push_back({label, name.rank ? "rank" : "node", {}});
    column[m] = night.columns.size();
    night.columns.push_back(column_of(name, *better[m], slot));
  }
  night.values.assign(night.columns.size() * nodes, std::nanf(""));
  for (std::size_t node = 0; node < nodes; ++node)
    each_value(row_of[node], [&](std::uint32_t metric, double value) {
      if (column[metric] != metrics_.size() && value != kNoNumber)
        night.values[column[metric] * nodes + node] = night_value(value);
    });
  return night;
}

}  // namespace assay::fleet
