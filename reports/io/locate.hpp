#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// Where an error is. Slow beside reading, so done only once there is one.

/// The line, from 1, of the value at `place` (members and elements counted from 0) in a valid
/// document.
[[nodiscard]] std::size_t line_of(std::string_view json, const std::vector<std::size_t>& place);

/// The first thing that keeps a text from being JSON.
struct SyntaxFault {
  std::size_t line = 1;
  std::string field;    ///< as far as is known: "results[3].metrics[0].unit"
  std::string message;  ///< "" if none was found
};

/// `text` fit to be shown on one line of a terminal: cut after `longest` bytes, without control
/// characters.
[[nodiscard]] std::string shown(std::string_view text, std::size_t longest = 64);

[[nodiscard]] SyntaxFault explain_syntax(std::string_view json);

}  // namespace assay
