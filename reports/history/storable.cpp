#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "reports/history/entry.hpp"

namespace assay::history {
namespace {

constexpr std::size_t kLongest = 200;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// Bytes of the character that begins at `text`, 0 where none does: overlong forms, surrogates and
/// NUL, which PostgreSQL does not take, are none.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool wrong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F);
    return follows(1) && follows(2) && !wrong ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool wrong = (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
    return follows(1) && follows(2) && follows(3) && !wrong ? 4 : 0;
  }
  return 0;
}

/// `text` in valid characters until the next one would make it longer than kLongest.
std::string beginning(std::string_view& text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t bytes = character(text);
    const std::string_view next = bytes == 0 ? kReplacement : text.substr(0, bytes);
    if (clean.size() + next.size() > kLongest) break;
    clean += next;
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return clean;
}

}  // namespace

std::string content_id(const std::string& bytes) {
  // The namespace of this program's names: any fixed UUID does.
  static constexpr boost::uuids::uuid kSpace{{0x6b, 0x1d, 0x0b, 0x9a, 0x5a, 0x0c, 0x4c, 0x21, 0x9e,
                                              0x5f, 0x2d, 0x61, 0x73, 0x73, 0x61, 0x79}};
  return boost::uuids::to_string(
      boost::uuids::name_generator_sha1(kSpace)(bytes.data(), bytes.size()));
}

std::string storable(const std::string& text) {
  std::string_view rest = text;
  std::string clean = beginning(rest);
  if (!rest.empty()) clean += "... " + content_id(text);
  return clean;
}

}  // namespace assay::history
