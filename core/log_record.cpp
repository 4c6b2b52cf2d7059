#include "core/log_record.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <ctime>

#include "core/text.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// A stamp that was found, and what stands behind it.
struct Stamped {
  double wall_s;
  std::string_view rest;
};

std::optional<int> month_of(std::string_view name) {
  const auto found = std::find(kMonths.begin(), kMonths.end(), name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<int>(found - kMonths.begin());
}

/// Does `text` begin like `shape`, where 0 stands for any digit?
bool begins_like(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  return std::equal(shape.begin(), shape.end(), text.begin(), [](char wanted, char found) {
    return wanted == '0' ? std::isdigit(static_cast<unsigned char>(found)) != 0 : wanted == found;
  });
}

int digits(std::string_view text) { return static_cast<int>(whole_number(text).value_or(0)); }

double wall(std::tm utc) { return static_cast<double>(timegm(&utc)); }

/// "07:08:57" into `time`.
bool take_time(std::string_view text, std::tm& time) {
  if (!begins_like(text, "00:00:00")) return false;
  time.tm_hour = digits(text.substr(0, 2));
  time.tm_min = digits(text.substr(3, 2));
  time.tm_sec = digits(text.substr(6, 2));
  return true;
}

/// Seconds east of Greenwich of "+01:00", "-0600", "Z"; drops it from `text`.
double take_zone(std::string_view& text) {
  if (text.starts_with('Z')) text.remove_prefix(1);
  const bool colon = begins_like(text.substr(std::min<std::size_t>(1, text.size())), "00:00");
  if (!colon && !begins_like(text.substr(std::min<std::size_t>(1, text.size())), "0000")) return 0;
  if (text[0] != '+' && text[0] != '-') return 0;
  const int minutes = 60 * digits(text.substr(1, 2)) + digits(text.substr(colon ? 4 : 3, 2));
  const double sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(colon ? 6 : 5);
  return sign * 60 * minutes;
}

/// "2025-02-10T16:28:06,502716+00:00"
std::optional<Stamped> iso_stamp(std::string_view text) {
  if (!begins_like(text, "0000-00-00T00:00:00")) return std::nullopt;
  std::tm time{};
  time.tm_year = digits(text.substr(0, 4)) - 1900;
  time.tm_mon = digits(text.substr(5, 2)) - 1;
  time.tm_mday = digits(text.substr(8, 2));
  take_time(text.substr(11), time);
  text.remove_prefix(19);
  double fraction = 0;
  if (text.starts_with(',') || text.starts_with('.')) {
    double scale = 0.1;
    for (text.remove_prefix(1); begins_like(text, "0"); text.remove_prefix(1), scale /= 10)
      fraction += scale * digits(text.substr(0, 1));
  }
  const double zone_s = take_zone(text);
  return Stamped{wall(time) + fraction - zone_s, text};
}

/// "[171167.620236] "
std::optional<Stamped> boot_stamp(std::string_view text, const LogClock& clock) {
  const auto end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return std::nullopt;
  const std::string_view inside = trimmed(text.substr(1, end - 1));
  const auto seconds = leading_number(inside);
  // Whole seconds are somebody else's: ranks of MPI begin their lines with "[0] ".
  if (!seconds || inside.find('.') == std::string_view::npos ||
      inside.find_first_not_of("0123456789.") != std::string_view::npos)
    return std::nullopt;
  return Stamped{clock.boot_wall_s + *seconds, text.substr(end + 1)};
}

/// "[Sun Feb 23 16:24:18 2025] "
std::optional<Stamped> ctime_stamp(std::string_view text) {
  const auto end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return std::nullopt;
  const auto words = words_of(text.substr(1, end - 1));
  if (words.size() != 5) return std::nullopt;
  const auto month = month_of(words[1]);
  std::tm time{};
  if (!month || !take_time(words[3], time)) return std::nullopt;
  time.tm_mon = *month;
  time.tm_mday = digits(words[2]);
  time.tm_year = digits(words[4]) - 1900;
  return Stamped{wall(time), text.substr(end + 1)};
}

/// "May 19 07:08:57 "
std::optional<Stamped> syslog_stamp(std::string_view text, const LogClock& clock) {
  constexpr std::size_t length = 15;
  if (text.size() < length || !begins_like(text.substr(7), "00:00:00")) return std::nullopt;
  const auto month = month_of(text.substr(0, 3));
  std::tm time{};
  if (!month || !take_time(text.substr(7), time)) return std::nullopt;
  const auto now = static_cast<std::time_t>(clock.now_wall_s);
  std::tm today{};
  gmtime_r(&now, &today);
  time.tm_mon = *month;
  time.tm_mday = digits(trimmed(text.substr(4, 2)));
  time.tm_year = today.tm_year;
  constexpr double day_s = 86400;  // other time zones, clocks that run ahead
  if (wall(time) > clock.now_wall_s + day_s) --time.tm_year;
  return Stamped{wall(time), text.substr(length)};
}

/// "kern  :err   : 2025-..." -> "2025-..."
std::string_view without_facility(std::string_view text) {
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos || second > 20) return text;
  const std::string_view rest = trimmed(text.substr(second + 1));
  return begins_like(rest, "0000-00-00T") || rest.starts_with('[') ? rest : text;
}

/// " host kernel: [ 12.5] text" -> "text"
std::string_view without_host(std::string_view text) {
  const auto kernel = text.find(" kernel: ");
  if (kernel == std::string_view::npos) return trimmed(text);
  text = trimmed(text.substr(kernel + 9));
  const auto stamp = boot_stamp(text, {});
  return stamp ? trimmed(stamp->rest) : text;
}

std::optional<LogRecord> kmsg_record(std::string_view line, const LogClock& clock) {
  const auto semicolon = line.find(';');
  if (semicolon == std::string_view::npos || !begins_like(line, "0")) return std::nullopt;
  std::array<std::string_view, 3> fields;
  std::string_view rest = line.substr(0, semicolon);
  for (std::string_view& field : fields) {
    field = rest.substr(0, rest.find(','));
    if (field.size() == rest.size()) return std::nullopt;
    rest.remove_prefix(field.size() + 1);
  }
  const auto sequence = whole_number(fields[1]);
  const auto micros = whole_number(fields[2]);
  if (!whole_number(fields[0]) || !sequence || !micros) return std::nullopt;
  return LogRecord{clock.boot_wall_s + 1e-6 * static_cast<double>(*micros), sequence,
                   std::string(line.substr(semicolon + 1))};
}

}  // namespace

std::optional<LogRecord> parse_log_line(std::string_view line, const LogClock& clock) {
  if (trimmed(line).empty() || line.starts_with(' ')) return std::nullopt;
  if (auto record = kmsg_record(line, clock)) return record;
  const std::string_view text = without_facility(line);
  auto stamp = iso_stamp(text);
  if (!stamp) stamp = boot_stamp(text, clock);
  if (!stamp) stamp = ctime_stamp(text);
  if (!stamp) stamp = syslog_stamp(text, clock);
  if (!stamp) return LogRecord{{}, {}, std::string(trimmed(text))};
  return LogRecord{stamp->wall_s, {}, std::string(without_host(stamp->rest))};
}

std::vector<LogRecord> parse_log(std::string_view text, const LogClock& clock) {
  std::vector<LogRecord> records;
  for (const std::string_view line : lines_of(text))
    if (auto record = parse_log_line(line, clock)) records.push_back(std::move(*record));
  return records;
}

}  // namespace assay
