#pragma once
#include <cstddef>

namespace assay::host {

/// Anonymous memory straight from the kernel, on huge pages where it allows them; not touched yet, so that
/// the first thread to write a page decides where it lies.
class Pages {
 public:
  Pages() = default;
  /// Throws Error naming the size when the kernel refuses.
  explicit Pages(std::size_t bytes);
  Pages(const Pages&) = delete;
  Pages(Pages&& other) noexcept;
  Pages& operator=(const Pages&) = delete;
  Pages& operator=(Pages&& other) noexcept;
  ~Pages();
  [[nodiscard]] void* data() const noexcept { return data_; }

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace assay::host
