#pragma once
#include <string>

#include "collectives/communicator.hpp"

namespace assay {

/// What communicators of GPUs offer beyond the port, where the library is new enough; else each
/// throws Error saying so, and goes on with everything else.
class GpuCommunicator : public Communicator {
 public:
  [[nodiscard]] GpuCommunicator* on_gpus() noexcept final { return this; }

  /// Why the library does not carry elements of this type; "" = it does.
  [[nodiscard]] virtual std::string why_not(ElementType type) const = 0;

  /// Memory of the device that the library knows beforehand, so that others may read and write it
  /// without a copy in between. Must go before the communicator does.
  [[nodiscard]] virtual std::shared_ptr<void> registered_memory(std::int64_t bytes) = 0;

  /// `operation`, which begins one or several operations, as one piece (a CUDA graph): calling what
  /// is returned begins it anew at the cost of one launch, also within time(). The ranks must
  /// capture in step, as they call operations. Nothing is carried out yet. The operations' kinds
  /// and sizes should have run once before: what a library sets up on the way cannot be captured.
  /// Must go before the communicator does.
  [[nodiscard]] virtual std::function<void()> capture(double deadline_s,
                                                      const std::function<void()>& operation) = 0;
};

}  // namespace assay
