#pragma once
#include <utility>

namespace assay {

/// Owns one C handle; Traits says how to destroy it. Move-only, empty after a move.
/// Traits: `raw_type`, `static raw_type empty() noexcept`, `static void destroy(raw_type)
/// noexcept`.
template <class Traits>
class Handle {
 public:
  using raw_type = typename Traits::raw_type;
  Handle() = default;
  explicit Handle(raw_type raw) noexcept : raw_(raw) {}
  Handle(const Handle&) = delete;
  Handle(Handle&& other) noexcept : raw_(std::exchange(other.raw_, Traits::empty())) {}
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&& other) noexcept {
    Handle taken(std::move(other));
    std::swap(raw_, taken.raw_);
    return *this;
  }
  ~Handle() {
    if (raw_ != Traits::empty()) Traits::destroy(raw_);
  }
  [[nodiscard]] raw_type get() const noexcept { return raw_; }
  explicit operator bool() const noexcept { return raw_ != Traits::empty(); }

 private:
  raw_type raw_ = Traits::empty();
};

/// A file descriptor, closed when it goes out of scope.
struct FileTraits {
  using raw_type = int;
  static raw_type empty() noexcept { return -1; }
  static void destroy(raw_type fd) noexcept;
};
using File = Handle<FileTraits>;

}  // namespace assay
