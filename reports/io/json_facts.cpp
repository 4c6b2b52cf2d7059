#include "reports/io/json_facts.hpp"

namespace assay {
namespace {

Json json_of(const Samples& samples) {
  Json json{{"n", samples.n}};
  put(json, "min", samples.min);
  put(json, "p01", samples.p01);
  put(json, "p05", samples.p05);
  put(json, "p50", samples.p50);
  put(json, "p95", samples.p95);
  put(json, "p99", samples.p99);
  put(json, "max", samples.max);
  put(json, "mean", samples.mean);
  put(json, "stddev", samples.stddev);
  put(json, "droop", samples.droop);
  return json;
}

Json json_of(const Span& span) {
  Json json = Json::object();
  put(json, "from_s", span.from_s);
  put(json, "to_s", span.to_s);
  return json;
}

Json json_of(const ResultParams& params) {
  Json json = Json::object();
  for (const auto& [key, value] : params)
    std::visit(
        [&, &name = key](const auto& held) {
          if constexpr (std::is_same_v<decltype(held), const double&>)
            put(json, name, held);
          else
            json[name] = held;
        },
        value);
  return json;
}

Json json_of(const Telemetry& telemetry) {
  Json json = Json::object();
  for (const auto& [quantity, statistics] : telemetry.quantities) {
    Json& found = json[quantity] = Json::object();
    for (const auto& [statistic, value] : statistics) put(found, statistic, value);
  }
  put(json, "lost", telemetry.lost);
  return json;
}

Json json_of(const std::optional<Series::Point>& point) {
  const bool known =
      point && std::isfinite(point->min) && std::isfinite(point->mean) && std::isfinite(point->max);
  return known ? Json{point->min, point->mean, point->max} : Json();
}

}  // namespace

Json json_of(const Subject& subject) {
  Json json{{"kind", subject.kind}};
  put(json, "index", subject.index);
  put(json, "id", subject.id);
  put(json, "uuid", subject.uuid);
  put(json, "serial", subject.serial);
  put(json, "from", subject.from);
  put(json, "to", subject.to);
  put(json, "nodes", subject.nodes);
  put(json, "ranks", subject.ranks);
  return json;
}

Json json_of(const Metric& metric) {
  Json json{{"name", metric.name},
            {"unit", symbol(metric.unit)},
            {"better", metric.better == Better::higher ? "higher" : "lower"}};
  put(json, "value", metric.value);
  put(json, "statistic", metric.statistic);
  put(json, "peak", metric.peak);
  put(json, "nominal", metric.nominal);
  if (metric.samples) json["samples"] = json_of(*metric.samples);
  return json;
}

Json json_of(const Defect& defect) {
  Json json{{"what", defect.what}};
  put(json, "where", defect.where);
  put(json, "expected", defect.expected);
  put(json, "actual", defect.actual);
  put(json, "reread", defect.reread);
  json["count"] = defect.count;
  return json;
}

Json json_of(const Result& result) {
  Json json{{"test", result.test}, {"subject", json_of(result.subject)}};
  put(json, "params", json_of(result.params));
  json["outcome"] = name(result.outcome);
  put(json, "reason", result.reason);
  if (result.absent) json["absent"] = true;
  json["attempt"] = result.attempt;
  put(json, "steady", result.steady);
  if (result.load && std::isfinite(result.load->from_s) && std::isfinite(result.load->to_s))
    json["load"] = json_of(*result.load);
  json["metrics"] = json_list(result.metrics);
  put(json, "facts", result.facts);
  json["defects"] = json_list(result.defects);
  put(json, "telemetry", json_of(result.telemetry));
  put(json, "elapsed_s", result.elapsed_s);
  put(json, "began_s", result.began_s);
  return json;
}

Json json_of(const Event& event) {
  Json json{{"at", event.at}, {"kind", event.kind}, {"subject", json_of(event.subject)}};
  put(json, "code", event.code);
  put(json, "text", event.text);
  return json;
}

Json json_of(const Series& series) {
  Json json{
      {"subject", json_of(series.subject)}, {"name", series.name}, {"unit", symbol(series.unit)}};
  put(json, "t0", series.t0_s);
  put(json, "period_s", series.period_s);
  Json& values = json["values"] = Json::array();
  for (const auto& point : series.values) values.push_back(json_of(point));
  return json;
}

}  // namespace assay
