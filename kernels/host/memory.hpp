#pragma once
#include <cstddef>
#include <string>

namespace assay::host {

/// Anonymous memory straight from the kernel, on huge pages where it allows them; not touched yet,
/// so that the first thread to write a page decides where it lies.
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
  void* mapping_ = nullptr;
  std::size_t mapped_ = 0;
  void* data_ = nullptr;  ///< in the mapping, where a huge page may begin
};

/// Where `address` lies, for people: "address 0x7f.., physical 0x..". The physical address, which
/// leads to the DIMM, is there only for who may read /proc/self/pagemap (root).
[[nodiscard]] std::string describe_address(const void* address);

}  // namespace assay::host
