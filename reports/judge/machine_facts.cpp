#include "reports/judge/machine_facts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string_view>

#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

std::optional<double> number(const std::optional<std::int64_t>& value) {
  if (!value) return std::nullopt;
  return static_cast<double>(*value);
}

/// A count of 0 CPUs or cores is no count: the machine did not say.
std::optional<double> number_above_0(std::int64_t value) {
  return value > 0 ? std::optional<double>(static_cast<double>(value)) : std::nullopt;
}

std::size_t ports(const Index& index) {
  std::vector<std::string> labels;
  for (const Group& group : index.groups())
    if (group.about().kind == "port" && !group.skipped()) labels.push_back(group.subject);
  std::sort(labels.begin(), labels.end());
  return static_cast<std::size_t>(std::unique(labels.begin(), labels.end()) - labels.begin());
}

std::optional<double> node_number(std::string_view key, const Report& report, const Index& index) {
  const Node& node = report.node;
  const auto sum = [&](std::int64_t Cpu::*member) {
    return std::accumulate(node.cpus.begin(), node.cpus.end(), std::int64_t{0},
                           [&](std::int64_t all, const Cpu& cpu) { return all + cpu.*member; });
  };
  if (key == "gpus") return static_cast<double>(node.gpus.size());
  if (key == "nics") return static_cast<double>(node.nics.size());
  if (key == "ports") return static_cast<double>(ports(index));
  if (key == "cpus") return number_above_0(static_cast<std::int64_t>(node.cpus.size()));
  if (key == "cores") return number_above_0(sum(&Cpu::cores));
  if (key == "threads") return number_above_0(sum(&Cpu::threads));
  if (key == "numa_nodes") return number(node.memory.numa_nodes);
  if (key == "host_memory") return number(node.memory.bytes);
  return std::nullopt;
}

std::string node_word(const std::string& key, const Node& node) {
  if (key == "vendor") return node.vendor;
  if (key == "product") return node.product;
  if (key == "bios") return node.bios;
  if (key == "hypervisor") return node.hypervisor.empty() ? "none" : node.hypervisor;
  const auto found = node.software.find(key);
  return found == node.software.end() ? "" : found->second;
}

std::string cpu_word(std::string_view key, const Cpu& cpu) {
  return key == "cpu" ? cpu.model : cpu.microcode;
}

std::string nic_word(std::string_view key, const Nic& nic) {
  if (key == "nic_firmware") return nic.firmware;
  return key == "nic_board" ? nic.board : nic.driver;
}

MachineFact inventory_fact(std::string_view key, const Gpu& gpu) {
  MachineFact fact;
  if (key == "gpu") fact.word = gpu.name;
  if (key == "vbios") fact.word = gpu.vbios;
  if (key == "board_part") fact.word = gpu.board_part;
  if (key == "compute_capability") fact.word = gpu.compute_capability;
  if (key == "memory") fact.number = number(gpu.memory_bytes);
  if (key == "pcie_width") fact.number = number(gpu.pcie_width);
  if (key == "sms") fact.number = number(gpu.sms);
  return fact;
}

std::optional<double> number_in(const std::string& text, Unit unit) {
  std::string why;
  const std::optional<Quantity> quantity = parse_quantity(text, why);
  if (!quantity || (quantity->unit && *quantity->unit != unit)) return std::nullopt;
  return quantity->value;
}

/// What a result on the subject measured or found under the key's own name or its metric's.
void add_found(const ExpectationKey& key, const Result& result, std::vector<MachineFact>& facts) {
  const std::string name(key.name);
  const std::string subject = label(result.subject);
  for (const Metric& metric : result.metrics)
    if ((metric.name == name || (metric.name == key.metric && !key.metric.empty())) &&
        metric.value && metric.unit == key.unit)
      facts.push_back({subject, metric.value, ""});
  const auto fact = result.facts.find(name);
  if (fact == result.facts.end()) return;
  if (key.kind == ExpectationKey::Kind::words)
    facts.push_back({subject, std::nullopt, fact->second});
  else
    facts.push_back({subject, number_in(fact->second, key.unit), ""});
}

std::vector<MachineFact> gpu_facts(const ExpectationKey& key, const Report& report,
                                   const Index& index) {
  std::map<std::int64_t, std::vector<MachineFact>> by_gpu;
  for (const Group& group : index.groups()) {
    const Subject& subject = group.about();
    if (subject.kind != "gpu" || !subject.index) continue;
    for (const Result* result : group.last) add_found(key, *result, by_gpu[*subject.index]);
  }
  std::vector<MachineFact> facts;
  for (const Gpu& gpu : report.node.gpus) {
    MachineFact fact = inventory_fact(key.name, gpu);
    fact.subject = "gpu " + std::to_string(gpu.index);
    const std::vector<MachineFact>& found = by_gpu[gpu.index];
    if (fact.number || !fact.word.empty() || found.empty()) facts.push_back(std::move(fact));
    facts.insert(facts.end(), found.begin(), found.end());
  }
  return facts;
}

/// One fact a port; of several results on a port the lowest number.
std::vector<MachineFact> port_facts(const ExpectationKey& key, const Index& index) {
  std::map<std::string, MachineFact> by_port;
  for (const Group& group : index.groups()) {
    if (group.about().kind != "port") continue;
    std::vector<MachineFact> found;
    for (const Result* result : group.last) add_found(key, *result, found);
    for (MachineFact& fact : found) {
      if (!fact.number || !std::isfinite(*fact.number)) continue;
      const auto [there, is_new] = by_port.try_emplace(fact.subject, fact);
      if (!is_new && fact.number < there->second.number) there->second = std::move(fact);
    }
  }
  std::vector<MachineFact> facts;
  facts.reserve(by_port.size());
  for (auto& [port, fact] : by_port) facts.push_back(std::move(fact));
  return facts;
}

}  // namespace

std::vector<MachineFact> machine_facts(const ExpectationKey& key, const Report& report,
                                       const Index& index) {
  const Node& node = report.node;
  std::vector<MachineFact> facts;
  if (key.of == "gpu") return gpu_facts(key, report, index);
  if (key.of == "port") return port_facts(key, index);
  if (key.of == "cpu") {
    for (const Cpu& cpu : node.cpus)
      facts.push_back({"cpu " + std::to_string(cpu.socket), std::nullopt, cpu_word(key.name, cpu)});
  } else if (key.of == "nic") {
    for (const Nic& nic : node.nics)
      facts.push_back({"nic " + nic.name, std::nullopt, nic_word(key.name, nic)});
  } else if (key.kind == ExpectationKey::Kind::words) {
    facts.push_back({"node", std::nullopt, node_word(std::string(key.name), node)});
  } else {
    facts.push_back({"node", node_number(key.name, report, index), ""});
  }
  return facts;
}

}  // namespace assay
