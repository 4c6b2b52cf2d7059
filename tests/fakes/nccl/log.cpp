#include "tests/fakes/nccl/log.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace fake_nccl {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

/// NCCL reads its environment once a process, and so do these.
bool is_set(const char* name) { return variable(name) == "1"; }
bool without_p2p() {
  static const bool once = is_set("NCCL_P2P_DISABLE");
  return once;
}
bool without_shared_memory() {
  static const bool once = is_set("NCCL_SHM_DISABLE");
  return once;
}
const std::string& wanted_nic() {
  static const std::string once = variable("NCCL_IB_HCA");
  return once;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, ',');) words.push_back(word);
  return words;
}

/// "=mlx5_1:1" is that port, "mlx5_1" every one that begins so.
bool is_wanted(const std::string& nic) {
  const std::string& wanted = wanted_nic();
  return wanted.starts_with('=') ? nic == wanted.substr(1) : nic.starts_with(wanted);
}

std::string rank_text(int rank) { return std::to_string(rank) + '[' + std::to_string(rank) + ']'; }

bool on_one_host(const Member& a, const Member& b) { return a.host == b.host; }

}  // namespace

Log::Log(const Settings& settings, const std::vector<Member>& members, int rank)
    : algorithm_(settings.algorithm) {
  if (variable("NCCL_DEBUG") == "INFO") file_.open(variable("NCCL_DEBUG_FILE"), std::ios::app);
  file_ << "NCCL version " << settings.version / 10000 << '.' << settings.version % 10000 / 100
        << '.' << settings.version % 100 << "+cuda13.0\n";
  tell_nics(settings);
  const auto size = static_cast<int>(members.size());
  const int next = (rank + 1) % size;
  const int previous = (rank + size - 1) % size;
  const auto& self = members.at(static_cast<std::size_t>(rank));
  connect(rank, next, on_one_host(self, members.at(static_cast<std::size_t>(next))), "[send]");
  connect(previous, rank, on_one_host(self, members.at(static_cast<std::size_t>(previous))),
          "[receive]");
  line("ncclCommInitRankConfig comm 0x55d0c000 rank " + std::to_string(rank) + " nranks " +
       std::to_string(size) + " cudaDev 0 nvmlDev 0 busId 1b000 commId 0x2a - Init COMPLETE");
}

void Log::line(const std::string& text) {
  // Flushed, for whoever reads it does so while this process lives.
  if (file_.is_open())
    file_ << "host:" << getpid() << ":1 [0] NCCL INFO " << text << '\n' << std::flush;
}

void Log::tell_nics(const Settings& settings) {
  std::string using_text;
  int number = 0;
  for (const std::string& nic : split(settings.nics)) {
    if (!settings.takes_any_nic && !is_wanted(nic)) continue;
    nic_ = number++;
    using_text += " [" + std::to_string(nic_) + ']' + nic + "/IB";
  }
  if (number > 0) {
    network_ = "IB";
    line("NET/IB : Using" + using_text + " [RO]; OOB lo:127.0.0.1<0>");
  } else {
    line("NET/Socket : Using [0]lo:127.0.0.1<0>");
  }
  line("Using network " + network_);
}

void Log::connect(int from, int to, bool same_host, const char* end) {
  const std::string channel = "Channel 00/0 : " + rank_text(from) + " -> " + rank_text(to);
  const bool receives = end == std::string_view("[receive]");
  if (same_host && !(without_p2p() && without_shared_memory())) {
    if (!receives) line(channel + (without_p2p() ? " via SHM/direct/direct" : " via P2P/CUMEM"));
    return;
  }
  by_network_ = true;
  line(channel + ' ' + end + " via NET/" + network_ + '/' + std::to_string(nic_));
}

void Log::choice(const std::string& function, std::size_t bytes) {
  if (told_.emplace(function, bytes).second)
    line(function + ": " + std::to_string(bytes) + " Bytes -> Algo " + algorithm_ +
         " proto SIMPLE channel{Lo..Hi}={0..0}");
}

}  // namespace fake_nccl
