#pragma once
#include <nccl.h>

#include <array>
#include <vector>

#include "tests/fakes/nccl/settings.hpp"
#include "tests/fakes/nccl/wire.hpp"

namespace fake_nccl {

/// What a rank says of itself to all others.
struct Member {
  int rank = 0;
  int size = 0;
  int version = 0;
  int colour = 0;
  Address address;
  std::array<char, 128> host{};
  std::array<char, 128> gpu{};
};

/// A rank's connections to all others; its own place is empty.
using Mesh = std::vector<assay::File>;

/// Starts the thread that ranks find each other by. It lives as long as this process, or until all
/// ranks have come.
[[nodiscard]] ncclUniqueId new_id();

/// Meets the other ranks: all of them, in the order of their ranks. Throws Failure where they do
/// not agree on their number or version, or share a GPU.
[[nodiscard]] std::vector<Member> meet(const ncclUniqueId& id, int rank, int size,
                                       std::uint16_t port, const Settings& settings,
                                       const Stop& stop);

/// Connects each to each of `members`, of which this process is number `self` and listens.
[[nodiscard]] Mesh connect_all(const std::vector<Member>& members, int self,
                               const Listener& listener, const Stop& stop);

}  // namespace fake_nccl
