#pragma once
#include <mutex>

#include "collectives/nccl/profiler/record.hpp"

namespace assay::nccl::profiler {

/// Counts what NCCL tells, from any thread. Takes no memory but its own, however much is told, and
/// throws nothing: it runs inside of NCCL.
class Recorder {
 public:
  Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  ~Recorder() = default;

  /// One more call of that kind; `calls` of it counts for nothing.
  void count(const CallRecord& call) noexcept;
  void count_communicator() noexcept;
  void count_proxied() noexcept;
  /// A request to number `device` of NCCL's NICs for InfiniBand.
  void count_ib(int device) noexcept;
  void count_socket() noexcept;

  /// As TakeProfile.
  [[nodiscard]] std::size_t take(CallRecord* records, std::size_t room,
                                 TrafficRecord& traffic) noexcept;

 private:
  [[nodiscard]] CallRecord* find(const CallRecord& call) noexcept;
  std::mutex mutex_;
  std::array<CallRecord, kMostCallRecords> calls_{};
  std::size_t used_ = 0;
  std::size_t last_ = 0;  ///< where the call before was found: most are like it
  TrafficRecord traffic_{};
};

/// As much of `text`, which may be nullptr, as there is room for.
[[nodiscard]] RecordedName recorded(const char* text) noexcept;

}  // namespace assay::nccl::profiler
