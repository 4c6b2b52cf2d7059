#pragma once
#include <algorithm>
#include <string_view>

namespace assay {

/// Calls `take(line, i)` for each line of `text` without its end, counted from 0.
template <class Take>
void each_line(std::string_view text, Take take) {
  for (std::size_t i = 0; !text.empty(); ++i) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    take(text.substr(0, length), i);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
}

}  // namespace assay
