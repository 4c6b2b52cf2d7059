#include "collectives/nccl/log.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "collectives/nccl/log_choices.hpp"
#include "collectives/nccl/log_connections.hpp"
#include "collectives/nccl/log_words.hpp"

namespace assay::nccl {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

/// NCCL prints a bus id as one hexadecimal number: function, device, bus, domain from the right.
std::string pci_of(std::uint64_t bus_id) {
  char text[32];
  std::snprintf(text, sizeof text, "%04x:%02x:%02x.%x", static_cast<unsigned>(bus_id >> 20U),
                static_cast<unsigned>(bus_id >> 12U & 0xFFU),
                static_cast<unsigned>(bus_id >> 4U & 0xFFU), static_cast<unsigned>(bus_id & 0xFU));
  return text;
}

bool read_version(std::string_view line, Log& log) {
  const std::size_t at = line.find("NCCL version ");
  if (at == std::string_view::npos) return false;
  Words words(line.substr(at));
  words.skip("NCCL version ");
  const std::string_view version = words.rest();
  int part = 0;
  const bool whole = words.number(part) && words.skip(".") && words.number(part) &&
                     words.skip(".") && words.number(part);
  if (whole && version.find_first_of(" \t") == std::string_view::npos)
    log.versions.emplace(version);
  return whole;
}

/// "... comm 0x55d rank 0 nranks 8 cudaDev 0 nvmlDev 0 busId 1b000 commId 0x2a - Init COMPLETE"
bool read_member(std::string_view message, Log& log) {
  if (!message.ends_with("Init COMPLETE")) return false;
  Member made{};
  std::string_view before;
  int number = 0;
  std::uint64_t bus_id = 0;
  Words words(message);
  const bool whole = words.until("comm 0x", before) && words.until(" rank ", before) &&
                     words.number(made.rank) && words.skip(" nranks ") && words.number(made.size) &&
                     words.skip(" cudaDev ") && words.number(number) &&
                     (!words.skip(" nvmlDev ") || words.number(number)) && words.skip(" busId ") &&
                     words.number(bus_id, 16) && words.skip(" ");
  if (!whole || made.rank >= made.size) {
    ++log.torn;
    return true;
  }
  made.pci = pci_of(bus_id);
  log.members.insert(made);
  return true;
}

/// "comm 0x55d rank 0 nRanks 16 nNodes 2 localRanks 8 localRank 0 MNNVL 0"
bool read_nodes(std::string_view message, Log& log) {
  Words words(message);
  std::string_view comm;
  int rank = 0;
  int size = 0;
  int nodes = 0;
  const bool begun = words.skip("comm 0x") && words.until(" rank ", comm) && words.number(rank) &&
                     words.skip(" nRanks ") && words.number(size) && words.skip(" nNodes ");
  if (!begun || !words.number(nodes) || !words.skip(" localRanks ")) return false;
  log.node_counts.insert(nodes);
  return true;
}

/// "[0]mlx5_0:1/IB": absent where it is something else.
std::optional<Nic> nic_of(std::string_view word) {
  Words words(word);
  Nic nic{};
  std::string_view name;
  if (!words.skip("[") || !words.number(nic.number) || !words.skip("]") ||
      !words.until(":", name) || !words.number(nic.port) || !words.skip("/"))
    return std::nullopt;
  nic.name = name;
  nic.link = words.rest();
  if (nic.link != "IB" && nic.link != "RoCE") return std::nullopt;
  return nic;
}

/// The words of `text` up to ";".
std::vector<std::string_view> listed(std::string_view text) {
  std::vector<std::string_view> found;
  text = text.substr(0, text.find(';'));
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

bool read_nics(std::string_view message, Log& log) {
  Words words(message);
  if (words.skip("NET/IB : Using ")) {
    for (std::string_view word : listed(words.rest()))
      if (const auto nic = nic_of(word)) log.nics.insert(*nic);
    return true;
  }
  if (words.skip("NET/Socket : Using ")) {
    for (std::string_view word : listed(words.rest())) {
      Words entry(word);
      int number = 0;
      std::string_view name;
      if (entry.skip("[") && entry.number(number) && entry.skip("]") && entry.until(":", name))
        log.sockets.emplace(name);
    }
    return true;
  }
  if (!words.skip("NET/IB : Made virtual device ")) return false;
  int device = 0;
  int number_of_devices = 0;
  std::string_view before;
  const bool single = words.skip("[") && words.number(device) && words.until(" ndevs=", before) &&
                      words.number(number_of_devices) && number_of_devices == 1;
  log.merged_nics = log.merged_nics || !single;
  return true;
}

bool read_nvls(std::string_view message, Log& log) {
  Words words(message);
  if (words.skip("NVLS multicast support is ")) {
    const bool denied = words.skip("not ");
    if (words.skip("available on dev "))
      log.nvls_available = log.nvls_available.value_or(true) && !denied;
    return true;
  }
  if (words.skip("NVLS comm 0x"))
    log.nvls_connected = true;
  else if (message == "Connected NVLS tree")
    log.nvls_tree_connected = true;
  else if (words.skip("rank ") && message.ends_with(" Connected CollNet"))
    log.collnet_connected = true;
  else
    return false;
  return true;
}

/// True of messages that would tell something if they were whole.
bool should_tell(std::string_view message) {
  return message.find(" via ") != std::string_view::npos ||
         message.find(" Bytes -> Algo ") != std::string_view::npos;
}

void read_message(std::string_view message, Log& log) {
  Words words(message);
  if (const auto connection = parse_connection(message))
    log.connections.insert(*connection);
  else if (const auto choice = parse_choice(message))
    log.choices.insert(*choice);
  else if (words.skip("Using network ") && !words.at_end())
    log.networks.emplace(words.rest());
  else if (!read_member(message, log) && !read_nodes(message, log) && !read_nics(message, log) &&
           !read_nvls(message, log) && should_tell(message))
    ++log.torn;
}

void read_line(std::string_view line, Log& log) {
  if (read_version(line, log)) return;
  static constexpr std::string_view kInfo = "NCCL INFO ";
  static constexpr std::string_view kWarning = "NCCL WARN ";
  if (const std::size_t at = line.find(kInfo); at != std::string_view::npos)
    read_message(line.substr(at + kInfo.size()), log);
  else if (const std::size_t warned = line.find(kWarning);
           warned != std::string_view::npos && log.warnings.size() < Log::kMostWarnings)
    log.warnings.emplace(line.substr(warned + kWarning.size()));
}

}  // namespace

Log parse_log(std::string_view text) {
  Log log;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    read_line(trimmed(text.substr(0, end)), log);
    text.remove_prefix(end + 1);
  }
  std::set<Choice> named;
  for (const Choice& choice : log.choices) named.insert(with_names(choice, log.versions));
  log.choices = std::move(named);
  return log;
}

}  // namespace assay::nccl
