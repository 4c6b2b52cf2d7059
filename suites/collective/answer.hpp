#pragma once
#include <string>

#include "suites/check.hpp"
#include "suites/collective/buffers.hpp"
#include "suites/collective/keep.hpp"

// Whether every element arrived as it must, and who is to blame for one that did not.

namespace assay::ASSAY_BACKEND {

/// The element of the sender that element 0 of this rank's result was.
inline std::size_t begin_of(const Call& call, const Extent& extent, int rank) {
  const bool in_blocks = call.operation == Operation::reduce_scatter ||
                         call.operation == Operation::all_to_all ||
                         call.operation == Operation::scatter;
  return in_blocks ? static_cast<std::size_t>(extent.count * rank) : 0;
}

/// The one rank that sends everything, -1 where each sends a block.
inline int source_of(const Call& call, const Communicator& ranks) {
  switch (call.operation) {
    case Operation::broadcast:
    case Operation::scatter:
      return call.root;
    case Operation::send_receive:
      return (ranks.rank() + ranks.size() - 1) % ranks.size();
    default:
      return -1;
  }
}

/// Does the operation leave an answer on this rank?
inline bool answers_here(const Call& call, const Communicator& ranks) {
  const bool on_root = call.operation == Operation::reduce || call.operation == Operation::gather;
  const bool sent_it = call.operation == Operation::broadcast && ranks.rank() == call.root;
  return (!on_root || ranks.rank() == call.root) && (!sent_it || call.in_place);
}

/// What takes part where data only moves: everybody, with a number of its own in every element.
inline Contributions contributions_to(const Call& call, const Communicator& ranks,
                                      std::uint64_t seed, int parties) {
  const std::int64_t most = largest_exact(call.type);
  if (reduces(call.operation)) return {seed, ranks.size(), parties, most, call.reduction};
  return {seed, ranks.size(), ranks.size(), most, Reduction::maximum};
}

/// Holds every element of this rank's result against what it must be. After a reduction it answers
/// which element of the operands the first wrong one was made of, counted from 1; 0 = none is
/// wrong.
template <class Word>
std::size_t check_answer(Exec& exec, const Call& call, const CallBuffers<Word>& buffers,
                         const Contributions& all, const Communicator& ranks, Result& result) {
  if (!answers_here(call, ranks)) return 0;
  const Extent& extent = buffers.extent();
  const std::size_t begin = begin_of(call, extent, ranks.rank());
  const std::string what = "wrong element after " + text_of(call, buffers.bytes()) + " on rank " +
                           std::to_string(ranks.rank());
  const Buffer<Word> target = buffers.target();
  const auto place = [&](std::size_t i, const std::string& whose) {
    return "element " + std::to_string(i) + whose + ", " + exec.place(target.data() + i);
  };
  if (reduces(call.operation)) {
    const Combined<Word> right{all, call.type, begin};
    const auto found = exec.verify(target, right);
    record(result, what, found, [&](std::size_t i) { return place(i, ""); });
    return found.kept == 0 ? 0 : begin + found.wrong.front().index + 1;
  }
  const auto compare = [&](const auto& right) {
    record(result, what, exec.verify(target, right),
           [&](std::size_t i) { return place(i, " of rank " + std::to_string(right.sender(i))); });
  };
  if (call.operation == Operation::all_to_all_v)
    compare(DeliveredRagged<Word>{all, call.type, buffers.ragged(ranks.size()), ranks.rank()});
  else
    compare(Delivered<Word>{all, call.type, source_of(call, ranks),
                            static_cast<std::size_t>(extent.count), begin});
  return 0;
}

/// What every rank has to give to one element, each as it left its rank.
template <class Word>
struct Operands {
  Contributions all;
  ElementType type;
  std::size_t element;
  [[nodiscard]] ASSAY_HD Range<Word> operator()(std::size_t rank) const {
    const auto bits = static_cast<Word>(
        bits_of(type, static_cast<double>(all.given(static_cast<int>(rank), element))));
    return {bits, bits};
  }
};

/// A sum does not tell whose operand was wrong: all ranks show theirs. Names those that send a
/// wrong one again.
template <class Word>
void find_sender(Exec& exec, const Call& call, const CallBuffers<Word>& buffers,
                 const Contributions& all, Communicator& ranks, std::size_t element,
                 double patience_s, Result& result) {
  buffers.fill(all, ranks.rank());
  auto shown = exec.alloc<Word>(static_cast<std::size_t>(ranks.size()));
  exec.wait();
  ranks.all_gather(buffers.send() + element, shown.data(), 1, call.type);
  with_buffers(shown, [&] { ranks.wait(patience_s); });
  const auto found = exec.verify(shown, Operands<Word>{all, call.type, element});
  record(result, "wrong operand of " + std::string(name(call.operation)), found,
         [&](std::size_t rank) {
           return "element " + std::to_string(element) + ", sent by rank " + std::to_string(rank);
         });
}

}  // namespace assay::ASSAY_BACKEND
