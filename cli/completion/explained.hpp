#pragma once
#include <map>
#include <string>
#include <string_view>

namespace assay::completion {

/// What the manual says of an option.
struct Explained {
  std::string operand;  ///< "FILE|DIR"; "" of a flag
  std::string text;     ///< its first clause, of plain words
};

/// The options that a section of the manual explains, by their long names: items "- `-o, --out
/// FILE`, `--site FILE`: ...".
[[nodiscard]] std::map<std::string, Explained> explained(std::string_view section);

/// What the manual's table says that each verb does.
[[nodiscard]] std::map<std::string, std::string> verb_texts(std::string_view overview);

}  // namespace assay::completion
