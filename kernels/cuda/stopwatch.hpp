#pragma once
#include "kernels/cuda/status.hpp"
#include "kernels/sampler.hpp"

namespace assay::cuda {

/// Holds a stream's work back until everything is enqueued, so that launching is not timed. A gate
/// that is never opened opens by itself: a stream must not hang because somebody waits for it
/// between close() and open().
class Gate {
 public:
  Gate();
  /// Work that is enqueued on `stream` from now on waits for open().
  void close(cudaStream_t stream);
  void open() noexcept;

 private:
  Pinned flag_;
  unsigned closed_ = 0;  ///< how often it was closed; open when the flag has caught up
};

/// Times work on a stream by events on the device's own clock, behind a gate.
class EventStopwatch final : public Stopwatch {
 public:
  explicit EventStopwatch(cudaStream_t stream);
  [[nodiscard]] double time(std::size_t calls, const std::function<void()>& body,
                            const Cost& cost) override;

 private:
  cudaStream_t stream_;
  Gate gate_;
  TimeMark start_, stop_;
};

/// Times work by the host's clock, from its first call until the stream has done it all.
class HostStopwatch final : public Stopwatch {
 public:
  explicit HostStopwatch(cudaStream_t stream) : stream_(stream) {}
  [[nodiscard]] double time(std::size_t calls, const std::function<void()>& body,
                            const Cost& cost) override;

 private:
  cudaStream_t stream_;
};

}  // namespace assay::cuda
