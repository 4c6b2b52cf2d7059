#include "reports/dossier/packed.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "core/error.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

constexpr int kLevels = 90;
constexpr char kNothing = '!';

constexpr bool is_level(char c) { return c >= '#' && c <= '~' && c != '<' && c != '\\'; }

/// The characters of the levels, in their order.
constexpr std::array<char, kLevels> characters() {
  std::array<char, kLevels> all{};
  std::size_t n = 0;
  for (char c = '#'; c <= '~'; ++c)
    if (is_level(c)) all.at(n++) = c;
  return all;
}
constexpr std::array<char, kLevels> kCharacters = characters();

int level_of(char c) {
  const auto* const found = std::find(kCharacters.begin(), kCharacters.end(), c);
  return found == kCharacters.end() ? -1 : static_cast<int>(found - kCharacters.begin());
}

int top_level(int width) { return width == 1 ? kLevels - 1 : kLevels * kLevels - 1; }

void append(PackedNumbers& packed, double value) {
  if (!std::isfinite(value)) {
    packed.text.append(static_cast<std::size_t>(packed.width), kNothing);
    return;
  }
  const int top = top_level(packed.width);
  const double range = packed.hi - packed.lo;
  const double share = range > 0 ? std::clamp((value - packed.lo) / range, 0.0, 1.0) : 0;
  const auto level = static_cast<int>(std::lround(share * top));
  if (packed.width > 1) packed.text += kCharacters.at(static_cast<std::size_t>(level / kLevels));
  packed.text += kCharacters.at(static_cast<std::size_t>(level % kLevels));
}

/// Tukey's outer fences, but no further than the values go.
std::pair<double, double> fences(std::span<const float> values) {
  std::vector<double> known;
  known.reserve(values.size());
  for (const float value : values)
    if (std::isfinite(value)) known.push_back(value);
  if (known.empty()) return {0, 0};
  std::sort(known.begin(), known.end());
  const double low = quantile(known, 0.25);
  const double high = quantile(known, 0.75);
  const double reach = 3 * (high - low);
  return {std::max(known.front(), low - reach), std::min(known.back(), high + reach)};
}

}  // namespace

PackedNumbers pack(std::span<const float> values, int width) {
  PackedNumbers packed;
  packed.width = width;
  std::tie(packed.lo, packed.hi) = fences(values);
  packed.text.reserve(values.size() * static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < values.size(); ++i) {
    append(packed, values[i]);
    if (std::isfinite(values[i]) && (values[i] < packed.lo || values[i] > packed.hi))
      packed.exact.emplace_back(i, values[i]);
  }
  return packed;
}

PackedNumbers pack_range(std::span<const double> values, int width) {
  PackedNumbers packed;
  packed.width = width;
  bool any = false;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    packed.lo = any ? std::min(packed.lo, value) : value;
    packed.hi = any ? std::max(packed.hi, value) : value;
    any = true;
  }
  for (const double value : values) append(packed, value);
  return packed;
}

std::vector<double> unpack(const PackedNumbers& packed) {
  const auto width = static_cast<std::size_t>(packed.width);
  std::vector<double> values;
  values.reserve(packed.text.size() / width);
  for (std::size_t at = 0; at + width <= packed.text.size(); at += width) {
    const int last = level_of(packed.text[at + width - 1]);
    const int level = width == 1 ? last : kLevels * level_of(packed.text[at]) + last;
    const double share = static_cast<double>(level) / top_level(packed.width);
    values.push_back(last < 0 ? std::nan("") : packed.lo + (packed.hi - packed.lo) * share);
  }
  for (const auto& [index, value] : packed.exact) values.at(index) = value;
  return values;
}

std::string pack_small(std::span<const std::uint8_t> numbers) {
  std::string text;
  text.reserve(numbers.size());
  for (const std::uint8_t number : numbers) {
    if (number >= kLevels) throw Error("a number is too great for one character of a page");
    text += kCharacters.at(number);
  }
  return text;
}

std::string pack_texts(const std::vector<std::string>& texts) {
  std::string packed;
  std::string_view before;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string& text = texts[i];
    const std::size_t most = std::min({before.size(), text.size(), std::size_t{kLevels - 1}});
    std::size_t shared = 0;
    // Beyond ASCII a page counts characters and not bytes: nothing there is shared.
    while (shared < most && text[shared] == before[shared] &&
           static_cast<unsigned char>(text[shared]) < 0x80)
      ++shared;
    if (i > 0) packed += '\n';
    packed += kCharacters.at(shared);
    packed.append(text, shared);
    before = text;
  }
  return packed;
}

std::vector<std::string> unpack_texts(const std::string& packed) {
  std::vector<std::string> texts;
  std::size_t at = 0;
  while (at < packed.size()) {
    const std::size_t end = std::min(packed.find('\n', at), packed.size());
    const auto shared = static_cast<std::size_t>(level_of(packed[at]));
    const std::string before = texts.empty() ? "" : texts.back();
    texts.push_back(before.substr(0, shared) + packed.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return texts;
}

}  // namespace assay
