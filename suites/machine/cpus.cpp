#include "suites/machine/cpus.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"

namespace assay {
namespace {

constexpr const char* kCpus = "/sys/devices/system/cpu";

std::string in_cpus(const std::string& name) { return std::string(kCpus) + "/" + name; }

std::vector<std::int64_t> list_in(const HostFiles& files, const std::string& path) {
  return number_list(files.read(path).text).value_or(std::vector<std::int64_t>{});
}

std::string folder_of(std::int64_t cpu) { return in_cpus("cpu" + std::to_string(cpu)); }

std::int64_t topology(const HostFiles& files, std::int64_t cpu, const char* what) {
  return files.read_integer(folder_of(cpu) + "/topology/" + what).value_or(0);
}

std::string model_of(std::string_view block) {
  if (const auto model = value_of(block, "model name")) return std::string(*model);
  const auto maker = value_of(block, "CPU implementer");  // Arm gives numbers only
  const auto part = value_of(block, "CPU part");
  return maker && part ? "implementer " + std::string(*maker) + " part " + std::string(*part) : "";
}

/// What /proc/cpuinfo says of the first CPU that it lists for each socket.
std::map<std::int64_t, Cpu> named_sockets(const HostFiles& files) {
  std::map<std::int64_t, Cpu> sockets;
  const Reading info = files.read("/proc/cpuinfo", std::size_t{1} << 25);
  std::string_view rest = info.text;
  while (!rest.empty()) {
    const auto end = rest.find("\n\n");
    const std::string_view block = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    const auto socket = whole_number(value_of(block, "physical id").value_or("0")).value_or(0);
    Cpu cpu{.socket = socket, .model = model_of(block)};
    cpu.microcode = value_of(block, "microcode").value_or("");
    sockets.try_emplace(socket, cpu);
  }
  return sockets;
}

void add_sum(Number& sum, const Number& more) {
  if (more.state == Reading::State::absent || sum.state == Reading::State::unreadable) return;
  if (!more.value) {
    sum = more;
    return;
  }
  sum.state = Reading::State::ok;
  sum.value = sum.value.value_or(0) + *more.value;
}

void take_largest(Number& largest, const Number& more) {
  if (more.state == Reading::State::absent || largest.state == Reading::State::unreadable) return;
  if (!more.value || more.value > largest.value) largest = more;
}

}  // namespace

CpuCounts count_cpus(const HostFiles& files) {
  CpuCounts counts;
  const auto online = list_in(files, in_cpus("online"));
  const auto present = list_in(files, in_cpus("present"));
  counts.smt = files.read(in_cpus("smt/control")).text;
  if (!online.empty()) counts.online = static_cast<std::int64_t>(online.size());
  if (!present.empty()) counts.present = static_cast<std::int64_t>(present.size());
  // Where SMT can be switched off a core has two threads, and the kernel counts the hidden one as
  // present.
  if (counts.present && (counts.smt == "off" || counts.smt == "forceoff")) *counts.present /= 2;
  return counts;
}

std::vector<Cpu> read_cpus(const HostFiles& files) {
  std::map<std::int64_t, Cpu> sockets = named_sockets(files);
  std::set<std::pair<std::int64_t, std::int64_t>> cores;
  for (const std::int64_t cpu : list_in(files, in_cpus("online"))) {
    const std::int64_t socket = topology(files, cpu, "physical_package_id");
    Cpu& at = sockets.try_emplace(socket, Cpu{.socket = socket}).first->second;
    ++at.threads;
    if (cores.emplace(socket, topology(files, cpu, "core_id")).second) ++at.cores;
  }
  const auto present = static_cast<std::int64_t>(list_in(files, in_cpus("present")).size());
  std::vector<Cpu> cpus;
  cpus.reserve(sockets.size());
  for (auto& [socket, cpu] : sockets) {
    // An offline CPU has no topology; sockets of one machine are alike.
    const std::int64_t threads = present / static_cast<std::int64_t>(sockets.size());
    if (cpu.cores > 0 && threads > cpu.threads) {
      const std::int64_t each = (cpu.threads + cpu.cores - 1) / cpu.cores;
      cpu.threads = threads;
      cpu.cores = threads / each;
    }
    cpus.push_back(cpu);
  }
  return cpus;
}

std::string governors(const HostFiles& files) {
  std::map<std::string, int> used;
  for (const std::int64_t cpu : list_in(files, in_cpus("online"))) {
    const Reading governor = files.read(folder_of(cpu) + "/cpufreq/scaling_governor");
    if (governor.ok()) ++used[governor.text];
  }
  if (used.size() == 1) return used.begin()->first;
  std::vector<std::string> parts;
  parts.reserve(used.size());
  for (const auto& [governor, cpus] : used)
    parts.push_back(governor + " on " + std::to_string(cpus));
  return joined(parts, ", ");
}

std::vector<ThrottleCount> read_throttling(const HostFiles& files) {
  std::map<std::int64_t, ThrottleCount> sockets;
  std::set<std::pair<std::int64_t, std::int64_t>> cores;
  for (const std::int64_t cpu : list_in(files, in_cpus("online"))) {
    const std::string folder = folder_of(cpu) + "/thermal_throttle";
    if (!files.exists(folder)) continue;
    const std::int64_t socket = topology(files, cpu, "physical_package_id");
    ThrottleCount& count = sockets[socket];
    count.socket = socket;
    // Both threads of a core count its events, and every thread those of its socket.
    if (cores.emplace(socket, topology(files, cpu, "core_id")).second)
      add_sum(count.cores, read_number(files, folder + "/core_throttle_count"));
    take_largest(count.package, read_number(files, folder + "/package_throttle_count"));
  }
  std::vector<ThrottleCount> counts;
  counts.reserve(sockets.size());
  for (const auto& [socket, count] : sockets) counts.push_back(count);
  return counts;
}

bool has_hypervisor_flag(const HostFiles& files) {
  const Reading info = files.read("/proc/cpuinfo", std::size_t{1} << 25);
  const auto words = words_of(value_of(info.text, "flags").value_or(""));
  return std::find(words.begin(), words.end(), "hypervisor") != words.end();
}

}  // namespace assay
