#include "reports/dossier/fleet_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/stats.hpp"
#include "reports/dossier/matrix.hpp"

namespace assay {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

}  // namespace

std::string identity_of(const NightColumn& column) {
  constexpr char kBetween = '\x1f';
  std::string key = column.test + kBetween + column.metric + kBetween + column.params + kBetween +
                    column.statistic + kBetween;
  return key + std::string(symbol(column.unit)) + (column.better == Better::higher ? '+' : '-');
}

std::vector<FleetMetric> metrics_of(const Night& night) {
  std::vector<FleetMetric> metrics;
  std::map<std::string, std::size_t> index;
  for (std::uint32_t c = 0; c < night.columns.size(); ++c) {
    const NightColumn& column = night.columns[c];
    const std::string key = identity_of(column) + '\x1f' + night.slots[column.slot].kind;
    const auto [found, fresh] = index.try_emplace(key, metrics.size());
    if (fresh) metrics.push_back({&column, {}});
    metrics[found->second].columns.push_back(c);
  }
  for (FleetMetric& metric : metrics)
    std::sort(metric.columns.begin(), metric.columns.end(), [&](std::uint32_t a, std::uint32_t b) {
      return naturally_before(night.slots[night.columns[a].slot].label,
                              night.slots[night.columns[b].slot].label);
    });
  return metrics;
}

FleetSpread spread_of(const Night& night, const FleetMetric& metric) {
  std::vector<double> known;
  known.reserve(metric.columns.size() * night.nodes());
  for (const std::uint32_t column : metric.columns)
    for (const float value : night.column(column))
      if (std::isfinite(value)) known.push_back(value);
  if (known.empty()) return {};
  std::sort(known.begin(), known.end());
  return {known.size(), quantile(known, 0.05), quantile(known, 0.5), quantile(known, 0.95)};
}

std::vector<float> values_by_node(const Night& night, const FleetMetric& metric,
                                  const std::vector<std::uint32_t>& nodes) {
  const std::size_t slots = metric.columns.size();
  std::vector<float> values(nodes.size() * slots, kNone);
  for (std::size_t s = 0; s < slots; ++s) {
    const std::span<const float> column = night.column(metric.columns[s]);
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (nodes[i] != NodeWords::kNotSaid) values[i * slots + s] = column[nodes[i]];
  }
  return values;
}

std::vector<float> worst_by_node(const std::vector<float>& values, std::size_t slots,
                                 Better better) {
  std::vector<float> worst(slots == 0 ? 0 : values.size() / slots, kNone);
  for (std::size_t i = 0; i < worst.size(); ++i)
    for (std::size_t s = 0; s < slots; ++s) {
      const float value = values[i * slots + s];
      if (!std::isfinite(value)) continue;
      const bool is_worse = better == Better::higher ? value < worst[i] : value > worst[i];
      if (!std::isfinite(worst[i]) || is_worse) worst[i] = value;
    }
  return worst;
}

}  // namespace assay
