#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace assay::yaml {

/// A scalar, list or mapping with the line it stands on. What YAML can do beyond that (anchors,
/// aliases, tags, several documents, keys that are not scalars, duplicate keys) is refused: a
/// configuration that says the same thing in one way only cannot be misread.
struct Value {
  enum class Kind { null, scalar, list, mapping };
  Kind kind = Kind::null;
  std::size_t line = 1;
  std::string text;          ///< of a scalar
  bool quoted = false;       ///< a scalar in quotes or a block: text, whatever it looks like
  std::string key;           ///< of a field of a mapping
  std::vector<Value> items;  ///< of a list, or the fields of a mapping, in the order of the file
};

/// What people write is shorter.
inline constexpr std::size_t kLongestYaml = std::size_t{1} << 20;

/// Parses one document. Throws InputError naming `source` and the line; also where it is nested
/// deeper than 8 levels or longer than `longest` bytes.
[[nodiscard]] Value parse(const std::string& text, const std::string& source,
                          std::size_t longest = kLongestYaml);

}  // namespace assay::yaml
