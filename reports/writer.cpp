#include "reports/writer.hpp"

#include <algorithm>

#include "reports/io/json_facts.hpp"

namespace assay {
namespace {

Json json_of(const Tool& tool) {
  Json json{{"name", tool.name}};
  put(json, "version", tool.version);
  put(json, "commit", tool.commit);
  put(json, "build", tool.build);
  return json;
}

Json json_of(const Run& run) {
  Json json{{"id", run.id}, {"started", run.started}};
  put(json, "ended", run.ended);
  json["complete"] = run.complete;
  json["level"] = run.level;
  json["nodes"] = run.nodes;
  json["seed"] = run.seed;
  json["data"] = run.data;
  put(json, "argv", run.argv);
  json["tool"] = json_of(run.tool);
  json["injected"] = run.injected;
  put(json, "environment", run.environment);
  put(json, "planned", run.planned);
  put(json, "planned_on", run.planned_on);
  put(json, "opening", run.opening);
  return json;
}

Json json_of(const Report& report) {
  Json json{{"schema", "assay/report"},
            {"schema_version", report.schema_version},
            {"run", json_of(report.run)}};
  if (report.nodes.empty())
    json["node"] = json_of(report.node);
  else
    json["nodes"] = json_list(report.nodes);
  json["results"] = json_list(report.results);
  json["events"] = json_list(report.events);
  if (!report.telemetry.empty()) json["telemetry"] = {{"series", json_list(report.telemetry)}};
  return json;
}

std::string one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool lists_objects(const Json& json) {
  return json.is_array() && !json.empty() && json.front().is_object();
}

// The report and its parts get a line for each member, so does what holds a list of objects;
// everything else gets one line.
bool is_broken(const Json& json, std::size_t depth) {
  if (json.is_array()) return lists_objects(json);
  return json.is_object() && !json.empty() &&
         (depth < 2 || std::any_of(json.begin(), json.end(), lists_objects));
}

void lay_out(const Json& json, std::size_t depth, std::string& text) {
  if (!is_broken(json, depth)) {
    text += one_line(json);
    return;
  }
  const std::string indent(2 * depth + 2, ' ');
  text += json.is_array() ? '[' : '{';
  const char* separator = "\n";
  for (const auto& [key, value] : json.items()) {
    text += separator + indent;
    if (json.is_object()) text += one_line(key) + ": ";
    lay_out(value, depth + 1, text);
    separator = ",\n";
  }
  text += "\n" + std::string(2 * depth, ' ') + (json.is_array() ? ']' : '}');
}

}  // namespace

std::string to_json(const Result& result) { return one_line(json_of(result)); }
std::string to_json(const Event& event) { return one_line(json_of(event)); }
std::string to_json(const Node& node) { return one_line(json_of(node)); }
std::string to_json_line(const Report& report) { return one_line(json_of(report)); }

std::string to_json(const Report& report) {
  std::string text;
  lay_out(json_of(report), 0, text);
  return text + "\n";
}

}  // namespace assay
