#include "collectives/nccl/log_connections.hpp"

#include <array>

#include "collectives/nccl/log_words.hpp"

namespace assay::nccl {
namespace {

/// "3[1b000]": a rank and its device, of which only the rank means the same in all versions.
bool take_rank(Words& words, int& rank) {
  std::string_view device;
  return words.number(rank) && words.skip("[") && words.until("]", device) && !device.empty() &&
         device.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// "00/1" or, before 2.12, "00".
bool take_channel(Words& words, int& channel) {
  int connection = 0;
  return words.number(channel) && (!words.skip("/") || words.number(connection));
}

Connection::End take_end(Words& words) {
  if (words.skip("[send] ")) return Connection::End::send;
  if (words.skip("[receive] ")) return Connection::End::receive;
  return Connection::End::both;
}

bool take_p2p(Words words, Connection& made) {
  if (!words.skip("P2P/")) return false;
  made.path = Connection::Path::p2p;
  static constexpr std::array<std::string_view, 5> kKinds{"CUMEM", "IPC", "MNNVL", "direct pointer",
                                                          "indirect"};
  for (std::string_view kind : kKinds)
    if (made.detail.empty() && words.skip(kind)) made.detail = kind;
  int over = 0;
  if (made.detail == "indirect" && (!words.skip("/") || !take_rank(words, over))) return false;
  words.skip("/read");
  words.skip("/CE");
  return !made.detail.empty() && words.at_end();
}

bool take_shared_memory(Words words, Connection& made) {
  if (!words.skip("SHM/")) return false;
  made.path = Connection::Path::shared_memory;
  made.detail = words.rest();
  for (int half = 0; half < 2; ++half) {
    if (half == 1 && !words.skip("/")) return false;
    if (!words.skip("direct") && !words.skip("CE")) return false;
  }
  return words.at_end();
}

/// "IB/0/GDRDMA/Shared"; "IB/0(8)/GDRDMA" goes by the NIC of rank 8.
bool take_network(Words& words, Connection& made) {
  std::string_view network;
  int by_rank = 0;
  if (!words.until("/", network) || network.empty() || !words.number(made.device)) return false;
  made.detail = network;
  if (words.skip("(") && (!words.number(by_rank) || !words.skip(")"))) return false;
  made.gpu_direct = words.skip("/GDRDMA");
  words.skip("(PCI)");
  words.skip("/Shared");
  return words.at_end();
}

bool take_path(Words& words, Connection& made) {
  if (take_p2p(words, made) || take_shared_memory(words, made)) return true;
  made.path = Connection::Path::network;
  return words.skip("NET/") && made.end != Connection::End::both && take_network(words, made);
}

std::optional<Connection> collnet(Words words) {
  Connection made{Connection::Path::collnet, 0, 0, 0};
  if (!take_channel(words, made.channel) || !words.skip(" : ") || !words.number(made.from) ||
      !words.skip(" "))
    return std::nullopt;
  made.to = made.from;
  made.end = take_end(words);
  const bool whole =
      made.end != Connection::End::both && words.skip("via COLLNET/") && take_network(words, made);
  return whole ? std::optional(made) : std::nullopt;
}

}  // namespace

std::optional<Connection> parse_connection(std::string_view message) {
  Words words(message);
  if (words.skip("CollNet ")) return collnet(words);
  Connection made{Connection::Path::p2p, 0, 0, 0};
  const bool begun = words.skip("Channel ") && take_channel(words, made.channel) &&
                     words.skip(" : ") && take_rank(words, made.from) && words.skip(" -> ") &&
                     take_rank(words, made.to) && words.skip(" ");
  if (!begun) return std::nullopt;
  made.end = take_end(words);
  if (!words.skip("via ") || !take_path(words, made)) return std::nullopt;
  return made;
}

}  // namespace assay::nccl
