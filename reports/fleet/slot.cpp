#include "reports/fleet/slot.hpp"

#include <charconv>
#include <system_error>

namespace assay::fleet {
namespace {

constexpr std::ptrdiff_t kMostDigits = 18;  ///< of an integer that surely fits 64 bits

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Moves `at` behind digits; how many there were.
std::ptrdiff_t skip_digits(const char*& at, const char* end) {
  const char* const first = at;
  while (at != end && is_digit(*at)) ++at;
  return at - first;
}

bool skip_exponent(const char*& at, const char* end) {
  ++at;
  if (at != end && (*at == '+' || *at == '-')) ++at;
  return skip_digits(at, end) > 0;
}

struct Token {
  const char* begin;
  const char* end;
  bool whole, has_exponent;
};

/// JSON's grammar of numbers, which is narrower than that of std::from_chars.
bool skip_number(const char*& at, const char* end, Token& token) {
  token.begin = at;
  if (at != end && *at == '-') ++at;
  const char* const first = at;
  const std::ptrdiff_t digits = skip_digits(at, end);
  if (digits == 0 || (digits > 1 && *first == '0')) return false;
  token.whole = at == end || (*at != '.' && *at != 'e' && *at != 'E');
  if (token.whole) {
    token.end = at;
    return digits <= kMostDigits;
  }
  if (*at == '.') {
    ++at;
    if (skip_digits(at, end) == 0) return false;
  }
  token.has_exponent = at != end && (*at == 'e' || *at == 'E');
  if (token.has_exponent && !skip_exponent(at, end)) return false;
  token.end = at;
  return true;
}

template <class T>
bool parse(const Token& token, T& into) {
  const auto [end, error] = std::from_chars(token.begin, token.end, into);
  return error == std::errc() && end == token.end;
}

/// As simdjson has it: an integer is read as one and then turned into a double.
bool parse_number(const Token& token, double& into) {
  if (!token.whole) return parse(token, into);
  std::int64_t whole = 0;
  if (!parse(token, whole)) return false;
  into = static_cast<double>(whole);
  return true;
}

bool take_number(const Slot& slot, const char*& at, const char* end) {
  Token token{};
  if (!skip_number(at, end, token)) return false;
  if (auto* const* into = std::get_if<double*>(&slot.target)) return parse_number(token, **into);
  // Out of a double's range is refused by the reader, whoever looks at it.
  constexpr std::ptrdiff_t surely_in_range = 300;
  double unused = 0;
  if (!token.has_exponent && token.end - token.begin < surely_in_range) return true;
  return parse(token, unused);
}

bool take_whole(const Slot& slot, const char*& at, const char* end) {
  Token token{};
  if (!skip_number(at, end, token) || !token.whole) return false;
  if (slot.kind == SlotKind::unsigned_ && *token.begin == '-') return false;
  if (auto* const* into = std::get_if<std::int64_t*>(&slot.target)) return parse(token, **into);
  if (auto* const* into = std::get_if<std::uint64_t*>(&slot.target)) return parse(token, **into);
  return true;
}

bool take_text(const Slot& slot, const char*& at, const char* end) {
  if (at == end || *at != '"') return false;
  const char* const first = ++at;
  while (at != end && *at >= 0x20 && *at != '"' && *at != '\\') ++at;  // char is signed: ASCII only
  if (at == end || *at != '"') return false;
  if (auto* const* into = std::get_if<std::string*>(&slot.target)) (**into).assign(first, at);
  ++at;
  return true;
}

void skip_space(const char*& at, const char* end) {
  while (at != end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) ++at;
}

bool skip_char(char c, const char*& at, const char* end) {
  skip_space(at, end);
  if (at == end || *at != c) return false;
  ++at;
  return true;
}

bool skip_point(const char*& at, const char* end) {
  constexpr std::string_view null = "null";
  skip_space(at, end);
  if (std::string_view(at, static_cast<std::size_t>(end - at)).starts_with(null)) {
    at += null.size();
    return true;
  }
  constexpr int parts = 3;
  const Slot number{.kind = SlotKind::number};
  for (int i = 0; i < parts; ++i) {
    if (!skip_char(i == 0 ? '[' : ',', at, end)) return false;
    skip_space(at, end);
    if (!take_number(number, at, end)) return false;
  }
  return skip_char(']', at, end);
}

bool take_points(const char*& at, const char* end) {
  if (!skip_char('[', at, end)) return false;
  if (skip_char(']', at, end)) return true;
  do {
    if (!skip_point(at, end)) return false;
  } while (skip_char(',', at, end));
  return skip_char(']', at, end);
}

}  // namespace

bool take_slot(const Slot& slot, const char*& at, const char* end) {
  switch (slot.kind) {
    case SlotKind::text:
      return take_text(slot, at, end);
    case SlotKind::number:
      return take_number(slot, at, end);
    case SlotKind::whole:
    case SlotKind::unsigned_:
      return take_whole(slot, at, end);
    case SlotKind::points:
      return take_points(at, end);
  }
  return false;
}

}  // namespace assay::fleet
