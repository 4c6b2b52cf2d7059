#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace assay::history {

/// A night is a UTC date, counted in days since 1970-01-01.
using NightNumber = std::int32_t;

/// The night of "2026-11-21" or of a time "2026-11-21T19:11:00Z"; nothing for any other text and
/// for a date that does not exist.
[[nodiscard]] std::optional<NightNumber> parse_night(const std::string& text);

/// "2026-11-21".
[[nodiscard]] std::string night_text(NightNumber night);

/// The first night of the month that `night` is in, and of the month after it.
struct Month {
  NightNumber first, next;
  std::string name;  ///< "2026_11"
};
[[nodiscard]] Month month_of(NightNumber night);

}  // namespace assay::history
