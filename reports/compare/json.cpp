#include "reports/compare/formats.hpp"
#include "reports/render/json_values.hpp"

namespace assay {
namespace {

Json side(const ComparedSide& side) {
  Json json = Json::object();
  put(json, "name", side.name);
  json["runs"] = side.reports;
  json["nodes"] = side.nodes;
  put(json, "first", side.first);
  put(json, "last", side.last);
  json["stated"] = side.stated;
  return json;
}

Json row_of(const ComparedMetric& row) {
  Json json = Json::object();
  put(json, "hardware", row.sku);
  put(json, "test", row.test);
  put(json, "metric", row.metric);
  put(json, "subject", row.each);
  put(json, "conditions", row.conditions);
  put(json, "unlike", row.unlike);
  put(json, "statistic", row.statistic);
  put(json, "unit", std::optional(row.unit));
  json["better"] = row.better == Better::higher ? "higher" : "lower";
  json["a"] = row.a;
  json["b"] = row.b;
  put(json, "median_a", std::optional(row.median_a));
  put(json, "median_b", std::optional(row.median_b));
  put(json, "ratio", row.ratio);
  if (row.interval) json["interval"] = {row.interval->low, row.interval->high};
  json["mann_whitney"] = {{"u", row.ranks.u}, {"p", row.ranks.p}, {"exact", row.ranks.exact}};
  json["cliffs_delta"] = row.ranks.delta;
  return json;
}

}  // namespace

std::string side_by_side_json(const SideBySide& compared) {
  Json json = Json::object();
  json["a"] = side(compared.a);
  json["b"] = side(compared.b);
  json["figures"] = Json::array();
  for (const ComparedMetric& row : compared.metrics) json["figures"].push_back(row_of(row));
  json["only_a"] = compared.only_a;
  json["only_b"] = compared.only_b;
  json["left_out"] = Json::array();
  for (const NoEvidence& one : compared.left_out)
    json["left_out"].push_back(one.source + ": " + (one.what.empty() ? "" : one.what + ": ") +
                               one.why);
  json["method"] = {{"interval", "95 %, BCa bootstrap over runs"},
                    {"resamples", compared.resampling.times},
                    {"seed", compared.resampling.seed},
                    {"fewest_runs", kFewestRuns}};
  return dumped(json, 1) + '\n';
}

}  // namespace assay
