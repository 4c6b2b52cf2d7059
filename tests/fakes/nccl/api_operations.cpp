// NCCL's calls that move data.
#include "tests/fakes/nccl/arithmetic.hpp"
#include "tests/fakes/nccl/collectives.hpp"
#include "tests/fakes/nccl/group.hpp"

namespace fake_nccl {
namespace {

using Algorithm = void (*)(ncclComm&, const Operands&);

void check(ncclComm_t comm, std::size_t count, ncclDataType_t type, const void* written) {
  if (comm == nullptr) throw Failure(ncclInvalidArgument, "the communicator is NULL");
  if (bytes_of(type) == 0) throw Failure(ncclInvalidArgument, "no such data type");
  if (count > 0 && written == nullptr) throw Failure(ncclInvalidArgument, "a buffer is NULL");
}

void check_rank(ncclComm_t comm, int rank) {
  if (rank < 0 || rank >= comm->size())
    throw Failure(ncclInvalidArgument,
                  "rank " + std::to_string(rank) + " is not among " + std::to_string(comm->size()));
}

void spoil(const ncclComm& comm, const char* operation, const Operands& o, std::size_t results) {
  // Spares the few words by which ranks agree on something: they would hide what is looked for.
  constexpr std::size_t kWords = 64;
  if (!strikes(comm.settings().wrong, operation, comm.rank()) || results < kWords) return;
  static_cast<std::byte*>(o.receive)[results / 2 * bytes_of(o.type)] ^= std::byte{1};
}

/// `results` is how many elements this rank receives.
ncclResult_t begin_collective(const char* operation, Algorithm algorithm, ncclComm_t comm,
                              const Operands& operands, std::size_t results) {
  return guarded([&] {
    check(comm, operands.count, operands.type, results > 0 ? operands.receive : operands.send);
    check_rank(comm, operands.root);
    if (operands.operation < 0 || operands.operation >= ncclNumOps)
      throw Failure(ncclInvalidArgument, "no such reduction");
    return begin(comm, [=](ncclComm& self) {
      self.strike(operation);
      self.tell(
          {operation, operands.count, operands.type, operands.root, self.settings().algorithm});
      algorithm(self, operands);
      spoil(self, operation, operands, results);
    });
  });
}

std::size_t times_size(ncclComm_t comm, std::size_t count) {
  return comm == nullptr ? 0 : count * static_cast<std::size_t>(comm->size());
}

ncclResult_t begin_message(bool sends, const void* data, std::size_t count, ncclDataType_t type,
                           int peer, ncclComm_t comm) {
  return guarded([&] {
    check(comm, count, type, data);
    check_rank(comm, peer);
    auto* bytes = const_cast<std::byte*>(static_cast<const std::byte*>(data));
    return begin(comm, Message{sends, peer, bytes, count * bytes_of(type)});
  });
}

}  // namespace
}  // namespace fake_nccl

extern "C" {

ncclResult_t ncclAllReduce(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           ncclRedOp_t operation, ncclComm_t comm, cudaStream_t) {
  return fake_nccl::begin_collective("AllReduce", fake_nccl::all_reduce, comm,
                                     {send, receive, count, type, operation, 0}, count);
}

ncclResult_t ncclAllGather(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           ncclComm_t comm, cudaStream_t) {
  return fake_nccl::begin_collective("AllGather", fake_nccl::all_gather, comm,
                                     {send, receive, count, type, ncclSum, 0},
                                     fake_nccl::times_size(comm, count));
}

ncclResult_t ncclReduceScatter(const void* send, void* receive, std::size_t count,
                               ncclDataType_t type, ncclRedOp_t operation, ncclComm_t comm,
                               cudaStream_t) {
  return fake_nccl::begin_collective("ReduceScatter", fake_nccl::reduce_scatter, comm,
                                     {send, receive, count, type, operation, 0}, count);
}

ncclResult_t ncclBroadcast(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           int root, ncclComm_t comm, cudaStream_t) {
  return fake_nccl::begin_collective("Broadcast", fake_nccl::broadcast, comm,
                                     {send, receive, count, type, ncclSum, root}, count);
}

ncclResult_t ncclReduce(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                        ncclRedOp_t operation, int root, ncclComm_t comm, cudaStream_t) {
  const bool receives = comm != nullptr && comm->rank() == root;
  return fake_nccl::begin_collective("Reduce", fake_nccl::reduce, comm,
                                     {send, receive, count, type, operation, root},
                                     receives ? count : 0);
}

ncclResult_t ncclSend(const void* send, std::size_t count, ncclDataType_t type, int peer,
                      ncclComm_t comm, cudaStream_t) {
  return fake_nccl::begin_message(true, send, count, type, peer, comm);
}

ncclResult_t ncclRecv(void* receive, std::size_t count, ncclDataType_t type, int peer,
                      ncclComm_t comm, cudaStream_t) {
  return fake_nccl::begin_message(false, receive, count, type, peer, comm);
}

ncclResult_t ncclGroupStart() {
  fake_nccl::start_group();
  return ncclSuccess;
}

ncclResult_t ncclGroupEnd() { return fake_nccl::guarded(fake_nccl::end_group); }

}  // extern "C"
