#pragma once
#include <string>

#include "suites/check.hpp"
#include "suites/collective/call.hpp"

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

/// "of ranks 3, 4, 5"
inline std::string parties_text(const Contributions& all, std::size_t element) {
  std::string text = all.parties() == 1 ? "of rank" : "of ranks";
  for (int party = 0; party < all.parties(); ++party)
    text += (party == 0 ? " " : ", ") + std::to_string(all.member(party, element));
  return text;
}

/// What takes part where data only moves: everybody, with a number of its own in every element.
inline Contributions contributions_to(const Call& call, const Communicator& ranks,
                                      std::uint64_t seed, int parties) {
  const std::int64_t most = largest_exact(call.type);
  if (reduces(call.operation)) return {seed, ranks.size(), parties, most, call.reduction};
  return {seed, ranks.size(), ranks.size(), most, Reduction::maximum};
}

/// Holds every element of this rank's result against what it must be.
template <class Word>
void check_answer(Exec& exec, const Call& call, const CallBuffers<Word>& buffers,
                  const Contributions& all, const Communicator& ranks, Result& result) {
  if (!answers_here(call, ranks)) return;
  const Extent& extent = buffers.extent();
  const std::size_t begin = begin_of(call, extent, ranks.rank());
  const std::string what = "wrong element after " + text_of(call, buffers.bytes()) + " on rank " +
                           std::to_string(ranks.rank());
  const auto place = [&](std::size_t i, const std::string& whose) {
    return "element " + std::to_string(i) + ' ' + whose + ", " +
           exec.place(buffers.target().data() + i);
  };
  if (reduces(call.operation)) {
    const Combined<Word> right{all, call.type, begin};
    record(result, what, exec.verify(buffers.target(), right),
           [&](std::size_t i) { return place(i, parties_text(all, begin + i)); });
    return;
  }
  const Delivered<Word> right{all, call.type, source_of(call, ranks),
                              static_cast<std::size_t>(extent.count), begin};
  record(result, what, exec.verify(buffers.target(), right),
         [&](std::size_t i) { return place(i, "of rank " + std::to_string(right.sender(i))); });
}

}  // namespace assay::ASSAY_BACKEND
