#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace assay::nccl {

/// The port to the device whose memory a communicator moves: the queue its work is enqueued on.
/// Everything throws Error where the device fails.
class Queue {
 public:
  Queue() = default;
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  virtual ~Queue() = default;

  /// The CUDA stream, as NCCL takes it; nullptr for host memory.
  [[nodiscard]] virtual void* stream() const noexcept = 0;
  /// Eight bytes of the device's memory, of any value.
  [[nodiscard]] virtual void* scratch() const noexcept = 0;
  /// Whether the device has done all that was enqueued.
  [[nodiscard]] virtual bool done() = 0;
  /// Marks the moment when everything enqueued until now is done.
  virtual void mark() = 0;
  /// Seconds from each mark to the next, and forgets the marks. All must have been reached: see
  /// done().
  [[nodiscard]] virtual std::vector<double> between_marks() = 0;
  virtual void forget_marks() noexcept = 0;

  /// What `enqueue` enqueues, as one piece that can be enqueued again by calling what is returned;
  /// it is not carried out. The piece may be used while this lives.
  [[nodiscard]] virtual std::function<void()> capture(const std::function<void()>& enqueue) = 0;
  /// A queue of its own on the same device, for a communicator that is split off.
  [[nodiscard]] virtual std::unique_ptr<Queue> another() const = 0;
};

/// On the CUDA device that is the calling thread's current one: a stream and events.
[[nodiscard]] std::unique_ptr<Queue> make_cuda_queue();
/// For host memory, with a library whose operations are carried out by the time that its polling
/// says so: time is the steady clock's.
[[nodiscard]] std::unique_ptr<Queue> make_host_queue();

}  // namespace assay::nccl
