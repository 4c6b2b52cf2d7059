#include "reports/render/json_values.hpp"

#include <cmath>

namespace assay {

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

void put(Json& object, const char* key, std::optional<double> value) {
  if (value && std::isfinite(*value)) object[key] = *value;
}

void put(Json& object, const char* key, std::optional<Unit> unit) {
  if (unit) object[key] = symbol(*unit);
}

Json to_value(const Reason& reason) {
  Json out = Json::object();
  put(out, "id", reason.id);
  put(out, "subject", reason.subject);
  put(out, "test", reason.test);
  put(out, "metric", reason.metric);
  put(out, "measured", reason.measured);
  put(out, "op", reason.op);
  put(out, "limit", reason.limit);
  put(out, "margin", reason.margin);
  put(out, "unit", reason.unit);
  put(out, "source", reason.source);
  out["verdict"] = name(reason.verdict);
  put(out, "text", reason.text);
  return out;
}

Json to_value(const Check& check) {
  Json out = Json::object();
  put(out, "subject", check.subject);
  put(out, "test", check.test);
  put(out, "metric", check.metric);
  put(out, "statistic", check.statistic);
  put(out, "measured", check.measured);
  put(out, "op", check.op);
  put(out, "limit", check.limit);
  put(out, "peak", check.peak);
  put(out, "unit", check.unit);
  put(out, "source", check.source);
  out["verdict"] = name(check.verdict);
  return out;
}

Json to_value(const Judgement& judgement, bool all) {
  Json out = Json::object();
  out["node"] = judgement.node;
  out["verdict"] = name(judgement.verdict);
  put(out, "profile", judgement.profile);
  put(out, "report", judgement.report);
  out["reasons"] = Json::array();
  for (const Reason& reason : judgement.reasons) out["reasons"].push_back(to_value(reason));
  if (!all) return out;
  put(out, "describes", judgement.describes);
  out["checks"] = Json::array();
  for (const Check& check : judgement.checks) out["checks"].push_back(to_value(check));
  out["not_judged"] = judgement.not_judged;
  out["not_applicable"] = judgement.not_applicable;
  out["uncovered"] = judgement.uncovered;
  return out;
}

std::string dumped(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace assay
