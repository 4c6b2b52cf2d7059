#include "kernels/host/topology.hpp"

#include <sched.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "kernels/host/topology_module.hpp"

namespace assay::host {
namespace {

constexpr const char* kCpus = "/sys/devices/system/cpu/cpu";

/// "48K", "2048K", "300M": how sysfs writes the size of a cache.
std::int64_t cache_bytes(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{}) return 0;
  if (rest == end) return value;
  const auto power = std::string_view("KMG").find(*rest);
  return power == std::string_view::npos ? 0 : value << (10 * (power + 1));
}

/// The NUMA node of a CPU stands in its folder as a link called nodeN.
int node_of(const HostFiles& files, int cpu) {
  for (const std::string& entry : files.list(std::string(kCpus) + std::to_string(cpu))) {
    int node = 0;
    if (!entry.starts_with("node")) continue;
    const char* end = entry.data() + entry.size();
    if (std::from_chars(entry.data() + 4, end, node).ptr == end) return node;
  }
  return 0;
}

std::vector<CacheLevel> caches_of(const HostFiles& files, const std::vector<int>& cpus) {
  std::map<int, std::pair<std::int64_t, std::set<std::string>>> levels;  // size, who shares
  for (const int cpu : cpus) {
    const std::string folder = std::string(kCpus) + std::to_string(cpu) + "/cache";
    for (const std::string& entry : files.list(folder)) {
      const std::string index = folder + "/" + entry;
      const auto level = files.read_integer(index + "/level");
      if (!level || files.read(index + "/type").text == "Instruction") continue;
      auto& [bytes, sharers] = levels[static_cast<int>(*level)];
      bytes = cache_bytes(files.read(index + "/size").text);
      sharers.insert(files.read(index + "/shared_cpu_list").text);
    }
  }
  std::vector<CacheLevel> caches;
  for (const auto& [level, found] : levels)
    if (found.first > 0)
      caches.push_back({level, found.first, static_cast<int>(found.second.size())});
  return caches;
}

}  // namespace

std::vector<int> allowed_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  // Fails where the kernel knows more CPUs than a cpu_set_t holds: then CPU 0 is what is left.
  std::vector<int> cpus;
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
      if (CPU_ISSET(static_cast<std::size_t>(cpu), &set)) cpus.push_back(cpu);
  if (cpus.empty()) cpus.push_back(0);
  return cpus;
}

Topology topology_from_module() {
  const SharedLibrary module(module_path("topology").string());
  const auto read = module.symbol<AssayReadTopology>(kAssayReadTopology);
  std::vector<AssayCore> cores(4096);
  std::array<AssayCache, 8> caches{};
  AssayTopology found{cores.data(),  static_cast<int>(cores.size()),  0,
                      caches.data(), static_cast<int>(caches.size()), 0};
  const char* failure = read(&found);
  if (failure != nullptr) throw Error(failure);
  Topology topology;
  for (int i = 0; i < std::min(found.core_count, found.core_capacity); ++i)
    topology.cores.push_back({found.cores[i].cpu, found.cores[i].node});
  for (int i = 0; i < std::min(found.cache_count, found.cache_capacity); ++i)
    topology.caches.push_back(
        {found.caches[i].level, found.caches[i].bytes, found.caches[i].count});
  if (topology.cores.empty()) throw Error("hwloc found no core that may be used");
  return topology;
}

Topology topology_from_sysfs(const HostFiles& files, const std::vector<int>& allowed) {
  Topology topology;
  std::set<std::string> cores;  // "socket/core"; a second hardware thread of a core adds nothing
  std::vector<int> cpus;
  for (const int cpu : allowed) {
    const std::string folder = std::string(kCpus) + std::to_string(cpu) + "/topology/";
    const Reading core = files.read(folder + "core_id");
    const Reading socket = files.read(folder + "physical_package_id");
    const std::string key = core.ok() ? socket.text + "/" + core.text : std::to_string(cpu);
    if (!cores.insert(key).second) continue;
    topology.cores.push_back({cpu, node_of(files, cpu)});
    cpus.push_back(cpu);
  }
  std::stable_sort(topology.cores.begin(), topology.cores.end(),
                   [](const auto& a, const auto& b) { return a.node < b.node; });
  topology.caches = caches_of(files, cpus);
  return topology;
}

}  // namespace assay::host
