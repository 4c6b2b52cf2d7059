#include <algorithm>
#include <map>
#include <set>

#include "reports/dossier/fleet_metrics.hpp"
#include "reports/dossier/fleet_values.hpp"
#include "reports/render/lines.hpp"

namespace assay {
namespace {

constexpr std::size_t kMostWords = 90;

/// How often nodes are blamed for a metric.
std::map<std::string, std::size_t> blames(const FleetPage& fleet) {
  std::map<std::string, std::size_t> counts;
  for (const PageNode& node : fleet.nodes)
    for (const Reason& reason : node.reasons) ++counts[limit_name(reason.test, reason.metric)];
  return counts;
}

/// Most blamed first, then in the order of the night.
std::vector<FleetMetric> by_interest(const FleetPage& fleet) {
  std::vector<FleetMetric> metrics = metrics_of(*fleet.night);
  const std::map<std::string, std::size_t> counts = blames(fleet);
  const auto blamed = [&](const FleetMetric& metric) {
    const auto found = counts.find(limit_name(metric.column->test, metric.column->metric));
    return found == counts.end() ? 0 : found->second;
  };
  std::stable_sort(metrics.begin(), metrics.end(), [&](const FleetMetric& a, const FleetMetric& b) {
    return blamed(a) > blamed(b);
  });
  return metrics;
}

Json spread_value(const FleetSpread& spread) {
  return Json::array({rounded(spread.low), rounded(spread.middle), rounded(spread.high)});
}

/// Of each earlier night its metrics' spreads.
using Pasts = std::vector<std::map<std::string, FleetSpread>>;

Pasts pasts_of(const FleetPage& fleet) {
  Pasts pasts(fleet.before.size());
  for (std::size_t i = 0; i < pasts.size(); ++i) {
    if (fleet.before[i].night == nullptr) continue;
    for (const FleetMetric& metric : metrics_of(*fleet.before[i].night))
      pasts[i].emplace(identity_of(*metric.column), spread_of(*fleet.before[i].night, metric));
  }
  return pasts;
}

/// Null for a night in which the metric was not measured.
Json past_of(const Pasts& pasts, const NightColumn& column) {
  Json past = Json::array();
  for (const auto& spreads : pasts) {
    const auto found = spreads.find(identity_of(column));
    past.push_back(found == spreads.end() || found->second.n == 0 ? Json()
                                                                  : spread_value(found->second));
  }
  return past;
}

Json described(const FleetMetric& metric, const FleetSpread& spread, const Pasts& pasts) {
  const NightColumn& column = *metric.column;
  Json out{{"name", shown(limit_name(column.test, column.metric), 120)},
           {"unit", symbol(column.unit)},
           {"better", column.better == Better::higher ? "higher" : "lower"},
           {"n", spread.n},
           {"spread", spread_value(spread)}};
  put(out, "detail",
      shown(column.statistic + (column.params.empty() || column.statistic.empty() ? "" : ", ") +
                column.params,
            160));
  if (!pasts.empty()) out["past"] = past_of(pasts, column);
  return out;
}

}  // namespace

void put_metrics(const FleetPage& fleet, const FleetOrder& order, const PageBudget& budget,
                 Json& data) {
  Json& all = data["metrics"] = Json::array();
  if (fleet.night == nullptr) return;
  const Pasts pasts = pasts_of(fleet);
  std::size_t used = 0;
  for (const FleetMetric& metric : by_interest(fleet)) {
    const FleetSpread spread = spread_of(*fleet.night, metric);
    if (spread.n == 0) continue;
    std::vector<float> values = values_by_node(*fleet.night, metric, order.in_night);
    Json one = described(metric, spread, pasts);
    const bool whole = used + values.size() <= budget.values;
    if (!whole) values = worst_by_node(values, metric.columns.size(), metric.column->better);
    one["values"] = page_value(pack(values, 1));
    used += dumped(one["values"], -1).size();
    // Even a character a node has an end: what is blamed for nothing is told by its spread alone.
    if (!whole && used > budget.values + budget.values / 2) one.erase("values");
    Json& slots = one["slots"] = Json::array();
    if (whole)
      for (const std::uint32_t column : metric.columns)
        slots.push_back(shown(fleet.night->slots[fleet.night->columns[column].slot].label, 40));
    else
      slots.push_back("worst of " + counted(metric.columns.size(), "slot"));
    all.push_back(std::move(one));
  }
}

void put_words(const FleetPage& fleet, const FleetOrder& order, Json& data) {
  Json& all = data["words"] = Json::array();
  if (fleet.night == nullptr) return;
  std::vector<const NodeWords*> lists{&fleet.night->sku};
  for (const NodeWords& words : fleet.night->identity) lists.push_back(&words);
  for (const NodeWords* list : lists) {
    if (list->word_of.empty()) continue;
    if (list->words.size() >= kMostWords) {
      all.push_back({{"name", shown(list->name, 40)}, {"count", list->words.size()}});
      continue;
    }
    // The last number means: does not say.
    std::vector<std::uint8_t> of;
    of.reserve(order.in_night.size());
    for (const std::uint32_t node : order.in_night) {
      const std::uint32_t word = node == NodeWords::kNotSaid ? node : list->word_of[node];
      of.push_back(
          static_cast<std::uint8_t>(word == NodeWords::kNotSaid ? list->words.size() : word));
    }
    Json words = Json::array();
    for (const std::string& word : list->words) words.push_back(shown(word, 120));
    all.push_back({{"name", shown(list->name, 40)}, {"words", words}, {"of", pack_small(of)}});
  }
}

void put_links_and_nights(const FleetPage& fleet, const PageBudget& budget, Json& data) {
  Json& matrices = data["matrices"] = Json::array();
  std::size_t used = 0;
  for (const LinkMatrix& matrix : fleet.matrices) {
    used += matrix.values.size();
    if (used > budget.matrices) break;
    matrices.push_back(page_value(matrix));
  }
  Json& nights = data["nights"] = Json::array();
  for (const PageNight& night : fleet.before)
    nights.push_back({{"label", shown(night.label, 40)}, {"tally", page_value(night.tally)}});
  nights.push_back({{"label", fleet.label.empty() ? "this one" : shown(fleet.label, 40)},
                    {"tally", page_value(fleet.tally)}});
}

}  // namespace assay
