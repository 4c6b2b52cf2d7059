#include <algorithm>
#include <cmath>

#include "reports/history/trends.hpp"

namespace assay::history {
namespace {

std::string or_nothing(const std::string& value) { return value.empty() ? "nothing" : value; }

void add(std::string& text, const std::string& name, const std::string& from,
         const std::string& to) {
  text += (text.empty() ? "" : ", ") + name + ' ' + or_nothing(from) + " -> " + or_nothing(to);
}

std::string value_in(const std::map<std::string, std::string>& setup, const std::string& name) {
  const auto at = setup.find(name);
  return at == setup.end() ? "" : at->second;
}

}  // namespace

std::string setup_change(const std::map<std::string, std::string>& from,
                         const std::map<std::string, std::string>& to) {
  std::string text;
  for (const auto& [name, value] : from)
    if (value_in(to, name) != value) add(text, name, value, value_in(to, name));
  for (const auto& [name, value] : to)
    if (!from.contains(name)) add(text, name, "", value);
  return text;
}

std::string seat_text(const Seat& seat) {
  std::string text = seat.host;
  if (seat.slot != "node") text += ' ' + seat.slot;
  if (!seat.rack.empty()) text += " (rack " + seat.rack + ')';
  if (!seat.owner.empty()) text += " of " + seat.owner;
  return text;
}

std::string seat_change(const Seat& from, const Seat& to) {
  return seat_text(from) + " -> " + seat_text(to);
}

Shift::Interval median_interval(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const double outside = std::floor(n / 2 - 1.959963984540054 * std::sqrt(n) / 2);
  const auto k = outside >= 1 ? static_cast<std::size_t>(outside) : 1;
  return {values[k - 1], values[values.size() - k]};
}

}  // namespace assay::history
