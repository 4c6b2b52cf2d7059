#include "kernels/host/memory.hpp"

#include <sys/mman.h>

#include <string>
#include <utility>

#include "core/error.hpp"

namespace assay::host {

Pages::Pages(std::size_t bytes) : bytes_(bytes) {
  if (bytes == 0) return;
  void* p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  require(errno_status(p != MAP_FAILED), ("map " + std::to_string(bytes) + " bytes").c_str());
  data_ = p;
  madvise(p, bytes, MADV_HUGEPAGE);  // advice: a kernel without huge pages refuses, and that is all right
}

Pages::Pages(Pages&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

Pages& Pages::operator=(Pages&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

Pages::~Pages() {
  if (data_ != nullptr) complain(errno_status(munmap(data_, bytes_) == 0), "unmap memory");
}

}  // namespace assay::host
