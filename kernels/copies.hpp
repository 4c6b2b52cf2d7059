#pragma once
#include <cstddef>

namespace assay {

/// What moves bytes: a copy engine of its own, or a kernel on all units.
enum class Mover { copy_engine, kernel };

/// Copies within a device's memory and between it and the host's. Addresses come from Exec::alloc
/// (the device's memory) and Exec::alloc_host (the host's, page-locked) of the same device; ranges
/// are multiples of 16 bytes and do not overlap. Calls return when the work is done (host) or
/// enqueued (GPU); Exec::sample times either rightly.
class Copies {
 public:
  /// One copy of two that run at once.
  struct Way {
    void* to;
    const void* from;
  };
  Copies() = default;
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;
  virtual ~Copies() = default;
  virtual void copy(Mover mover, void* to, const void* from, std::size_t bytes) = 0;
  /// Two copies of `bytes` each at once; done when both are.
  virtual void copy_both(Mover mover, const Way& one, const Way& other, std::size_t bytes) = 0;
};

}  // namespace assay
