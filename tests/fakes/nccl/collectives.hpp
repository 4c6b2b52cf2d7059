#pragma once
#include "tests/fakes/nccl/communicator.hpp"

namespace fake_nccl {

/// What a rank gives to a collective operation and where it wants the result. All by rings and
/// chains, so that each link carries what the published formulas of bus bandwidth say.
struct Operands {
  const void* send;
  void* receive;
  std::size_t count;
  ncclDataType_t type;
  ncclRedOp_t operation;  ///< of those that reduce
  int root;               ///< of those that have one
};

void all_reduce(ncclComm& comm, const Operands& operands);
void all_gather(ncclComm& comm, const Operands& operands);
void reduce_scatter(ncclComm& comm, const Operands& operands);
void broadcast(ncclComm& comm, const Operands& operands);
void reduce(ncclComm& comm, const Operands& operands);

}  // namespace fake_nccl
