#include "cli/history/json.hpp"

namespace assay::history {
namespace {

/// Puts `value` where it says something.
void put(Json& json, const char* name, const std::string& value) {
  if (!value.empty()) json[name] = value;
}

}  // namespace

Json json_of(const KnownDevice& device) {
  Json json{{"kind", device.kind}, {"key", device.key}};
  put(json, "serial", device.serial);
  return json;
}

Json json_of(const Seat& seat) {
  Json json = Json::object();
  put(json, "host", seat.host);
  put(json, "slot", seat.slot);
  put(json, "rack", seat.rack);
  put(json, "unit", seat.unit);
  put(json, "leaf", seat.leaf);
  put(json, "su", seat.su);
  put(json, "owner", seat.owner);
  return json;
}

Json json_of(const Stay& stay) {
  Json json = json_of(stay.seat);
  json["first"] = night_text(stay.first);
  json["last"] = night_text(stay.last);
  json["nights"] = stay.nights;
  return json;
}

Json json_of(const TroubleLine& line) {
  Json json{{"night", night_text(line.night)},
            {"host", line.host},
            {"device", line.device},
            {"test", line.test}};
  put(json, "part", line.part);
  json["outcome"] = line.outcome;
  json["attempts"] = line.attempts;
  put(json, "reason", line.reason);
  return json;
}

Json json_of(const MetricKey& metric) {
  Json json{{"test", metric.test}, {"metric", metric.name}};
  put(json, "params", metric.params);
  put(json, "part", metric.part);
  put(json, "statistic", metric.statistic);
  json["unit"] = symbol(metric.unit);
  json["better"] = metric.better == Better::higher ? "higher" : "lower";
  return json;
}

Json json_of(const Move& move) {
  return {{"device", json_of(move.device)},
          {"from", json_of(move.from)},
          {"to", json_of(move.to)},
          {"left", night_text(move.left)},
          {"seen", night_text(move.seen)}};
}

Json json_of(const NodeHistory& node) {
  Json json{{"host", node.host}, {"runs", Json::array()}, {"judgements", Json::array()}};
  for (const RunLine& run : node.runs) {
    Json line{{"night", night_text(run.night)}, {"run", run.run}, {"started", run.started}};
    put(line, "level", run.level);
    put(line, "source", run.source);
    line["complete"] = run.complete;
    if (!run.setup.empty()) line["changed"] = run.setup;
    json["runs"].push_back(std::move(line));
  }
  for (const JudgementLine& one : node.judgements)
    json["judgements"].push_back({{"night", night_text(one.night)},
                                  {"profile", one.profile},
                                  {"verdict", one.verdict},
                                  {"reasons", one.reasons}});
  json["troubles"] = json_list(node.troubles);
  json["devices"] = Json::array();
  for (const NodeHistory::Part& part : node.parts) {
    Json device = json_of(part.device);
    put(device, "slot", part.slot);
    json["devices"].push_back(std::move(device));
  }
  return json;
}

Json json_of(const DeviceHistory& device) {
  return {{"device", json_of(device.device)},
          {"stays", json_list(device.stays)},
          {"troubles", json_list(device.troubles)}};
}

Json json_of(const NightLine& line) {
  Json json = json_of(line.metric);
  json["night"] = night_text(line.night);
  json["devices"] = line.devices;
  json["min"] = line.min;
  json["median"] = line.median;
  json["max"] = line.max;
  return json;
}

Json json_of(const Changes& changes) {
  Json settings = Json::array();
  for (const Changes::Setting& one : changes.settings) {
    Json line{{"name", one.name}};
    put(line, "from", one.from);
    put(line, "to", one.to);
    line["hosts"] = one.hosts;
    settings.push_back(std::move(line));
  }
  return {{"settings", std::move(settings)},
          {"new_hosts", changes.new_hosts},
          {"gone_hosts", changes.gone_hosts},
          {"moves", json_list(changes.moves)},
          {"troubles", json_list(changes.troubles)}};
}

std::string document(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace assay::history
