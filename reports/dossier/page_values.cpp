#include "reports/dossier/page_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/stats.hpp"
#include "reports/catalogue/reason_id.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"

namespace assay {
namespace {

/// Fewer values have no middle half worth drawing.
constexpr std::size_t kFewestPeers = 4;

std::vector<double> sorted_values(const BulletGauge& gauge) {
  std::vector<double> values;
  values.reserve(gauge.entries.size());
  for (const BulletGauge::Entry& entry : gauge.entries)
    if (entry.value && std::isfinite(*entry.value)) values.push_back(*entry.value);
  std::sort(values.begin(), values.end());
  return values;
}

/// "2.97 TB/s", or from the least to the greatest.
std::string range_of(const std::vector<double>& sorted, std::optional<Unit> unit) {
  if (sorted.empty()) return "-";
  std::string low = quantity(sorted.front(), unit);
  const std::string high = quantity(sorted.back(), unit);
  if (low == high) return low;
  // "2.51 to 2.63 TB/s": the unit once where both have it.
  const std::size_t end = low.find(' ');
  const bool one_unit = end != std::string::npos && high.ends_with(low.substr(end));
  return (one_unit ? low.substr(0, end) : low) + " to " + high;
}

/// "500 MB/s", or "differs" where subjects have limits of their own.
std::string limit_of(const BulletGauge& gauge) {
  std::string text;
  for (const BulletGauge::Entry& entry : gauge.entries) {
    if (!entry.limit) continue;
    const std::string mine = quantity(entry.limit, gauge.unit);
    if (!text.empty() && text != mine) return "(each its own)";
    text = mine;
  }
  return text;
}

Json entry_value(const BulletGauge& gauge, const BulletGauge::Entry& entry) {
  const auto [measured, limit] = compared(entry.value, entry.limit, gauge.unit);
  Json out{{"subject", shown(entry.subject, 60)}, {"measured", measured}};
  put(out, "value", entry.value);
  put(out, "limit", entry.limit);
  if (entry.verdict) out["verdict"] = name(*entry.verdict);
  if (!entry.limit) return out;
  out["limitText"] = limit;
  const Check check{.measured = entry.value, .limit = entry.limit, .peak = {}, .op = gauge.op};
  out["margin"] = margin(margin_of(check));
  return out;
}

Json causes_of(const ReasonKind& kind) {
  Json out = Json::array();
  for (const std::string_view cause : kind.causes)
    if (!cause.empty()) out.push_back(cause);
  return out;
}

}  // namespace

std::string shown(const std::string& text, std::size_t columns) { return plain(text, columns); }

double rounded(double value) {
  constexpr int digits = 6;
  if (!std::isfinite(value) || value == 0) return value;
  return std::stod(fmt::format("{:.{}g}", value, digits));
}

Json page_value(const PackedNumbers& numbers) {
  Json out{
      {"lo", numbers.lo}, {"hi", numbers.hi}, {"width", numbers.width}, {"text", numbers.text}};
  for (const auto& [index, value] : numbers.exact) out["exact"].push_back({index, rounded(value)});
  return out;
}

Json page_value(const Tally& tally) {
  Json out = Json::object();
  for (const Verdict verdict : {Verdict::fail, Verdict::unknown, Verdict::warn, Verdict::pass})
    out[std::string(name(verdict))] = tally.of(verdict);
  return out;
}

Json page_value(const Reason& reason) {
  Json out{{"id", shown(reason.id, 60)}, {"verdict", name(reason.verdict)}};
  put(out, "subject", shown(reason.subject, 60));
  put(out, "test", shown(reason.test, 80));
  put(out, "metric", shown(reason.metric, 80));
  put(out, "source", shown(reason.source, 240));
  put(out, "text", shown(reason.text, 600));
  if (!reason.limit) return out;
  const auto [measured, limit] = compared(reason.measured, reason.limit, reason.unit);
  out["measured"] = measured;
  out["op"] = shown(reason.op, 4);
  out["limit"] = limit;
  out["margin"] = margin(reason.margin);
  return out;
}

Json page_value(const BulletGauge& gauge) {
  const std::vector<double> sorted = sorted_values(gauge);
  Json out{{"name", shown(limit_name(gauge.test, gauge.metric), 120)}};
  put(out, "detail",
      shown(gauge.statistic + (gauge.statistic.empty() || gauge.params.empty() ? "" : ", ") +
                gauge.params,
            120));
  put(out, "op", shown(gauge.op, 4));
  put(out, "source", shown(gauge.source, 240));
  put(out, "unit", gauge.unit);
  put(out, "peak", gauge.peak);
  out["range"] = range_of(sorted, gauge.unit);
  put(out, "limit", limit_of(gauge));
  if (sorted.size() >= kFewestPeers)
    out["peers"] = {quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)};
  out["entries"] = Json::array();
  for (const BulletGauge::Entry& entry : gauge.entries)
    out["entries"].push_back(entry_value(gauge, entry));
  return out;
}

Json page_value(const LinkMatrix& matrix) {
  Json ends = Json::array();
  for (const std::string& end : matrix.ends) ends.push_back(shown(end, 60));
  return {{"name", shown(limit_name(matrix.test, matrix.metric), 120)},
          {"unit", symbol(matrix.unit)},
          {"better", matrix.better == Better::higher ? "higher" : "lower"},
          {"ends", std::move(ends)},
          {"values", page_value(pack(matrix.values, 1))}};
}

Json kinds_of(const std::vector<Reason>& reasons) {
  Json out = Json::object();
  for (const Reason& reason : reasons)
    if (const ReasonKind* kind = find_reason_kind(reason.id))
      out[reason.id] = {{"meaning", kind->meaning},
                        {"causes", causes_of(*kind)},
                        {"action", kind->action},
                        {"grounds", name(kind->grounds)}};
  return out;
}

std::string_view made_by() {
  return "Made by assay. Charts that move are drawn by Chart.js (MIT licence). This page needs no "
         "network and asks for none.";
}

}  // namespace assay
