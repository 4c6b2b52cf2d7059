#include "suites/runner/fields.hpp"

#include <charconv>

#include "core/error.hpp"

namespace assay {
namespace {

bool must_escape(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7F || c == '%' || c == '=';
}

}  // namespace

std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (!must_escape(c)) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return result;
}

std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    unsigned byte = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2)
      throw Error("broken escape in \"" + std::string(text) + "\"");
    result += static_cast<char>(byte);
    i += 2;
  }
  return result;
}

std::string join_fields(const std::map<std::string, std::string>& fields) {
  std::string line;
  for (const auto& [name, value] : fields) {
    if (!line.empty()) line += ' ';
    line += escaped(name) + '=' + escaped(value);
  }
  return line;
}

std::map<std::string, std::string> split_fields(std::string_view line) {
  std::map<std::string, std::string> fields;
  while (!line.empty()) {
    const std::string_view field = line.substr(0, line.find(' '));
    const auto equals = field.find('=');
    if (equals == std::string_view::npos) throw Error("no field: \"" + std::string(field) + "\"");
    const std::string name = unescaped(field.substr(0, equals));
    if (!fields.emplace(name, unescaped(field.substr(equals + 1))).second)
      throw Error("the field " + name + " twice");
    line.remove_prefix(field.size());
    if (line.empty()) break;
    line.remove_prefix(1);
    if (line.empty()) throw Error("a line that ends with a blank");
  }
  return fields;
}

}  // namespace assay
