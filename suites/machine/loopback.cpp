#include "suites/machine/loopback.hpp"

#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/handle.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

using Steady = std::chrono::steady_clock;
constexpr auto kPause = std::chrono::milliseconds(100);
/// For the one that waits, to see that the other has left.
constexpr double kFarewellS = 3;
/// For the last attempt to say why it failed.
constexpr double kAttemptS = 1;

/// Processes started meanwhile run on these processors: an adapter reads and writes the memory
/// beside it, which is where they get theirs.
class OnCpus {
 public:
  explicit OnCpus(const std::vector<int>& cpus) {
    if (cpus.empty() || sched_getaffinity(0, sizeof before_, &before_) != 0) return;
    cpu_set_t chosen;
    CPU_ZERO(&chosen);
    for (const int cpu : cpus)
      if (cpu >= 0 && cpu < CPU_SETSIZE && CPU_ISSET(cpu, &before_)) CPU_SET(cpu, &chosen);
    changed_ = sched_setaffinity(0, sizeof chosen, &chosen) == 0;
  }
  OnCpus(const OnCpus&) = delete;
  OnCpus& operator=(const OnCpus&) = delete;
  ~OnCpus() {
    if (changed_) sched_setaffinity(0, sizeof before_, &before_);
  }

 private:
  cpu_set_t before_{};
  bool changed_ = false;
};

std::string first_words(const ToolOutput& output) {
  for (const std::string_view line : lines_of(output.complaints))
    if (!trimmed(line).empty()) return std::string(trimmed(line));
  return "";
}

/// The one that waits fails for a reason of its own; what the other one says then is that nobody
/// answers.
std::string reason(const ToolOutput& waiting, const ToolOutput& coming) {
  const ToolOutput& culprit = first_words(waiting).empty() ? coming : waiting;
  const std::string words = first_words(culprit);
  const std::string& why = culprit.why_not.empty() ? coming.why_not : culprit.why_not;
  return words.empty() ? why : why + ": " + words;
}

}  // namespace

int unused_tcp_port() {
  const File socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (socket.get() < 0) return 0;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(socket.get(), raw, size) != 0 || getsockname(socket.get(), raw, &size) != 0) return 0;
  return ntohs(address.sin_port);
}

ToolOutput run_loopback(const std::string& path, const std::vector<std::string>& arguments,
                        const std::vector<int>& cpus, double seconds) {
  const auto end = Steady::now() + std::chrono::duration<double>(seconds);
  const auto left_s = [&] { return std::chrono::duration<double>(end - Steady::now()).count(); };
  const OnCpus there(cpus);
  std::vector<std::string> common = arguments;
  common.insert(common.end(), {"-p", std::to_string(unused_tcp_port())});
  RunningTool waiting(path, common);
  common.emplace_back("127.0.0.1");
  ToolOutput coming;
  do {  // nothing tells when the other one has begun to listen, but that it is reached
    std::this_thread::sleep_for(kPause);
    coming = run_tool(path, common, std::max(left_s(), kAttemptS));
  } while (!coming.why_not.empty() && waiting.runs() && left_s() > 0);
  const bool leaving = coming.why_not.empty() || !waiting.runs();
  const ToolOutput waited = waiting.finish(leaving ? kFarewellS : 0);
  if (!coming.why_not.empty() || !waited.why_not.empty()) coming.why_not = reason(waited, coming);
  return coming;
}

}  // namespace assay
