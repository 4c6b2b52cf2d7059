#pragma once
#include <cstddef>
#include <cstdint>

namespace assay {

/// Follows a chain of addresses, each load waiting for the one before: what it takes is latency
/// alone.
class Chase {
 public:
  /// Words from one node of the chain to the next node in memory: two lines of 64 bytes, because
  /// caches fetch lines in pairs.
  static constexpr std::size_t kStride = 16;

  Chase() = default;
  Chase(const Chase&) = delete;
  Chase& operator=(const Chase&) = delete;
  virtual ~Chase() = default;
  /// Starts at node *end and takes `steps` steps, one thread alone; writes where it arrived to
  /// *end. Node `k` is the word chain[k * kStride] and holds the number of the next node.
  virtual void walk(const std::uint64_t* chain, std::size_t steps, std::uint64_t* end) = 0;
  /// As walk(), but no load is answered by a cache that is an SM's own. A host has no such choice.
  virtual void walk_past_l1(const std::uint64_t* chain, std::size_t steps, std::uint64_t* end) = 0;
};

}  // namespace assay
