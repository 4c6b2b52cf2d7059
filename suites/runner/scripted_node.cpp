#include "suites/runner/scripted_node.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string_view>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr double kMostBytes = 1e15;
constexpr double kMostGpus = 64;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r";
  const auto begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

/// One line of the file, and where it stands.
struct Line {
  const std::string& source;
  std::size_t number;
  std::string_view gpu;  ///< N of "gpu N:"; "" = it is for all
  std::string name;      ///< "" for a fault
  std::string_view value;

  [[noreturn]] void refuse(const std::string& message) const {
    throw InputError(source, number, name, message);
  }
  [[nodiscard]] double positive() const {
    double parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc{} || end != value.data() + value.size() || !std::isfinite(parsed) ||
        parsed <= 0)
      refuse("needs a positive number, not \"" + std::string(value) + "\"");
    return parsed;
  }
  [[nodiscard]] std::int64_t whole(double most) const {
    const double parsed = positive();
    if (parsed != std::floor(parsed) || parsed > most)
      refuse("needs a whole number up to " + std::to_string(static_cast<std::int64_t>(most)));
    return static_cast<std::int64_t>(parsed);
  }
  /// A number counted from 0.
  [[nodiscard]] std::size_t index(std::string_view text) const {
    std::size_t parsed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error != std::errc{} || end != text.data() + text.size())
      refuse("needs a number, not \"" + std::string(text) + "\"");
    return parsed;
  }
};

using Setter = void (*)(ScriptedGpu&, const Line&);

template <std::string Gpu::*member>
void set_word(ScriptedGpu& gpu, const Line& line) {
  gpu.identity.*member = line.value;
}
template <std::optional<double> Script::*member>
void set_rate(ScriptedGpu& gpu, const Line& line) {
  gpu.device.rates.*member = line.positive();
}

/// What a line may set, by name.
const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> all{
      {"memory",
       [](ScriptedGpu& g, const Line& l) { g.device.memory_bytes = l.whole(kMostBytes); }},
      {"bytes", [](ScriptedGpu& g, const Line& l) { g.device.test_bytes = l.whole(kMostBytes); }},
      {"units", [](ScriptedGpu& g, const Line& l) { g.device.units = l.whole(1024); }},
      {"name", [](ScriptedGpu& g, const Line& l) { g.device.name = l.value; }},
      {"bytes_per_second", set_rate<&Script::bytes_per_second>},
      {"flops_per_second", set_rate<&Script::flops_per_second>},
      {"link_bytes_per_second", set_rate<&Script::link_bytes_per_second>},
      {"seconds_per_call", set_rate<&Script::seconds_per_call>},
      {"uuid", set_word<&Gpu::uuid>},
      {"serial", set_word<&Gpu::serial>},
      {"vbios", set_word<&Gpu::vbios>},
      {"pci", set_word<&Gpu::pci>},
      {"board_part", set_word<&Gpu::board_part>},
      {"compute_capability", set_word<&Gpu::compute_capability>},
      {"pcie_width", [](ScriptedGpu& g, const Line& l) { g.identity.pcie_width = l.whole(32); }},
      {"numa_node",
       [](ScriptedGpu& g, const Line& l) {
         g.numa_node = static_cast<std::int64_t>(l.index(l.value));
       }},
      {"power", [](ScriptedGpu& g, const Line& l) { g.sensors["power_w"] = l.positive(); }},
      {"temperature",
       [](ScriptedGpu& g, const Line& l) { g.sensors["temperature_c"] = l.positive(); }},
  };
  return all;
}

void set(ScriptedGpu& gpu, const Line& line) {
  const auto setter = setters().find(line.name);
  if (setter != setters().end()) {
    setter->second(gpu, line);
    return;
  }
  std::string known = "gpus";
  for (const auto& [name, ignored] : setters()) known += ", " + name;
  line.refuse("unknown; known are " + known);
}

