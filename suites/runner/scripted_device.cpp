#include "suites/runner/scripted_device.hpp"

#include <charconv>
#include <cmath>
#include <set>
#include <sstream>
#include <string_view>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr double kMostBytes = 1e15;

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
  std::string name;
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
};

void set(ScriptedDevice& device, const Line& line) {
  if (line.name == "memory")
    device.memory_bytes = line.whole(kMostBytes);
  else if (line.name == "units")
    device.units = line.whole(1024);
  else if (line.name == "bytes_per_second")
    device.rates.bytes_per_second = line.positive();
  else if (line.name == "flops_per_second")
    device.rates.flops_per_second = line.positive();
  else if (line.name == "seconds_per_call")
    device.rates.seconds_per_call = line.positive();
  else
    line.refuse(
        "unknown; known are memory, units, bytes_per_second, flops_per_second, seconds_per_call");
}

}  // namespace

ScriptedDevice read_scripted_device(const std::string& text, const std::string& source) {
  ScriptedDevice device;
  std::set<std::string> seen;
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string whole; std::getline(lines, whole);) {
    ++number;
    const std::string_view line = trimmed(std::string_view(whole).substr(0, whole.find('#')));
    if (line.empty()) continue;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos)
      throw InputError(source, number, "", "not \"name = value\"");
    const Line parts{source, number, std::string(trimmed(line.substr(0, equals))),
                     trimmed(line.substr(equals + 1))};
    if (!seen.insert(parts.name).second) parts.refuse("set twice");
    set(device, parts);
  }
  return device;
}

DeviceFacts facts_of(const ScriptedDevice& device) {
  DeviceFacts facts;
  facts.name = "scripted";
  facts.units = static_cast<int>(device.units);
  facts.free_bytes = facts.memory_bytes = device.memory_bytes;
  facts.caches = {{1, 32 << 10}, {2, 256 << 10}};
  facts.peak_bytes_per_second = device.rates.bytes_per_second;
  return facts;
}

}  // namespace assay
