#include "cli/hours/words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace assay {
namespace {

constexpr double kHour_s = 3600, kDay_s = 86400;
/// Of a number that is whole but for the last bits of a double no next one is made.
constexpr double kNoise = 1e-9;

std::string up(double value, double step) {
  return fmt::format("{:.{}f}", std::ceil(value / step * (1 - kNoise)) * step, step < 1 ? 1 : 0);
}

std::string down(double value, double step) {
  return fmt::format("{:.{}f}", std::floor(value / step * (1 + kNoise)) * step, step < 1 ? 1 : 0);
}

double step_of(double hours) { return hours < 100 ? 0.1 : 1; }

}  // namespace

std::string hours_up(double seconds) {
  const double hours = seconds / kHour_s;
  return up(hours, step_of(hours)) + " h";
}

std::string hours_down(double seconds) {
  const double hours = seconds / kHour_s;
  return down(hours, step_of(hours)) + " h";
}

std::string days_up(double seconds) { return up(seconds / kDay_s, 0.1) + " days"; }

std::string percent(double share) { return fmt::format("{:.6g} %", share * 100); }

}  // namespace assay
