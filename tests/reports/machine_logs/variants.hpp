#pragma once
#include <string>
#include <vector>

namespace assay {

/// A log that was damaged on its way.
struct Variant {
  std::string how;  ///< "cut at 35 %"
  std::string text;
};

/// Cut at every 7 % of its length, each line dropped once, columns shifted in several ways, CRLF,
/// with a byte order mark, in UTF-16 both ways, with NUL bytes, with a line of 1 MB, twice over,
/// and with single bytes replaced.
[[nodiscard]] std::vector<Variant> variants_of(const std::string& text);

}  // namespace assay
