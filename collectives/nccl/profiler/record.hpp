#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

// What the plugin that NCCL loads hands to the process that it was loaded into. Plain data: the two
// are built apart and meet through one C function.

namespace assay::nccl {

/// A name as NCCL gives it, cut where it is too long, with zeros behind it.
using RecordedName = std::array<char, 24>;

/// One kind of call, and how often it was begun.
struct CallRecord {
  RecordedName function;   ///< "AllReduce", "Send"
  RecordedName type;       ///< of elements: "ncclBfloat16"; NCCL counts what it only moves in bytes
  RecordedName algorithm;  ///< "RING", "NVLS_TREE"; "" of messages, which have none
  RecordedName protocol;   ///< "LL", "LL128", "SIMPLE"; "" as above
  std::uint64_t count;     ///< elements, of one rank's block where the operation is in blocks; 0 of
                           ///< messages, which are counted together
  std::int32_t ranks;      ///< of the communicator
  std::int32_t channels;
  std::uint64_t calls;
};

/// What was counted beside calls.
struct TrafficRecord {
  std::uint64_t communicators;  ///< that were made since the plugin was loaded
  std::uint64_t lost;           ///< calls of kinds for which there was no room
  std::uint64_t proxied;        ///< operations that NCCL's proxy carried out, on its way to a NIC
  std::uint64_t ib, sockets;    ///< requests to a network that tells of them; few builds do
  std::uint64_t ib_devices;     ///< bit n: a request to number n of NCCL's NICs
};

/// The most kinds that are told apart between two calls of TakeProfile.
inline constexpr std::size_t kMostCallRecords = 1024;

/// Hands over what was recorded since the last call, at most `room` records, and forgets it, but
/// not TrafficRecord::communicators. How many records there were.
using TakeProfile = std::size_t (*)(CallRecord* records, std::size_t room, TrafficRecord* traffic);
inline constexpr const char* kTakeProfile = "assay_take_nccl_profile";

}  // namespace assay::nccl
