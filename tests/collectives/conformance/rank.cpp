#include "tests/collectives/conformance/rank.hpp"

#include <exception>
#include <new>

namespace assay::conformance {

std::shared_ptr<std::byte> host_memory(std::size_t bytes) {
  // As aligned as a GPU's memory is, and exactly as long, so that a sanitizer sees a step too far.
  constexpr std::align_val_t kAlignment{256};
  auto* memory = static_cast<std::byte*>(operator new(bytes, kAlignment));
  return {memory, [](std::byte* p) { operator delete(p, kAlignment); }};
}

void Rank::complain(const std::string& what) {
  if (complaints.size() < kMostComplaints) complaints.push_back(what);
}

Complaints complaints_of(Communicator& communicator, const Check& check, const Allocate& allocate) {
  Rank rank{communicator, allocate, {}};
  const std::string who =
      "rank " + std::to_string(rank.rank()) + " of " + std::to_string(rank.size()) + ": ";
  try {
    check(rank);
  } catch (const std::exception& error) {
    rank.complaints.emplace_back(error.what());
  }
  for (std::string& complaint : rank.complaints) complaint.insert(0, who);
  return rank.complaints;
}

}  // namespace assay::conformance
