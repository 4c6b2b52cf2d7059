#pragma once
#include <string>

#include "collectives/communicator.hpp"
#include "collectives/operation.hpp"
#include "collectives/payload.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {

/// One collective as it is to be measured.
struct Call {
  Operation operation;
  ElementType type = ElementType::bf16;
  std::int64_t bytes = 0;
  bool in_place = false;
  Reduction reduction = Reduction::sum;
  int root = 0;
};

/// Operations that are carried out in place, as training does it. What reduce_scatter leaves in the
/// rest of such a buffer is nobody's answer and could not be checked.
inline bool has_in_place(Operation operation) {
  return operation == Operation::all_reduce || operation == Operation::all_gather ||
         operation == Operation::broadcast || operation == Operation::reduce;
}

/// "all_reduce of 1048576 bytes of bf16 in place"
inline std::string text_of(const Call& call, std::int64_t bytes) {
  return std::string(name(call.operation)) + " of " + std::to_string(bytes) + " bytes of " +
         std::string(name(call.type)) + (call.in_place ? " in place" : "");
}

/// The buffers of one call on this rank. In place they are one.
template <class Word>
class CallBuffers {
 public:
  CallBuffers(Exec& exec, const Call& call, const Communicator& ranks)
      : exec_(exec),
        call_(call),
        extent_(extent_of(call.operation, call.bytes, sizeof(Word), ranks.size())),
        own_(extent_.count * ranks.rank()),
        send_(exec.alloc<Word>(
            size(call.in_place ? std::max(extent_.send, extent_.receive) : extent_.send))),
        receive_(exec.alloc<Word>(size(call.in_place ? 0 : extent_.receive))) {}

  [[nodiscard]] const Extent& extent() const { return extent_; }
  [[nodiscard]] std::int64_t bytes() const { return size_of(extent_, sizeof(Word)); }
  /// Where this rank's operand begins in memory.
  [[nodiscard]] Word* send() const {
    const bool gathers = call_.in_place && call_.operation == Operation::all_gather;
    return send_.data() + (gathers ? own_ : 0);
  }
  /// Where its result begins.
  [[nodiscard]] Word* receive() const { return target().data(); }
  /// The memory that the result fills.
  [[nodiscard]] const Buffer<Word>& target() const { return call_.in_place ? send_ : receive_; }

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
  static constexpr Word kWrong = static_cast<Word>(0x55);
  static std::size_t size(std::int64_t n) { return static_cast<std::size_t>(n); }
  Exec& exec_;
  Call call_;
  Extent extent_;
  std::int64_t own_;
  Buffer<Word> send_, receive_;
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
    case Operation::gather:
      return ranks.gather(send, receive, n, call.type, call.root);
    case Operation::scatter:
      return ranks.scatter(send, receive, n, call.type, call.root);
    case Operation::send_receive:
      return ranks.send_receive(send, next, receive, last, n, call.type);
  }
}

}  // namespace assay::ASSAY_BACKEND
