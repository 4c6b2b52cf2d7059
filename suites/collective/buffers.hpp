#pragma once
#include <algorithm>
#include <memory>

#include "collectives/nccl/gpu_communicator.hpp"
#include "suites/check.hpp"
#include "suites/collective/call.hpp"

namespace assay::ASSAY_BACKEND {

/// The buffers of one call on this rank. In place they are one.
template <class Word>
class CallBuffers {
 public:
  CallBuffers(Exec& exec, const Call& call, Communicator& ranks)
      : exec_(exec),
        call_(call),
        extent_(extent_of(call.operation, call.bytes, sizeof(Word), ranks.size())),
        own_(extent_.count * ranks.rank()),
        send_(
            memory(ranks, call.in_place ? std::max(extent_.send, extent_.receive) : extent_.send)),
        receive_(memory(ranks, call.in_place ? 0 : extent_.receive)) {
    if (call.operation == Operation::all_to_all_v)
      shares_ = ragged(ranks.size()).shares_of(ranks.rank());
  }

  [[nodiscard]] const Extent& extent() const { return extent_; }
  [[nodiscard]] std::int64_t bytes() const { return size_of(extent_, sizeof(Word)); }
  /// Where this rank's operand begins in memory.
  [[nodiscard]] Word* send() const {
    const bool gathers = call_.in_place && call_.operation == Operation::all_gather;
    return send_.data() + (gathers ? own_ : 0);
  }
  /// Where its result begins.
  [[nodiscard]] Word* receive() const {
    if (!call_.in_place) return receive_.data();
    const bool scatters = call_.operation == Operation::reduce_scatter;
    return send_.data() + (scatters ? own_ : 0);
  }
  /// A view of the memory that the result fills.
  [[nodiscard]] Buffer<Word> target() const {
    const std::shared_ptr<void> nobody;
    return {std::shared_ptr<void>(nobody, receive()), size(extent_.receive)};
  }
  [[nodiscard]] const Shares& shares() const { return shares_; }
  /// The blocks of all_to_all_v among that many ranks.
  [[nodiscard]] Ragged ragged(int ranks) const { return {extent_.count, ranks}; }

  /// Operands for a check; everything else is poison, which no right answer is.
  void fill(const Contributions& all, int rank) const {
    for (const Buffer<Word>* buffer : {&send_, &receive_})
      exec_.for_each(buffer->size(), Put<Word, Constant<Word>>{buffer->data(), {kPoison}});
    exec_.for_each(size(extent_.send), Put<Word, Given>{send(), {all, call_.type, rank, 0}});
    if (exec_.faults().script().wrong_element)
      exec_.for_each(1, Put<Word, Constant<Word>>{send() + extent_.send / 2, {kWrong}});
    exec_.wait();  // the communicator reads it in an order of its own
  }

 private:
  static constexpr Word kPoison = static_cast<Word>(~std::uint64_t{0});
  /// 48.56 as fp32, as large in all other types that it tells in a sum; of 8 bits no whole number.
  static constexpr Word kWrong = static_cast<Word>(sizeof(Word) == 1 ? 0x3DU : 0x4242424242424242U);
  static std::size_t size(std::int64_t n) { return static_cast<std::size_t>(n); }
  [[nodiscard]] Buffer<Word> memory(Communicator& ranks, std::int64_t n) const {
    GpuCommunicator* gpus = call_.registered && n > 0 ? ranks.on_gpus() : nullptr;
    if (gpus == nullptr) return exec_.template alloc<Word>(size(n));
    return {gpus->registered_memory(n * std::int64_t{sizeof(Word)}), size(n)};
  }
  Exec& exec_;
  Call call_;
  Extent extent_;
  std::int64_t own_;
  Buffer<Word> send_, receive_;
  Shares shares_;  ///< of all_to_all_v only
};

/// Begins `call` on its buffers.
template <class Word>
void begin(Communicator& ranks, const Call& call, const CallBuffers<Word>& buffers) {
  Word* send = buffers.send();
  Word* receive = buffers.receive();
  const std::int64_t n = buffers.extent().count;
  const int next = (ranks.rank() + 1) % ranks.size();
  const int last = (ranks.rank() + ranks.size() - 1) % ranks.size();
  switch (call.operation) {
    case Operation::all_reduce:
      return ranks.all_reduce(send, receive, n, call.type, call.reduction);
    case Operation::all_gather:
      return ranks.all_gather(send, receive, n, call.type);
    case Operation::reduce_scatter:
      return ranks.reduce_scatter(send, receive, n, call.type, call.reduction);
    case Operation::broadcast:
      return ranks.broadcast(ranks.rank() == call.root ? send : receive, n, call.type, call.root);
    case Operation::reduce:
      return ranks.reduce(send, receive, n, call.type, call.reduction, call.root);
    case Operation::all_to_all:
      return ranks.all_to_all(send, receive, n, call.type);
    case Operation::all_to_all_v:
      return ranks.all_to_all_v(send, receive, buffers.shares(), call.type);
    case Operation::gather:
      return ranks.gather(send, receive, n, call.type, call.root);
    case Operation::scatter:
      return ranks.scatter(send, receive, n, call.type, call.root);
    case Operation::send_receive:
      return ranks.send_receive(send, next, receive, last, n, call.type);
  }
}

}  // namespace assay::ASSAY_BACKEND
