#include "core/time_stamp.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <string_view>

namespace assay {
namespace {

/// All of `text` as decimal digits.
std::optional<int> digits(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// ".25" -> 0.25, "" -> 0.
std::optional<double> fraction(std::string_view text) {
  if (text.empty()) return 0;
  constexpr std::size_t most = 10;
  if (text.front() != '.' || text.size() > most || !digits(text.substr(1))) return std::nullopt;
  double value = 0;
  double place = 1;
  for (const char digit : text.substr(1)) value += (place /= 10) * (digit - '0');
  return value;
}

}  // namespace

std::optional<double> parse_iso8601(const std::string& text) {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  if (text.size() <= form.size() || text.back() != 'Z') return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] != '0' && form[i] != text[i]) return std::nullopt;
  const std::string_view view = text;
  const std::array<std::optional<int>, 6> parts{
      digits(view.substr(0, 4)),  digits(view.substr(5, 2)),  digits(view.substr(8, 2)),
      digits(view.substr(11, 2)), digits(view.substr(14, 2)), digits(view.substr(17, 2))};
  const auto rest = fraction(view.substr(form.size(), view.size() - form.size() - 1));
  for (const auto& part : parts)
    if (!part) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{*parts[0]},
                                        std::chrono::month{static_cast<unsigned>(*parts[1])},
                                        std::chrono::day{static_cast<unsigned>(*parts[2])}};
  constexpr int leap_second = 60;
  if (!rest || !day.ok() || *parts[3] > 23 || *parts[4] > 59 || *parts[5] > leap_second)
    return std::nullopt;
  const auto days = std::chrono::sys_days{day}.time_since_epoch().count();
  return static_cast<double>(days) * 86400 + *parts[3] * 3600 + *parts[4] * 60 + *parts[5] + *rest;
}

}  // namespace assay