/// Cuts "gpu N: " off, and the name off its value.
Line line_of(std::string_view text, const std::string& source, std::size_t number) {
  Line line{source, number, {}, {}, {}};
  const auto colon = text.find(':');
  if (text.starts_with("gpu ") && colon != std::string_view::npos) {
    line.gpu = trimmed(text.substr(4, colon - 4));
    text = trimmed(text.substr(colon + 1));
  }
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) {
    if (line.gpu.empty()) line.refuse("neither \"name = value\" nor \"gpu N: FAULT[@TEST]\"");
    line.value = text;
    return line;
  }
  line.name = trimmed(text.substr(0, equals));
  line.value = trimmed(text.substr(equals + 1));
  return line;
}

std::vector<Line> lines_of(const std::string& text, const std::string& source) {
  std::vector<Line> lines;
  std::set<std::pair<std::string_view, std::string>> seen;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++number;
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view whole = std::string_view(text).substr(begin, end - begin);
    begin = end + 1;
    const std::string_view stripped = trimmed(whole.substr(0, whole.find('#')));
    if (stripped.empty()) continue;
    lines.push_back(line_of(stripped, source, number));
    const Line& line = lines.back();
    if (!line.name.empty() && !seen.emplace(line.gpu, line.name).second) line.refuse("set twice");
  }
  return lines;
}

ScriptedGpu numbered(ScriptedGpu gpu, std::size_t index) {
  Gpu& identity = gpu.identity;
  identity.index = static_cast<std::int64_t>(index);
  for (std::string Gpu::*member : {&Gpu::uuid, &Gpu::serial, &Gpu::vbios, &Gpu::pci})
    for (auto at = (identity.*member).find("{}"); at != std::string::npos;
         at = (identity.*member).find("{}"))
      (identity.*member).replace(at, 2, std::to_string(index));
  return gpu;
}

void complete(ScriptedGpu& gpu) {
  gpu.identity.name = gpu.device.name;
  gpu.identity.memory_bytes = gpu.device.memory_bytes;
  gpu.identity.sms = gpu.device.units;
}

void plant(ScriptedNode& node, const Line& line, std::size_t gpu) {
  Injection injection;
  try {
    injection = parse_injection(line.value);
  } catch (const InputError& error) {
    line.refuse(error.what());
  }
  injection.gpu = static_cast<std::int64_t>(gpu);
  node.injections.push_back(std::move(injection));
}

}  // namespace

ScriptedNode read_scripted_node(const std::string& text, const std::string& source) {
  const std::vector<Line> lines = lines_of(text, source);
  ScriptedNode node;
  ScriptedGpu common;
  std::size_t gpus = 0;
  for (const Line& line : lines) {
    if (!line.gpu.empty()) continue;
    if (line.name == "gpus")
      gpus = static_cast<std::size_t>(line.whole(kMostGpus));
    else
      set(common, line);
  }
  node.host = common.device;
  for (std::size_t i = 0; i < gpus; ++i) node.gpus.push_back(numbered(common, i));
  for (const Line& line : lines) {
    if (line.gpu.empty()) continue;
    const std::size_t gpu = line.index(line.gpu);
    if (gpu >= gpus) line.refuse("there are " + std::to_string(gpus) + " GPUs (gpus = N)");
    if (line.name.empty())
      plant(node, line, gpu);
    else
      set(node.gpus[gpu], line);
  }
  for (ScriptedGpu& gpu : node.gpus) complete(gpu);
  return node;
}

DeviceSubject subject_of(const ScriptedGpu& gpu) {
  DeviceSubject subject;
  subject.subject.kind = "gpu";
  subject.subject.index = gpu.identity.index;
  subject.subject.uuid = gpu.identity.uuid;
  subject.subject.serial = gpu.identity.serial;
  subject.numa_node = gpu.numa_node;
  subject.scripted = gpu.device;
  return subject;
}

}  // namespace assay
