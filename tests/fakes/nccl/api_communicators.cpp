// NCCL's calls that make and end communicators, and those that tell of them.
#include <array>

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
    self.introduce(members);
  });
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

ncclResult_t ncclCommInitRankConfig(ncclComm_t* made, int size, ncclUniqueId id, int rank,
                                    ncclConfig_t* config) {
  return guarded(
      [&] { return fake_nccl::join(made, size, id, rank, fake_nccl::is_blocking(config)); });
}

ncclResult_t ncclCommInitRank(ncclComm_t* made, int size, ncclUniqueId id, int rank) {
  return ncclCommInitRankConfig(made, size, id, rank, nullptr);
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

}  // extern "C"
