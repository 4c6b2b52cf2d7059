#include <fmt/format.h>

#include <algorithm>

#include "cli/history/text.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/summary.hpp"

namespace assay::history {
namespace {

using Side = Aligned::Side;

std::string shift_text(const Shift& shift, Unit unit) {
  std::string text =
      fmt::format("{} -> {}", quantity(shift.before, unit), quantity(shift.after, unit));
  if (shift.share()) text += " (" + margin(shift.share());
  if (shift.share() && shift.interval && shift.before != 0)
    text += fmt::format(", {} to {}", margin(shift.interval->low / std::abs(shift.before)),
                        margin(shift.interval->high / std::abs(shift.before)));
  return shift.share() ? text + ')' : text;
}

std::string cause_text(const DeviceTrend& trend, const MetricTrend& metric, const Step& step) {
  const Point& from = metric.points[step.at - 1];
  const Point& to = metric.points[step.at];
  if (step.cause == Step::Cause::setup)
    return setup_change(trend.setups.at(from.setup), trend.setups.at(to.setup));
  return seat_change(trend.seats.at(from.seat), trend.seats.at(to.seat));
}

void add_findings(Aligned& table, const DeviceTrend& trend, const MetricTrend& metric) {
  const Unit unit = metric.metric.unit;
  for (const ChangePoint& change : metric.trend.changes)
    table.add({night_text(metric.points[change.at].night), text_of(metric.metric), "level",
               shift_text(change.shift, unit), ""});
  for (const Step& step : metric.trend.steps)
    table.add({night_text(metric.points[step.at].night), text_of(metric.metric),
               step.regression ? "REGRESSION" : "no regression", shift_text(step.shift, unit),
               cause_text(trend, metric, step)});
}

std::string more_text(std::size_t all, std::size_t most) {
  return all > most ? fmt::format("and {} more\n", all - most) : "";
}

}  // namespace

std::string text_of(const std::vector<DeviceTrend>& trends) {
  std::string text;
  for (const DeviceTrend& one : trends) {
    text += text_of(std::vector<DeviceHistory>{{one.device, one.stays, one.troubles}});
    Aligned metrics({Side::left, Side::right, Side::right, Side::right, Side::right});
    metrics.add({"metric", "nights", "median", "last", "noise"});
    Aligned findings({Side::left, Side::left, Side::left, Side::left, Side::left});
    findings.add({"from night", "metric", "what", "before -> after", "what changed"});
    for (const MetricTrend& metric : one.metrics) {
      const Unit unit = metric.metric.unit;
      metrics.add({text_of(metric.metric), std::to_string(metric.points.size()),
                   quantity(metric.trend.middle, unit), quantity(metric.points.back().value, unit),
                   quantity(metric.trend.noise, unit)});
      add_findings(findings, one, metric);
    }
    text += '\n' + metrics.text() + '\n' + findings.text();
  }
  return text;
}

std::string text_of(const FleetTrend& fleet, std::size_t most) {
  std::string text = fmt::format("{}, {}, {} series\n", counted(fleet.nights.size(), "night"),
                                 counted(fleet.devices, "device"), fleet.series);
  Aligned effects({Side::left, Side::left, Side::right, Side::right, Side::left});
  effects.add({"what changed", "metric", "devices", "regressions", "median shift"});
  for (std::size_t i = 0; i < std::min(most, fleet.effects.size()); ++i) {
    const SetupEffect& one = fleet.effects[i];
    effects.add({one.change, text_of(one.metric), std::to_string(one.devices),
                 std::to_string(one.regressions),
                 fmt::format("{} ({} to {})", margin(one.share), margin(one.interval.low),
                             margin(one.interval.high))});
  }
  if (!fleet.effects.empty()) text += '\n' + effects.text() + more_text(fleet.effects.size(), most);
  Aligned changes({Side::left, Side::left, Side::left, Side::left, Side::left, Side::left});
  changes.add({"device", "last at", "from night", "metric", "before -> after", "what changed"});
  for (std::size_t i = 0; i < std::min(most, fleet.changes.size()); ++i) {
    const DeviceChange& one = fleet.changes[i];
    const KnownDevice& device = fleet.names.at(one.device);
    changes.add({device.serial.empty() ? device.key : device.serial, seat_text(one.seat),
                 night_text(one.night), text_of(one.metric), shift_text(one.shift, one.metric.unit),
                 one.cause});
  }
  text += fleet.changes.empty() ? "no device changed\n"
                                : '\n' + changes.text() + more_text(fleet.changes.size(), most);
  Aligned offenders({Side::left, Side::left, Side::right, Side::right, Side::right, Side::left});
  offenders.add({"offender", "host", "failed nights", "flaky passes", "alternations", "tests"});
  for (std::size_t i = 0; i < std::min(most, fleet.offenders.size()); ++i) {
    const Offender& one = fleet.offenders[i];
    offenders.add({one.who, one.host, std::to_string(one.failed_nights),
                   std::to_string(one.flaky_passes), std::to_string(one.alternations),
                   fmt::format("{}", fmt::join(one.tests, ", "))});
  }
  if (fleet.offenders.empty()) return text + "no offenders\n";
  return text + '\n' + offenders.text() + more_text(fleet.offenders.size(), most);
}

}  // namespace assay::history
