#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/importers/common/log_text.hpp"

namespace assay {

struct JsonMember;

/// One value of a JSON text, with all below it.
struct JsonValue {
  enum class Kind { null, boolean, number, text, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<JsonValue> elements;  ///< of an array
  std::vector<JsonMember> members;  ///< of an object, in the order written
  std::string field;                ///< the way here in words: "testcases[3].name"; "" at the root
  std::vector<std::size_t> place;   ///< the same in ordinals, from 0

  /// nullptr where this is no object or has no such member.
  [[nodiscard]] const JsonValue* find(std::string_view key) const noexcept;
  /// The member's text; nothing if it is not there or no text.
  [[nodiscard]] std::optional<std::string> text_of(std::string_view key) const;
  /// The member's number; nothing if it is not there or none.
  [[nodiscard]] std::optional<double> number_of(std::string_view key) const;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

/// A JSON text in a log. What other programs printed before and behind it is left out.
struct JsonText {
  std::string file;
  std::string json;               ///< from its first to its last bracket
  std::size_t first_line = 1;     ///< of `json` in the file
  std::optional<JsonValue> root;  ///< absent: it cannot be read
  std::vector<std::string> unread;

  /// "file:line: field: why"
  [[nodiscard]] std::string at(const JsonValue& value, const std::string& why) const;
};

/// Takes the text between the first line that begins with a bracket and the last that ends with
/// one. Not read, but named: anything that is no JSON, a key twice in one object, a number beyond
/// double, more than 32 levels.
[[nodiscard]] JsonText read_json(const LogText& text);

}  // namespace assay
