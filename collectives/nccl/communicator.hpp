#pragma once
#include <deque>

#include "collectives/nccl/deadline.hpp"
#include "collectives/nccl/gpu_communicator.hpp"
#include "collectives/nccl/library.hpp"
#include "collectives/nccl/queue.hpp"

namespace assay::nccl {

/// The port over NCCL. The library's communicator is non-blocking: no call of ours is held inside
/// the library by a rank that is missing. While the library is still at work on a call (connecting,
/// mostly) it takes no other; those wait here, in their order, until it is polled again by the next
/// call, wait(), time() or split(), which is then where their errors come out.
class NcclCommunicator final : public GpuCommunicator {
 public:
  /// Throws Stalled where not all ranks are there in time, Error where the library refuses.
  [[nodiscard]] static std::unique_ptr<NcclCommunicator> join(
      std::shared_ptr<const Library> library, std::unique_ptr<Queue> queue, const ncclUniqueId& id,
      int rank, int size, double deadline_s);
  NcclCommunicator(const NcclCommunicator&) = delete;
  NcclCommunicator& operator=(const NcclCommunicator&) = delete;
  /// Leaves in order where everything begun is done, else aborts.
  ~NcclCommunicator() override;

  [[nodiscard]] int rank() const noexcept override { return rank_; }
  [[nodiscard]] int size() const noexcept override { return size_; }

  void all_reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                  Reduction reduction) override;
  void all_gather(const void* send, void* receive, std::int64_t count, ElementType type) override;
  void reduce_scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                      Reduction reduction) override;
  void broadcast(void* data, std::int64_t count, ElementType type, int root) override;
  void reduce(const void* send, void* receive, std::int64_t count, ElementType type,
              Reduction reduction, int root) override;
  void all_to_all(const void* send, void* receive, std::int64_t count, ElementType type) override;
  void all_to_all_v(const void* send, void* receive, const Shares& shares,
                    ElementType type) override;
  void gather(const void* send, void* receive, std::int64_t count, ElementType type,
              int root) override;
  void scatter(const void* send, void* receive, std::int64_t count, ElementType type,
               int root) override;
  void send_receive(const void* send, int to, void* receive, int from, std::int64_t count,
                    ElementType type) override;
  void barrier() override;

  void wait(double deadline_s) override;
  [[nodiscard]] std::vector<double> time(int calls, double deadline_s,
                                         const std::function<void()>& operation) override;
  [[nodiscard]] std::unique_ptr<Communicator> split(int colour, double deadline_s) override;
  /// Nobody: NCCL does not tell who is missing.
  [[nodiscard]] std::vector<int> silent(double deadline_s) override;
  void abort() noexcept override;

  [[nodiscard]] std::string why_not(ElementType type) const override;
  [[nodiscard]] std::shared_ptr<void> registered_memory(std::int64_t bytes) override;
  [[nodiscard]] std::function<void()> capture(double deadline_s,
                                              const std::function<void()>& operation) override;

 private:
  using Enqueue = std::function<ncclResult_t()>;
  struct Call {
    const char* name;
    Enqueue enqueue;
    Where at;
  };
  /// A message to or from one rank.
  struct Message {
    bool sends;
    int peer;
    const void* data;
    std::size_t count;
  };

  NcclCommunicator(std::shared_ptr<const Library> library, std::unique_ptr<Queue> queue);
  void begin(const char* name, Enqueue enqueue, Where at = Where::here());
  void exchange(const char* name, std::vector<Message> messages, ElementType type,
                Where at = Where::here());
  [[nodiscard]] ncclResult_t enqueue_messages(const std::vector<Message>& messages,
                                              ncclDataType_t type) const;
  /// Hands waiting calls to the library as far as it takes them; true when it has them all and is
  /// done with them, which on a GPU means enqueued.
  bool progress();
  /// As often until true.
  void settle(const Deadline& deadline);
  /// Settles, and the device is done as well.
  void finish(const Deadline& deadline);
  [[noreturn]] void stall(const Deadline& deadline);
  void learn_rank_and_size();
  void require(ncclResult_t result, const char* call, Where at = Where::here());
  [[nodiscard]] cudaStream_t stream() const;
  [[nodiscard]] bool healthy() noexcept;
  [[nodiscard]] bool finalized() noexcept;

  std::shared_ptr<const Library> library_;
  std::unique_ptr<Queue> queue_;
  ncclComm_t communicator_ = nullptr;
  int rank_ = 0;
  int size_ = 1;
  std::deque<Call> waiting_;
  Call last_{};  ///< what was handed over last
  /// Where the library puts what it splits off, until that is there: it may write late.
  std::unique_ptr<NcclCommunicator> splitting_;
  bool unusable_ = false;  ///< something failed or stalled
};

}  // namespace assay::nccl
