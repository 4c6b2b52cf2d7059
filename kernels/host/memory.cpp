#include "kernels/host/memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "core/handle.hpp"

namespace assay::host {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::string hex(std::uint64_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

/// Format: Documentation/admin-guide/mm/pagemap.rst of the Linux kernel. The frame number is 0 for
/// who may not know it.
std::optional<std::uint64_t> physical(std::uint64_t address) {
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const File map{open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC)};
  std::uint64_t entry = 0;
  const auto offset = static_cast<off_t>(address / page * sizeof entry);
  if (!map || pread(map.get(), &entry, sizeof entry, offset) != sizeof entry) return std::nullopt;
  const std::uint64_t frame = entry & ((std::uint64_t{1} << 55) - 1);
  const bool present = (entry >> 63) != 0;
  if (!present || frame == 0) return std::nullopt;
  return frame * page + address % page;
}

}  // namespace

Pages::Pages(std::size_t bytes) {
  if (bytes == 0) return;
  mapped_ = bytes < kHugePage ? bytes : bytes + kHugePage;  // room to begin on a huge page
  void* p = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  require(errno_status(p != MAP_FAILED), ("map " + std::to_string(bytes) + " bytes").c_str());
  mapping_ = p;
  const auto begin = reinterpret_cast<std::uintptr_t>(p);
  const std::size_t skip = bytes < kHugePage ? 0 : (kHugePage - begin % kHugePage) % kHugePage;
  data_ = static_cast<char*>(p) + skip;
  madvise(data_, bytes,
          MADV_HUGEPAGE);  // advice: a kernel without huge pages refuses, and that is all right
}

Pages::Pages(Pages&& other) noexcept
    : mapping_(std::exchange(other.mapping_, nullptr)),
      mapped_(std::exchange(other.mapped_, 0)),
      data_(std::exchange(other.data_, nullptr)) {}

Pages& Pages::operator=(Pages&& other) noexcept {
  std::swap(mapping_, other.mapping_);
  std::swap(mapped_, other.mapped_);
  std::swap(data_, other.data_);
  return *this;
}

Pages::~Pages() {
  if (mapping_ != nullptr) complain(errno_status(munmap(mapping_, mapped_) == 0), "unmap memory");
}

std::string describe_address(const void* address) {
  const auto value = reinterpret_cast<std::uintptr_t>(address);
  std::string text = "address " + hex(value);
  if (const auto real = physical(value)) text += ", physical " + hex(*real);
  return text;
}

}  // namespace assay::host
