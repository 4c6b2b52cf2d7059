#include "cli/run/burn_view.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "reports/render/quantity.hpp"

namespace assay {
namespace {

std::string or_dash(double value, Unit unit) {
  return std::isnan(value) ? "-" : quantity(value, unit);
}

std::string signed_percent(double ratio) {
  if (std::isnan(ratio)) return "-";
  char text[16];
  std::snprintf(text, sizeof text, "%+.1f %%", 100 * (ratio - 1));
  return text;
}

std::string errors_text(std::uint64_t errors) {
  return std::to_string(errors) + (errors == 1 ? " error" : " errors");
}

std::string cell(const std::string& text, std::size_t width) {
  return std::string(text.size() < width ? width - text.size() : 0, ' ') + text;
}

std::string line_of(const Burn::Now& device) {
  std::string name = label(device.subject);
  name.resize(std::max<std::size_t>(name.size(), 7), ' ');
  return name + cell(or_dash(device.power_w, Unit::watts), 10) +
         cell(or_dash(device.temperature_c, Unit::celsius), 11) +
         cell(or_dash(device.clock_hz, Unit::hertz), 12) +
         cell(or_dash(device.rate, device.unit), 16) + cell(signed_percent(device.droop), 9) +
         "  " + errors_text(device.errors);
}

}  // namespace

Details burn_details(const std::vector<Burn::Now>& devices, double position_s, double planned_s) {
  Details details;
  double watts = 0;
  std::uint64_t errors = 0;
  const Burn::Now* hottest = nullptr;
  const Burn::Now* slowest = nullptr;
  for (const Burn::Now& device : devices) {
    details.lines.push_back(line_of(device));
    if (!std::isnan(device.power_w)) watts += device.power_w;
    errors += device.errors;
    if (!std::isnan(device.temperature_c) &&
        (hottest == nullptr || device.temperature_c > hottest->temperature_c))
      hottest = &device;
    if (!std::isnan(device.droop) && (slowest == nullptr || device.droop < slowest->droop))
      slowest = &device;
  }
  details.summary = clock_text(position_s) + " of " + clock_text(planned_s);
  if (watts > 0) details.summary += "  " + quantity(watts, Unit::watts);
  if (hottest != nullptr)
    details.summary += "  hottest " + quantity(hottest->temperature_c, Unit::celsius) + " (" +
                       label(hottest->subject) + ")";
  if (slowest != nullptr)
    details.summary +=
        "  slowest " + signed_percent(slowest->droop) + " (" + label(slowest->subject) + ")";
  details.summary += "  " + errors_text(errors);
  return details;
}

}  // namespace assay
