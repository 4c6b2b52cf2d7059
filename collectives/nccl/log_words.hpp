#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace assay::nccl {

/// Takes a message apart from its beginning. Each function takes what it names and says whether it
/// was there; what was not there leaves the rest as it is.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  bool skip(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }
  /// A number without a sign.
  template <class Int>
  bool number(Int& value, int base = 10) {
    if (rest_.starts_with('-')) return false;
    const auto [end, error] =
        std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
    if (error != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  /// All up to `end`, which must come and is taken, too.
  bool until(std::string_view end, std::string_view& text) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return false;
    text = rest_.substr(0, at);
    rest_.remove_prefix(at + end.size());
    return true;
  }

 private:
  std::string_view rest_;
};

}  // namespace assay::nccl
