// What NCCL learned after 2.14: a library without these is another target.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "tests/fakes/nccl/communicator.hpp"

namespace fake_nccl {
namespace {

void check(ncclComm_t comm) {
  if (comm == nullptr) throw Failure(ncclInvalidArgument, "the communicator is NULL");
}

/// What every rank of `comm` says of itself, told to all.
std::vector<Member> tell_all(ncclComm& comm, const Member& self) {
  std::vector<Member> members(static_cast<std::size_t>(comm.size()));
  members[static_cast<std::size_t>(comm.rank())] = self;
  Member own = self;
  std::vector<Transfer> transfers;
  for (int peer = 0; peer < comm.size(); ++peer) {
    if (peer == comm.rank()) continue;
    const int connection = comm.connection(peer);
    auto* theirs = reinterpret_cast<std::byte*>(&members[static_cast<std::size_t>(peer)]);
    transfers.push_back({connection, true, reinterpret_cast<std::byte*>(&own), sizeof own});
    transfers.push_back({connection, false, theirs, sizeof own});
  }
  exchange(transfers, comm.stop(), comm.pace);
  return members;
}

/// Which ranks have `colour`, in the order of their keys and, where these are equal, of the ranks.
std::vector<std::size_t> of_colour(const std::vector<Member>& members, int colour) {
  std::vector<std::size_t> ranks;
  for (std::size_t rank = 0; rank < members.size(); ++rank)
    if (members[rank].colour == colour) ranks.push_back(rank);
  std::sort(ranks.begin(), ranks.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(members[a].rank, a) < std::pair(members[b].rank, b);
  });
  return ranks;
}

void split_off(ncclComm& parent, int colour, int key, bool blocking, ncclComm_t* made) {
  parent.strike("Split");
  const Listener listener;
  Member self{key, parent.size(), 0, colour, {0, listener.port}, {}, {}};
  if (parent.size() > 1) {
    const int any_peer = (parent.rank() + 1) % parent.size();
    self.address.ip = local_ip(parent.mesh.at(static_cast<std::size_t>(any_peer)));
  }
  const auto members = tell_all(parent, self);
  if (colour == NCCL_SPLIT_NOCOLOR) return;
  const auto ranks = of_colour(members, colour);
  std::vector<Member> part;
  part.reserve(ranks.size());
  for (std::size_t rank : ranks) part.push_back(members[rank]);
  const auto own = std::find(ranks.begin(), ranks.end(), static_cast<std::size_t>(parent.rank()));
  auto child =
      std::make_unique<ncclComm>(static_cast<int>(own - ranks.begin()),
                                 static_cast<int>(part.size()), blocking, parent.settings());
  child->mesh = connect_all(part, child->rank(), listener, parent.stop());
  *made = child.release();
}

}  // namespace
}  // namespace fake_nccl

using fake_nccl::Failure;
using fake_nccl::guarded;

extern "C" {

const char* ncclGetLastError(ncclComm_t) { return fake_nccl::last_said(); }

ncclResult_t ncclCommSplit(ncclComm_t comm, int colour, int key, ncclComm_t* made,
                           ncclConfig_t* config) {
  return guarded([&] {
    fake_nccl::check(comm);
    if (colour < 0 && colour != NCCL_SPLIT_NOCOLOR)
      throw Failure(ncclInvalidArgument, "a colour below 0");
    const bool blocking = config == nullptr ? comm->blocking() : config->blocking != 0;
    *made = nullptr;
    return comm->submit(
        [=](ncclComm& parent) { fake_nccl::split_off(parent, colour, key, blocking, made); });
  });
}

ncclResult_t ncclMemAlloc(void** memory, std::size_t bytes) {
  *memory = std::malloc(bytes);  // NOLINT(cppcoreguidelines-no-malloc)
  return *memory == nullptr ? ncclSystemError : ncclSuccess;
}

ncclResult_t ncclMemFree(void* memory) {
  std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc)
  return ncclSuccess;
}

ncclResult_t ncclCommRegister(const ncclComm_t comm, void* memory, std::size_t, void** handle) {
  return guarded([=] {
    fake_nccl::check(comm);
    *handle = memory;
    return ncclSuccess;
  });
}

ncclResult_t ncclCommDeregister(const ncclComm_t comm, void*) {
  return guarded([=] {
    fake_nccl::check(comm);
    return ncclSuccess;
  });
}

}  // extern "C"
