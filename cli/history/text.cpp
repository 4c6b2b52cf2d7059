#include "cli/history/text.hpp"

#include <fmt/format.h>

#include "reports/render/aligned.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/summary.hpp"

namespace assay::history {
namespace {

using Side = Aligned::Side;

std::string nights_text(NightNumber first, NightNumber last) {
  return first == last ? night_text(first) : night_text(first) + " to " + night_text(last);
}

std::string named(const KnownDevice& device) {
  return device.kind + ' ' + (device.serial.empty() ? device.key : device.serial);
}

std::string place_text(const Seat& seat) {
  std::string text;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, value);
  };
  add("rack", seat.rack);
  add("unit", seat.unit);
  add("leaf", seat.leaf);
  add("su", seat.su);
  add("owner", seat.owner);
  return text;
}

std::string setup_text(const std::map<std::string, std::string>& setup) {
  std::string text;
  for (const auto& [name, value] : setup)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, value.empty() ? "gone" : value);
  return text;
}

constexpr const char* kNoTrouble = "no test failed or needed a further attempt\n";

/// `none` is said where there are none.
std::string troubles_text(const std::vector<TroubleLine>& troubles, const char* none = kNoTrouble) {
  if (troubles.empty()) return none;
  Aligned table(
      {Side::left, Side::left, Side::left, Side::left, Side::left, Side::right, Side::left});
  table.add({"night", "host", "device", "test", "outcome", "attempts", "why"});
  for (const TroubleLine& one : troubles)
    table.add({night_text(one.night), one.host, one.device,
               one.part.empty() ? one.test : one.test + ' ' + one.part, one.outcome,
               std::to_string(one.attempts), one.reason});
  return table.text();
}

}  // namespace

std::string text_of(const MetricKey& metric) {
  std::string about = metric.params;
  for (const std::string& more : {metric.part, metric.statistic})
    if (!more.empty()) about += (about.empty() ? "" : ", ") + more;
  return metric.test + '.' + metric.name + (about.empty() ? "" : " (" + about + ')');
}

std::string text_of(const NodeHistory& node) {
  std::string text = plain(node.host) + ": " + counted(node.runs.size(), "run") + '\n';
  Aligned runs({Side::left, Side::left, Side::left, Side::left});
  runs.add({"night", "level", "complete", "setup, then its changes"});
  for (const RunLine& run : node.runs)
    runs.add(
        {night_text(run.night), run.level, run.complete ? "yes" : "no", setup_text(run.setup)});
  text += runs.text() + '\n';
  if (!node.judgements.empty()) {
    Aligned verdicts({Side::left, Side::left, Side::left, Side::left});
    verdicts.add({"night", "profile", "verdict", "worst reason"});
    for (const JudgementLine& one : node.judgements)
      verdicts.add({night_text(one.night), one.profile, one.verdict,
                    one.reasons.empty() ? "" : one.reasons.front()});
    text += verdicts.text() + '\n';
  }
  text += troubles_text(node.troubles) + '\n';
  Aligned parts({Side::left, Side::left, Side::left});
  parts.add({"in it last", "serial", "known by"});
  for (const NodeHistory::Part& part : node.parts)
    parts.add({part.slot, part.device.serial, part.device.key});
  return text + parts.text();
}

std::string text_of(const std::vector<DeviceHistory>& devices) {
  std::string text;
  for (const DeviceHistory& one : devices) {
    text += fmt::format("{}{}, known by {}\n", text.empty() ? "" : "\n", plain(named(one.device)),
                        plain(one.device.key));
    Aligned stays({Side::left, Side::left, Side::left, Side::left, Side::right});
    stays.add({"host", "slot", "place", "seen", "nights"});
    for (const Stay& stay : one.stays)
      stays.add({stay.seat.host, stay.seat.slot, place_text(stay.seat),
                 nights_text(stay.first, stay.last), std::to_string(stay.nights)});
    text += stays.text() + troubles_text(one.troubles);
  }
  return text;
}

std::string text_of(const std::vector<NightLine>& lines) {
  Aligned table({Side::left, Side::left, Side::right, Side::right, Side::right, Side::right});
  table.add({"metric", "night", "devices", "min", "median", "max"});
  for (const NightLine& line : lines)
    table.add({text_of(line.metric), night_text(line.night), std::to_string(line.devices),
               quantity(line.min, line.metric.unit), quantity(line.median, line.metric.unit),
               quantity(line.max, line.metric.unit)});
  return table.text();
}

std::string text_of(const std::vector<Move>& moves) {
  if (moves.empty()) return "nothing moved\n";
  Aligned table({Side::left, Side::left, Side::left, Side::left});
  table.add({"device", "from", "to", "between"});
  for (const Move& move : moves)
    table.add({named(move.device),
               move.from.host + ' ' + move.from.slot + ' ' + place_text(move.from),
               move.to.host + ' ' + move.to.slot + ' ' + place_text(move.to),
               nights_text(move.left, move.seen)});
  return table.text();
}

std::string text_of(const Changes& changes) {
  std::string text;
  Aligned table({Side::left, Side::left, Side::left, Side::right, Side::left});
  table.add({"what", "from", "to", "hosts", "first of them"});
  for (const Changes::Setting& one : changes.settings)
    table.add({one.name, one.from, one.to, std::to_string(one.hosts.size()), one.hosts.front()});
  text += changes.settings.empty() ? "no software or firmware changed\n" : table.text();
  for (const auto& [title, hosts] : {std::pair{"new", &changes.new_hosts},
                                     std::pair{"not in the last night", &changes.gone_hosts}}) {
    if (hosts->empty()) continue;
    text += fmt::format("\n{} {}:", counted(hosts->size(), "host"), title);
    for (const std::string& host : *hosts) text += ' ' + plain(host);
    text += '\n';
  }
  return text + '\n' + text_of(changes.moves) + '\n' +
         troubles_text(changes.troubles, "no test is in trouble that was not before\n");
}

}  // namespace assay::history
