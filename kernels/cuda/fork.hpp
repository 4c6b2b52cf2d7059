#pragma once
#include "kernels/cuda/status.hpp"

namespace assay::cuda {

/// A stream beside a device's own. What is enqueued on it between fork() and join() runs at the
/// same time as what others enqueue on theirs, and in the order of the main stream as a whole.
class Branch {
 public:
  /// On the current device.
  Branch() : stream_(make_stream()), done_(make_mark()) {}
  [[nodiscard]] cudaStream_t stream() const noexcept { return stream_.get(); }
  /// Waits for `begun`, which the main stream has recorded.
  void fork(cudaEvent_t begun) const {
    require(status(cudaStreamWaitEvent(stream_.get(), begun, 0)), "cudaStreamWaitEvent");
  }
  /// `main` waits for all that was enqueued here. The branch's device must be current.
  void join(cudaStream_t main) const {
    require(status(cudaEventRecord(done_.get(), stream_.get())), "cudaEventRecord");
    require(status(cudaStreamWaitEvent(main, done_.get(), 0)), "cudaStreamWaitEvent");
  }

 private:
  Stream stream_;
  TimeMark done_;
};

}  // namespace assay::cuda
