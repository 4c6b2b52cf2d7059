#include "burnin/host/hwmon_telemetry.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "burnin/host/numbered.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

constexpr const char* kChips = "/sys/class/hwmon";
constexpr double kMilli = 1e-3, kMicro = 1e-6;

bool is_watched_elsewhere(const std::string& chip) {
  constexpr std::array<std::string_view, 6> names{"coretemp",    "k10temp", "zenpower",
                                                  "cpu_thermal", "nvme",    "drivetemp"};
  return std::find(names.begin(), names.end(), chip) != names.end();
}

bool is_inlet(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text.find("inlet") != std::string::npos || text.find("ambient") != std::string::npos;
}

/// "fan2_input" -> "fan2", where it is an input of that kind.
std::optional<std::string> channel(const std::string& file, std::string_view kind) {
  constexpr std::string_view ending = "_input";
  if (!file.starts_with(kind) || !file.ends_with(ending)) return std::nullopt;
  std::string name = file.substr(0, file.size() - ending.size());
  if (!whole_number(std::string_view(name).substr(kind.size()))) return std::nullopt;
  return name;
}

}  // namespace

HwmonTelemetry::HwmonTelemetry(const HostFiles& files) : files_(files) {
  for (const std::string& hwmon : numbered(files, kChips, "hwmon")) {
    const std::string folder = std::string(kChips) + "/" + hwmon;
    const std::string chip = files.read(folder + "/name").text;
    add_chip(folder, chip.empty() ? hwmon : chip);
  }
}

/// Two chips of one name with the same labels are told apart by a number.
void HwmonTelemetry::add(Input input) {
  if (!files_.read_integer(input.path)) return;
  const std::string id = input.subject.id;
  const auto taken = [&](const Input& other) {
    return other.subject == input.subject && other.name == input.name;
  };
  for (int n = 2; !id.empty() && std::any_of(inputs_.begin(), inputs_.end(), taken); ++n)
    input.subject.id = id + "#" + std::to_string(n);
  inputs_.push_back(std::move(input));
}

void HwmonTelemetry::add_chip(const std::string& folder, const std::string& chip) {
  if (chip == "power_meter")
    return add({folder + "/power1_average", Subject{}, "node_power_w", kMicro});
  for (const std::string& file : files_.list(folder)) {
    const auto add_input = [&](const std::string& name, Input input) {
      const std::string label = files_.read(folder + "/" + name + "_label").text;
      input.path = folder + "/" + file;
      input.subject.id = chip + "/" + (label.empty() ? name : label);
      input.inlet = input.name == "temperature_c" && is_inlet(label);
      add(std::move(input));
    };
    if (const auto fan = channel(file, "fan"))
      add_input(*fan, {.subject = {.kind = "fan"}, .name = "fan_rpm"});
    const auto temperature = channel(file, "temp");
    if (temperature && !is_watched_elsewhere(chip))
      add_input(*temperature,
                {.subject = {.kind = "sensor"}, .name = "temperature_c", .scale = kMilli});
  }
}

std::vector<Sensor> HwmonTelemetry::read() {
  std::vector<Sensor> sensors;
  std::optional<double> inlet;
  for (const Input& input : inputs_) {
    const auto raw = files_.read_integer(input.path);
    if (!raw) continue;
    const double value = static_cast<double>(*raw) * input.scale;
    if (input.inlet) inlet = std::max(inlet.value_or(value), value);
    sensors.push_back({input.subject, input.name, value});
  }
  if (inlet) sensors.push_back({Subject{}, "inlet_temperature_c", *inlet});
  if (sensors.empty()) throw Error("no sensor of the board answers");
  return sensors;
}

}  // namespace assay
