#include "kernels/host/describe.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>

#include "core/error.hpp"

namespace assay::host {
namespace {

/// The value after "name<spaces>:" in a file of such lines (/proc/cpuinfo, /proc/meminfo).
std::string field(const std::string& text, std::string_view name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    const auto end = line.find_last_not_of(" \t", colon - 1);
    if (std::string_view(line).substr(0, end + 1) != name) continue;
    const auto begin = line.find_first_not_of(" \t", colon + 1);
    return begin == std::string::npos ? "" : line.substr(begin);
  }
  return "";
}

std::int64_t kibibytes(const std::string& meminfo, std::string_view name) {
  const std::string value = field(meminfo, name);
  return value.empty() ? 0 : std::stoll(value) * 1024;
}

/// What the process's control group leaves, where one limits it: more would be answered by a kill.
std::optional<std::int64_t> left_in_group(const HostFiles& files) {
  const std::string root = "/sys/fs/cgroup/";
  for (const auto& [limit, used] :
       {std::pair{"memory.max", "memory.current"},
        std::pair{"memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"}}) {
    const auto most = files.read_integer(root + limit);
    const auto taken = files.read_integer(root + used);
    if (most && taken) return std::max<std::int64_t>(0, *most - *taken);
  }
  return std::nullopt;
}

Topology read_topology(const HostFiles& files) {
  if (!files.is_this_machine()) return topology_from_sysfs(files, {0});
  try {
    return topology_from_module();
  } catch (const Error&) {
    return topology_from_sysfs(files,
                               allowed_cpus());  // a node without hwloc is measured all the same
  }
}

}  // namespace

Settings describe_host(const HostFiles& files, const Topology& topology) {
  Settings settings;
  for (const Topology::Core& core : topology.cores) {
    settings.cpus.push_back(core.cpu);
    settings.numa_nodes.push_back(core.node);
  }
  const std::string cpuinfo = files.read("/proc/cpuinfo").text;
  const std::string meminfo = files.read("/proc/meminfo").text;
  DeviceFacts& facts = settings.facts;
  facts.name = field(cpuinfo, "model name");
  if (facts.name.empty()) facts.name = field(cpuinfo, "CPU implementer");
  facts.units = static_cast<int>(settings.cpus.size());
  facts.memory_bytes = kibibytes(meminfo, "MemTotal");
  facts.free_bytes = kibibytes(meminfo, "MemAvailable");
  if (const auto left = left_in_group(files)) facts.free_bytes = std::min(facts.free_bytes, *left);
  facts.caches = topology.caches;
  return settings;
}

Settings describe_host(const HostFiles& files) {
  return describe_host(files, read_topology(files));
}

}  // namespace assay::host
