#include "burnin/host/ipmi_telemetry.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/error.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 5> kStates{"ok", "nc", "cr", "nr", "ns"};

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const auto comma = line.find(',');
    fields.push_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool has(std::string text, std::initializer_list<std::string_view> words) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

/// The node's own quantity that `label` stands for, where it does.
std::string_view node_quantity(const IpmiReading& reading) {
  if (reading.unit == "degrees C" && has(reading.label, {"inlet", "ambient"}))
    return "ipmi_inlet_temperature_c";
  const bool of_node =
      has(reading.label, {"pwr consumption", "power consumption", "total_power", "total power",
                          "sys power", "system power", "sys_power"});
  return reading.unit == "Watts" && of_node ? "ipmi_power_w" : "";
}

void add(const IpmiReading& reading, std::vector<Sensor>& sensors) {
  constexpr std::array<std::array<std::string_view, 3>, 3> quantities{
      {{"degrees C", "sensor", "temperature_c"},
       {"RPM", "fan", "fan_rpm"},
       {"Watts", "sensor", "power_w"}}};
  if (!reading.value) return;
  for (const auto& [unit, kind, name] : quantities)
    if (reading.unit == unit)
      sensors.push_back({{.kind = std::string(kind), .id = "ipmi/" + reading.label},
                         std::string(name),
                         *reading.value});
  const std::string name(node_quantity(reading));
  const auto same = [&](const Sensor& sensor) { return sensor.name == name; };
  if (name.empty()) return;
  const auto there = std::find_if(sensors.begin(), sensors.end(), same);
  if (there == sensors.end())
    sensors.push_back({Subject{}, name, *reading.value});
  else  // of several inlets the warmest, of several figures for all of the node the highest
    there->value = std::max(there->value, *reading.value);
}

}  // namespace

std::vector<IpmiReading> parse_ipmi(std::string_view text) {
  std::vector<IpmiReading> readings;
  for (const std::string_view line : lines_of(text)) {
    if (trimmed(line).empty()) continue;
    const auto fields = fields_of(line);
    const auto refuse = [&] { throw Error("ipmitool printed \"" + std::string(line) + "\""); };
    if (fields.size() < 4 || fields[0].empty()) refuse();
    if (std::find(kStates.begin(), kStates.end(), fields[3]) == kStates.end()) refuse();
    IpmiReading& reading = readings.emplace_back();
    reading.label = fields[0];
    reading.value = number(fields[1]);
    reading.unit = fields[2];
    reading.status = fields[3];
    if (!reading.value && reading.status != "ns") refuse();
    if (reading.status == "ns") reading.value.reset();
  }
  if (readings.empty()) throw Error("ipmitool printed nothing");
  return readings;
}

std::string find_ipmitool(const HostFiles& files) {
  if (!files.is_this_machine() || geteuid() != 0) return "";
  if (!files.exists("/dev/ipmi0") && !files.exists("/dev/ipmi/0") &&
      !files.exists("/dev/ipmidev/0"))
    return "";
  for (const char* path : {"/usr/bin/ipmitool", "/usr/sbin/ipmitool", "/usr/local/bin/ipmitool"})
    if (files.exists(path)) return path;
  return "";
}

IpmiTelemetry::IpmiTelemetry(std::string program, Clock& clock, std::vector<std::string> arguments)
    : program_(std::move(program)), arguments_(std::move(arguments)), clock_(clock) {}

void IpmiTelemetry::notice(const IpmiReading& reading) {
  const std::string before = std::exchange(states_[reading.label], reading.status);
  if (reading.status == before || reading.status == "ok" || reading.status == "ns") return;
  events_.push_back({.at = iso8601(clock_.wall_s()),
                     .kind = "ipmi",
                     .subject = {.kind = "sensor", .id = "ipmi/" + reading.label},
                     .text = reading.label + " is beyond its limits (" + reading.status + ")"});
}

void IpmiTelemetry::collect() {
  const bool late = clock_.now_s() - *started_s_ > kDeadline_s;
  if (running_->runs() && !late) return;
  const ToolOutput output = std::exchange(running_, nullptr)->finish(0.1);
  sensors_.clear();  // what an earlier answer said must not outlive a failure
  if (!output.why_not.empty()) throw Error(output.why_not);
  const std::vector<IpmiReading> readings = parse_ipmi(output.text);
  for (const IpmiReading& reading : readings) {
    add(reading, sensors_);
    notice(reading);
  }
}

std::vector<Sensor> IpmiTelemetry::read() {
  if (running_) collect();
  if (!running_ && (!started_s_ || clock_.now_s() - *started_s_ >= kEvery_s)) {
    started_s_ = clock_.now_s();
    running_ = std::make_unique<RunningTool>(program_, arguments_);
  }
  return sensors_;
}

std::vector<Event> IpmiTelemetry::take_events() { return std::exchange(events_, {}); }

}  // namespace assay
