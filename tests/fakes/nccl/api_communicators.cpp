// NCCL's calls that make and end communicators, and those that tell of them.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "tests/fakes/nccl/communicator.hpp"

namespace fake_nccl {
namespace {

bool is_blocking(const ncclConfig_t* config) { return config == nullptr || config->blocking != 0; }

void check(ncclComm_t comm) {
  if (comm == nullptr) throw Failure(ncclInvalidArgument, "the communicator is NULL");
}

ncclResult_t join(ncclComm_t* made, int size, const ncclUniqueId& id, int rank, bool blocking) {
  if (rank < 0 || rank >= size)
    throw Failure(ncclInvalidArgument,
                  "rank " + std::to_string(rank) + " is not among " + std::to_string(size));
  // Whoever made it must end it, also where it comes to nothing: so NCCL has it.
  *made = new ncclComm(rank, size, blocking, read_settings());
  return (*made)->submit([id](ncclComm& self) {
    self.strike("Init");
    const Listener listener;
    const auto members =
        meet(id, self.rank(), self.size(), listener.port, self.settings(), self.stop());
    self.mesh = connect_all(members, self.rank(), listener, self.stop());
  });
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

ncclResult_t ncclGetVersion(int* version) {
  return guarded([=] {
    *version = fake_nccl::library_version();
    return ncclSuccess;
  });
}

ncclResult_t ncclGetUniqueId(ncclUniqueId* id) {
  return guarded([=] {
    *id = fake_nccl::new_id();
    return ncclSuccess;
  });
}

const char* ncclGetErrorString(ncclResult_t result) {
  static constexpr std::array<const char*, ncclNumResults> kTexts{
      "no error",     "CUDA call failed",  "system call failed", "internal failure",
      "bad argument", "call out of place", "remote rank failed", "still in progress"};
  return result >= 0 && result < ncclNumResults ? kTexts.at(result) : "no such result";
}

const char* ncclGetLastError(ncclComm_t) { return fake_nccl::last_said(); }

ncclResult_t ncclCommInitRankConfig(ncclComm_t* made, int size, ncclUniqueId id, int rank,
                                    ncclConfig_t* config) {
  return guarded(
      [&] { return fake_nccl::join(made, size, id, rank, fake_nccl::is_blocking(config)); });
}

ncclResult_t ncclCommInitRank(ncclComm_t* made, int size, ncclUniqueId id, int rank) {
  return ncclCommInitRankConfig(made, size, id, rank, nullptr);
}

ncclResult_t ncclCommSplit(ncclComm_t comm, int colour, int key, ncclComm_t* made,
                           ncclConfig_t* config) {
  return guarded([&] {
    fake_nccl::check(comm);
    if (colour < 0 && colour != NCCL_SPLIT_NOCOLOR)
      throw Failure(ncclInvalidArgument, "a colour below 0");
    const bool blocking = config == nullptr ? comm->blocking() : fake_nccl::is_blocking(config);
    *made = nullptr;
    return comm->submit(
        [=](ncclComm& parent) { fake_nccl::split_off(parent, colour, key, blocking, made); });
  });
}

ncclResult_t ncclCommGetAsyncError(ncclComm_t comm, ncclResult_t* state) {
  return guarded([=] {
    fake_nccl::check(comm);
    *state = comm->state();
    return ncclSuccess;
  });
}

ncclResult_t ncclCommFinalize(ncclComm_t comm) {
  return guarded([=] {
    fake_nccl::check(comm);
    return comm->submit([](ncclComm& self) { self.strike("Finalize"); });
  });
}

ncclResult_t ncclCommDestroy(ncclComm_t comm) {
  return guarded([=] {
    fake_nccl::check(comm);
    (void)comm->wait_until_idle();
    delete comm;
    return ncclSuccess;
  });
}

ncclResult_t ncclCommAbort(ncclComm_t comm) {
  return guarded([=] {
    fake_nccl::check(comm);
    delete comm;
    return ncclSuccess;
  });
}

ncclResult_t ncclCommCount(const ncclComm_t comm, int* count) {
  return guarded([=] {
    fake_nccl::check(comm);
    *count = comm->size();
    return ncclSuccess;
  });
}

ncclResult_t ncclCommUserRank(const ncclComm_t comm, int* rank) {
  return guarded([=] {
    fake_nccl::check(comm);
    *rank = comm->rank();
    return ncclSuccess;
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
