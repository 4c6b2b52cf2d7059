#include "cli/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

using Scale = std::pair<std::string_view, double>;

constexpr std::array<Scale, 5> kTimes{
    {{"ms", 1e-3}, {"s", 1.0}, {"m", 60.0}, {"h", 3600.0}, {"d", 86400.0}}};
constexpr std::array<Scale, 17> kSizes{{{"", 1.0},
                                        {"b", 1.0},
                                        {"k", 0x1p10},
                                        {"m", 0x1p20},
                                        {"g", 0x1p30},
                                        {"t", 0x1p40},
                                        {"p", 0x1p50},
                                        {"kib", 0x1p10},
                                        {"mib", 0x1p20},
                                        {"gib", 0x1p30},
                                        {"tib", 0x1p40},
                                        {"pib", 0x1p50},
                                        {"kb", 1e3},
                                        {"mb", 1e6},
                                        {"gb", 1e9},
                                        {"tb", 1e12},
                                        {"pb", 1e15}}};
constexpr std::array<Scale, 1> kShares{{{"%", 0.01}}};
constexpr std::array<Scale, 2> kProbabilities{{{"%", 0.01}, {"", 1.0}}};

constexpr double kHundredYears = 100 * 365.25 * 86400;

[[noreturn]] void refuse(const std::string& option, const std::string& text,
                         const std::string& why) {
  throw InputError("", 0, option, "\"" + text + "\" " + why);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits, then at most one dot with digits after it.
std::size_t number_length(std::string_view text) {
  const auto digits = [&](std::size_t from) {
    while (from < text.size() && is_digit(text[from])) ++from;
    return from;
  };
  const std::size_t whole = digits(0);
  if (whole == 0 || whole + 1 >= text.size() || text[whole] != '.' || !is_digit(text[whole + 1]))
    return whole;
  return digits(whole + 1);
}

/// The number before the unit times what the unit stands for; nothing if `text` is not of that
/// form.
template <std::size_t N>
std::optional<double> scaled(std::string_view text, const std::array<Scale, N>& scales) {
  const std::size_t length = number_length(text);
  const std::string_view digits = text.substr(0, length);
  const auto* const scale = std::find_if(scales.begin(), scales.end(), [&](const Scale& candidate) {
    return candidate.first == text.substr(length);
  });
  if (length == 0 || scale == scales.end()) return std::nullopt;
  double number = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc{})
    return std::nullopt;
  return number * scale->second;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

double parse_duration(const std::string& option, const std::string& text) {
  const auto seconds = scaled(text, kTimes);
  if (!seconds) refuse(option, text, "is not a time: write 250ms, 30s, 10m, 1.5h or 7d");
  if (*seconds > kHundredYears) refuse(option, text, "is more than a hundred years");
  return *seconds;
}

double parse_lifetime(const std::string& option, const std::string& text) {
  const auto seconds = scaled(text, kTimes);
  if (!seconds) refuse(option, text, "is not a time: write 50000h or 2000d");
  if (!(*seconds > 0) || !std::isfinite(*seconds)) refuse(option, text, "is not above 0");
  return *seconds;
}

std::uint64_t parse_size(const std::string& option, const std::string& text) {
  const auto bytes = scaled(lower(text), kSizes);
  if (!bytes) refuse(option, text, "is not a size: write 8, 64K, 8GiB or 8GB");
  // Beyond 2^53 a double skips bytes; no memory or file is that large.
  if (*bytes > 0x1p53) refuse(option, text, "is more than 8 PiB");
  if (*bytes != std::floor(*bytes)) refuse(option, text, "is not a whole number of bytes");
  return static_cast<std::uint64_t>(*bytes);
}

double parse_percentage(const std::string& option, const std::string& text) {
  const auto ratio = scaled(text, kShares);
  if (!ratio) refuse(option, text, "is not a percentage: write 20% or 2.5%");
  if (*ratio > 1) refuse(option, text, "is more than 100%");
  return *ratio;
}

double parse_confidence(const std::string& option, const std::string& text) {
  const auto ratio = scaled(text, kProbabilities);
  if (!ratio) refuse(option, text, "is not a probability: write 95% or 0.95");
  if (!(*ratio > 0 && *ratio < 1)) refuse(option, text, "is not between 0 and 1");
  return *ratio;
}

}  // namespace assay
