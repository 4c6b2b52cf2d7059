#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace assay::nccl {

/// What carries one channel from a rank to another, as NCCL says when it connects them.
struct Connection {
  enum class Path { p2p, shared_memory, network, collnet };
  enum class End { both, send, receive };  ///< of networks each rank tells its own end
  Path path;
  int channel;
  int from, to;  ///< ranks; of collnet both are the rank that tells
  End end = End::both;
  std::string
      detail;       ///< p2p: "CUMEM", "IPC", "MNNVL", "direct pointer", "indirect"; shared_memory:
                    ///< "direct/direct"; network, collnet: its name, "IB", "Socket", "SHARP"
  int device = -1;  ///< network, collnet: number of the NIC among those that this rank uses
  bool gpu_direct = false;  ///< network, collnet: the NIC reads and writes the GPU's memory
  auto operator<=>(const Connection&) const = default;
};

/// One rank of one communicator that was made.
struct Member {
  int rank, size;
  std::string pci;  ///< "0000:1b:00.0"
  auto operator<=>(const Member&) const = default;
};

/// A NIC that NCCL said it may use: number, name, port, and "IB" or "RoCE". Several hosts in one
/// log may give one number to several NICs.
struct Nic {
  int number;
  std::string name;
  int port;
  std::string link;
  auto operator<=>(const Nic&) const = default;
};

/// What NCCL chose for a call.
struct Choice {
  std::string function;  ///< "AllReduce"; "" where that version does not say
  std::int64_t bytes;
  std::string
      algorithm;  ///< "RING", "TREE", "NVLS", "NVLS_TREE", "COLLNET_DIRECT", "COLLNET_CHAIN",
                  ///< "PAT"; "" = told by a number whose meaning is not known
  std::string protocol;  ///< "LL", "LL128", "SIMPLE"; "" as above
  auto operator<=>(const Choice&) const = default;
};

/// What NCCL's log says of how it works (NCCL_DEBUG=INFO, NCCL_DEBUG_SUBSYS=INIT,GRAPH,NET,TUNING).
/// Each line is read by itself: lines of many ranks may be mixed, prefixed or missing, and the
/// order tells nothing. What is not said, or not in words that are known, is absent; nothing is
/// concluded here from what is absent.
struct Log {
  std::set<std::string> versions;  ///< "2.28.9+cuda13.0"; more than one where ranks differ
  std::set<std::string> networks;  ///< what was chosen for going between hosts: "IB", "Socket"
  std::set<Nic> nics;              ///< of InfiniBand and RoCE
  std::set<std::string> sockets;   ///< interfaces for sockets: "eth0"
  bool merged_nics = false;        ///< several NICs have one number: Nic::number is not reliable
  std::set<Member> members;
  std::set<int> node_counts;  ///< nNodes; one entry where there is one communicator
  std::set<Connection> connections;
  std::set<Choice> choices;
  std::optional<bool> nvls_available;  ///< NVLink SHARP: said of some device, and denied of none
  bool nvls_connected = false;
  bool nvls_tree_connected = false;
  bool collnet_connected = false;
  std::set<std::string> warnings;  ///< what NCCL warned of, the first kMostWarnings
  std::size_t torn =
      0;  ///< lines that tell of a connection, a rank or a choice, but cannot be read

  static constexpr std::size_t kMostWarnings = 20;
};

/// Reads a log, whole or in part. A last line without its end is left out: more may have followed.
/// Never throws: what is no log leaves everything absent.
[[nodiscard]] Log parse_log(std::string_view text);

/// The names of the NICs that carried a channel of any network; absent where the numbers of the
/// channels do not tell them for sure, or no channel went by a network.
[[nodiscard]] std::optional<std::set<std::string>> nics_used(const Log& log);
/// Whether every channel that went by a network did so past the host's memory; absent where none
/// went.
[[nodiscard]] std::optional<bool> gpu_direct(const Log& log);
/// "P2P/CUMEM", "SHM", "NET/IB", "COLLNET/SHARP": all that connect ranks.
[[nodiscard]] std::set<std::string> transports(const Log& log);
/// What was chosen for calls of `function` with as many bytes: absent where the log does not tell,
/// or tells more than one thing.
[[nodiscard]] std::optional<Choice> choice_for(const Log& log, std::string_view function,
                                               std::int64_t bytes);

}  // namespace assay::nccl
