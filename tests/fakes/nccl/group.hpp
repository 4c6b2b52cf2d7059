#pragma once
#include "tests/fakes/nccl/communicator.hpp"

namespace fake_nccl {

/// A message to or from one rank.
struct Message {
  bool sends;
  int peer;
  std::byte* data;
  std::size_t bytes;
};

/// What a call begins on `comm`: at once, or when the thread's group ends.
[[nodiscard]] ncclResult_t begin(ncclComm_t comm, const ncclComm::Task& task);
/// As begin(); messages of one group go at once, all of them together.
[[nodiscard]] ncclResult_t begin(ncclComm_t comm, const Message& message);

void start_group();
[[nodiscard]] ncclResult_t end_group();

}  // namespace fake_nccl
