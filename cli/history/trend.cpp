#include "cli/history/trend.hpp"

#include <ostream>

#include "cli/history/json.hpp"
#include "cli/history/text.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "reports/render/plain.hpp"

namespace assay {
namespace {

using history::DeviceTrend;
using history::FleetTrend;
using history::Json;

Json shift_json(const history::Shift& shift) {
  Json json{{"before", shift.before},          {"after", shift.after},
            {"difference", shift.difference},  {"p", shift.p},
            {"nights_before", shift.n_before}, {"nights_after", shift.n_after}};
  if (shift.share()) json["share"] = *shift.share();
  if (shift.interval) json["interval"] = {shift.interval->low, shift.interval->high};
  return json;
}

Json metric_json(const DeviceTrend& device, const history::MetricTrend& one) {
  Json json = json_of(one.metric);
  json["median"] = one.trend.middle;
  json["noise"] = one.trend.noise;
  json["values"] = Json::array();
  for (const history::Point& point : one.points)
    json["values"].push_back({history::night_text(point.night), point.value});
  json["changes"] = Json::array();
  for (const history::ChangePoint& change : one.trend.changes) {
    Json line{{"night", history::night_text(one.points[change.at].night)}, {"chance", change.p}};
    line.update(shift_json(change.shift));
    json["changes"].push_back(std::move(line));
  }
  json["steps"] = Json::array();
  for (const history::Step& step : one.trend.steps) {
    const history::Point& from = one.points[step.at - 1];
    const history::Point& to = one.points[step.at];
    const bool setup = step.cause == history::Step::Cause::setup;
    Json line{{"night", history::night_text(to.night)}, {"cause", setup ? "setup" : "move"}};
    line["what"] =
        setup ? history::setup_change(device.setups.at(from.setup), device.setups.at(to.setup))
              : history::seat_change(device.seats.at(from.seat), device.seats.at(to.seat));
    line["regression"] = step.regression;
    line.update(shift_json(step.shift));
    json["steps"].push_back(std::move(line));
  }
  return json;
}

Json trends_json(const std::vector<DeviceTrend>& trends) {
  Json list = Json::array();
  for (const DeviceTrend& one : trends) {
    Json json{{"device", json_of(one.device)},
              {"stays", history::json_list(one.stays)},
              {"troubles", history::json_list(one.troubles)},
              {"metrics", Json::array()}};
    for (const history::MetricTrend& metric : one.metrics)
      json["metrics"].push_back(metric_json(one, metric));
    list.push_back(std::move(json));
  }
  return list;
}

Json fleet_json(const FleetTrend& fleet) {
  Json json{{"nights", fleet.nights.size()}, {"devices", fleet.devices},
            {"series", fleet.series},        {"effects", Json::array()},
            {"changes", Json::array()},      {"offenders", Json::array()}};
  for (const history::SetupEffect& one : fleet.effects) {
    Json line = json_of(one.metric);
    line["what"] = one.change;
    line["devices"] = one.devices;
    line["regressions"] = one.regressions;
    line["share"] = one.share;
    line["interval"] = {one.interval.low, one.interval.high};
    json["effects"].push_back(std::move(line));
  }
  for (const history::DeviceChange& one : fleet.changes) {
    Json line{{"device", json_of(fleet.names.at(one.device))},
              {"seat", json_of(one.seat)},
              {"night", history::night_text(one.night)}};
    line.update(json_of(one.metric));
    line["worse"] = one.worse;
    if (!one.cause.empty()) line["what"] = one.cause;
    line.update(shift_json(one.shift));
    json["changes"].push_back(std::move(line));
  }
  for (const history::Offender& one : fleet.offenders)
    json["offenders"].push_back({{"who", one.who},
                                 {"what", one.what},
                                 {"host", one.host},
                                 {"failed_nights", one.failed_nights},
                                 {"flaky_passes", one.flaky_passes},
                                 {"alternations", one.alternations},
                                 {"tests", one.tests}});
  return json;
}

}  // namespace

ExitCode show_trend(const TrendArguments& arguments, Console& console) {
  history::TrendOptions options{.nights = arguments.nights, .metric = arguments.metric};
  options.rules.change.floor = parse_percentage("--floor", arguments.floor);
  history::History history(arguments.database, history::Access::read);
  const bool json = arguments.format == "json";
  std::string text;
  if (arguments.serial.empty()) {
    const FleetTrend fleet = history::fleet_trend(history, options);
    text = json ? history::document(fleet_json(fleet)) : history::text_of(fleet, arguments.most);
  } else {
    const auto trends = history::device_trends(history, arguments.serial, options);
    if (trends.empty()) {
      console.err << "assay: the history knows no serial \"" << plain(arguments.serial) << "\"\n";
      return ExitCode::unknown;
    }
    text = json ? history::document(trends_json(trends)) : history::text_of(trends);
  }
  write_output(console, "--out", arguments.out, text);
  return ExitCode::pass;
}

}  // namespace assay
