#include "tests/fakes/nvml/scenario.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

namespace assay::fakes {
namespace {

constexpr int kEvery = -2;

bool is_analog(const std::string& key) {
  static const std::set<std::string> keys{"temperature", "memory_temperature", "margin", "power",
                                          "sm_clock"};
  return keys.contains(key);
}

int who_of(const std::string& word) {
  if (word == "node") return Scenario::kNode;
  return word == "*" ? kEvery : std::stoi(word);
}

}  // namespace

const std::map<std::string, std::string>& Scenario::healthy() {
  static const std::map<std::string, std::string> values{
      // Of the node. `clock` >= 0 is the time in place of the real one.
      {"gpus", "8"},
      {"driver_not_loaded", "0"},
      {"driver", "580.95.05"},
      {"cuda", "13000"},
      {"clock", "-1"},
      // What becomes of a GPU. `hang` lasts until the file says otherwise.
      {"absent", "0"},
      {"lost", "0"},
      {"hang", "0"},
      {"unsupported", "0"},
      {"xid", "0"},
      {"process", "0"},
      // Identity and settings; watts, MHz, degrees.
      {"name", "NVIDIA_H100_80GB_HBM3"},
      {"vbios", "96.00.89.00.01"},
      {"memory_gib", "80"},
      {"ecc", "1"},
      {"ecc_pending", "1"},
      {"mig", "0"},
      {"persistence", "1"},
      {"compute_mode", "0"},
      {"power_limit", "700"},
      {"default_power_limit", "700"},
      {"pcie_gen", "5"},
      {"pcie_width", "16"},
      {"pcie_width_max", "16"},
      {"temperature", "40"},
      {"memory_temperature", "45"},
      {"margin", "45"},
      {"max_temperature", "87"},
      {"power", "95"},
      {"sm_clock", "1980"},
      {"memory_clock", "2619"},
      {"utilisation", "0"},
      {"throttle", "0"},
      {"throttled_ns", "0"},
      {"dram_corrected", "0"},
      {"dram_uncorrected", "0"},
      {"sram_corrected", "0"},
      {"sram_uncorrected", "0"},
      {"sram_threshold", "0"},
      {"aggregate_corrected", "3"},
      {"aggregate_uncorrected", "0"},
      {"remap_corrected", "0"},
      {"remap_uncorrected", "0"},
      {"remap_pending", "0"},
      {"remap_failure", "0"},
      {"pcie_replays", "2"},
      {"recovery_action", "0"},
      {"fabric_state", "3"},
      {"fabric_health", "0"},
      {"nvlink_generation", "4"},
      {"nvlinks", "18"},
      {"nvlinks_down", "0"},
      {"nvlink_mbps", "26562"},
      {"nvlink_errors", "0"}};
  return values;
}

Scenario::Scenario(std::istream& lines) {
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) try {
      add(line.substr(0, line.find('#')));
    } catch (const std::exception& error) {
      throw std::runtime_error("line " + std::to_string(number) + ": " + error.what());
    }
}

void Scenario::add(const std::string& line) {
  std::istringstream words(line);
  double at_s = 0;
  std::string who;
  std::string key;
  std::string value;
  if (!(words >> who)) return;  // nothing but a comment
  at_s = std::stod(who);
  if (!(words >> who >> key >> value)) throw std::runtime_error("not \"time who key value\"");
  if (!healthy().contains(key)) throw std::runtime_error("no key " + key);
  Points& points = points_[{who_of(who), key}];
  const auto later = std::upper_bound(points.begin(), points.end(), at_s,
                                      [](double at, const auto& one) { return at < one.first; });
  points.emplace(later, at_s, value);
}

const Scenario::Points* Scenario::points(int gpu, const std::string& key) const {
  for (const int who : {gpu, kEvery})
    if (const auto found = points_.find({who, key}); found != points_.end()) return &found->second;
  return nullptr;
}

std::string Scenario::text(int gpu, const std::string& key, double at_s) const {
  std::string value = healthy().at(key);
  if (const Points* curve = points(gpu, key))
    for (const auto& [from_s, then] : *curve)
      if (from_s <= at_s) value = then;
  return value;
}

double Scenario::number(int gpu, const std::string& key, double at_s) const {
  const double value = std::stod(text(gpu, key, at_s));
  const Points* curve = points(gpu, key);
  if (curve == nullptr || !is_analog(key)) return value;
  const auto next = std::find_if(curve->begin(), curve->end(),
                                 [&](const auto& point) { return point.first > at_s; });
  if (next == curve->begin() || next == curve->end()) return value;
  const auto& from = *std::prev(next);
  return value +
         (std::stod(next->second) - value) * (at_s - from.first) / (next->first - from.first);
}

double Scenario::integral(int gpu, const std::string& key, double to_s) const {
  std::vector<double> times{0, to_s};
  if (const Points* curve = points(gpu, key))
    for (const auto& point : *curve)
      if (point.first > 0 && point.first < to_s) times.push_back(point.first);
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (std::size_t i = 1; i < times.size(); ++i)
    sum += (number(gpu, key, times[i - 1]) + number(gpu, key, times[i])) / 2 *
           (times[i] - times[i - 1]);
  return sum;
}

std::vector<std::pair<double, double>> Scenario::happened(int gpu, const std::string& key,
                                                          double at_s) const {
  std::vector<std::pair<double, double>> events;
  if (const Points* all = points(gpu, key))
    for (const auto& [from_s, value] : *all)
      if (from_s <= at_s) events.emplace_back(from_s, std::stod(value));
  return events;
}

}  // namespace assay::fakes
