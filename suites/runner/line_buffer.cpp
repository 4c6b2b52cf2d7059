#include "suites/runner/line_buffer.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace assay {

std::optional<std::string> LineBuffer::next() {
  const auto end = bytes_.find('\n', std::max(begin_, scanned_));
  const std::size_t length = (end == std::string::npos ? bytes_.size() : end) - begin_;
  if (length > longest_) throw Error("a line of more than " + std::to_string(longest_) + " bytes");
  if (end == std::string::npos) {
    bytes_.erase(0, begin_);
    begin_ = 0;
    scanned_ = bytes_.size();
    return std::nullopt;
  }
  std::string line = bytes_.substr(begin_, length);
  begin_ = end + 1;
  return line;
}

}  // namespace assay
