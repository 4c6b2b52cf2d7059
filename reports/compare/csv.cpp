#include "core/text.hpp"
#include "reports/compare/formats.hpp"
#include "reports/render/csv_cells.hpp"

namespace assay {
namespace {

std::string stated(const ComparedSide& side) {
  const std::vector<std::pair<std::string, std::string>> rows = statement_of(side);
  std::vector<std::string> parts;
  parts.reserve(rows.size());
  for (const auto& [what, value] : rows) parts.push_back(what + ": " + value);
  return joined(parts, "; ");
}

std::string row_of(const ComparedMetric& row, const std::string& a, const std::string& b) {
  const auto count = [](std::size_t n) { return csv_number(static_cast<double>(n)); };
  const auto& interval = row.interval;
  return csv_record({csv_cell(row.sku),
                     csv_cell(row.test),
                     csv_cell(row.metric),
                     csv_cell(row.each),
                     csv_cell(row.conditions),
                     csv_cell(row.unlike),
                     csv_cell(row.statistic),
                     std::string(symbol(row.unit)),
                     row.better == Better::higher ? "higher" : "lower",
                     count(row.a.size()),
                     count(row.b.size()),
                     csv_number(row.median_a),
                     csv_number(row.median_b),
                     csv_number(row.ratio),
                     interval ? csv_number(interval->low) : "",
                     interval ? csv_number(interval->high) : "",
                     csv_number(row.ranks.u),
                     csv_number(row.ranks.p),
                     row.ranks.exact ? "exact" : "normal",
                     csv_number(row.ranks.delta),
                     a,
                     b});
}

}  // namespace

std::string side_by_side_csv(const SideBySide& compared) {
  std::string out =
      "hardware,test,metric,subject,conditions,unlike,statistic,unit,better,n_a,n_b,median_a,"
      "median_b,ratio,ratio_low,ratio_high,u,p,p_by,cliffs_delta,a,b\r\n";
  const std::string a = csv_cell(stated(compared.a));
  const std::string b = csv_cell(stated(compared.b));
  for (const ComparedMetric& row : compared.metrics) out += row_of(row, a, b);
  return out;
}

}  // namespace assay
