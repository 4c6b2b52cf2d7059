#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// Cuts a stream of bytes into lines. Memory is bounded: a line longer than `longest` is refused.
class LineBuffer {
 public:
  explicit LineBuffer(std::size_t longest) : longest_(longest) {}
  void feed(std::string_view bytes) { bytes_ += bytes; }
  /// The next whole line without its end; nothing until it has come. Throws Error for one that is
  /// too long.
  [[nodiscard]] std::optional<std::string> next();
  /// Is there anything that next() has not given?
  [[nodiscard]] bool empty() const noexcept { return begin_ == bytes_.size(); }

 private:
  std::size_t longest_;
  std::string bytes_;
  std::size_t begin_ = 0;    ///< of what has not been given yet
  std::size_t scanned_ = 0;  ///< no line ends between begin_ and here
};

}  // namespace assay
