#include "reports/history/nights.hpp"

#include <fmt/format.h>

#include <chrono>

#include "core/time_stamp.hpp"

namespace assay::history {
namespace {

namespace chrono = std::chrono;

constexpr double kSecondsADay = 86'400;

chrono::year_month_day date_of(NightNumber night) { return chrono::sys_days(chrono::days(night)); }

NightNumber night_of(chrono::year_month_day date) {
  return static_cast<NightNumber>(chrono::sys_days(date).time_since_epoch().count());
}

}  // namespace

std::optional<NightNumber> parse_night(const std::string& text) {
  const bool is_date = text.size() == 10;
  const auto seconds = parse_iso8601(is_date ? text + "T00:00:00Z" : text);
  if (!seconds || *seconds < 0) return std::nullopt;
  const auto night = static_cast<NightNumber>(*seconds / kSecondsADay);
  if (night_text(night) != text.substr(0, 10)) return std::nullopt;
  return night;
}

std::string night_text(NightNumber night) {
  const auto date = date_of(night);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Month month_of(NightNumber night) {
  const auto date = date_of(night);
  const auto month = date.year() / date.month();
  return {night_of(month / 1), night_of((month + chrono::months(1)) / 1),
          night_text(night).replace(4, 1, "_").substr(0, 7)};
}

}  // namespace assay::history
