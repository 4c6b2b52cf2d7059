#pragma once
#include <cstdint>

namespace assay {

/// Work that does nothing: what it takes is the way there. Every kernel is one thread; it adds 1 to
/// *count, so that launches can be counted, or does nothing at all where `count` is null. `count`
/// comes from Exec::alloc of the same device.
class Launches {
 public:
  Launches() = default;
  Launches(const Launches&) = delete;
  Launches& operator=(const Launches&) = delete;
  virtual ~Launches() = default;
  virtual void kernel(std::uint64_t* count) = 0;
  /// The same kernel as a graph of one node, which was made beforehand.
  virtual void graph(std::uint64_t* count) = 0;
  /// Returns when all that was launched is done.
  virtual void wait() = 0;
};

}  // namespace assay
