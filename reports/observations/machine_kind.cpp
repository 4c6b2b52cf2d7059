#include "reports/observations/machine_kind.hpp"

#include <map>
#include <set>

#include "core/text.hpp"

namespace assay {
namespace {

/// "8 x a, 2 x b", in the order of the names.
std::vector<std::string> counted_names(const std::map<std::string, std::size_t>& counts) {
  std::vector<std::string> parts;
  parts.reserve(counts.size());
  for (const auto& [name, n] : counts) parts.push_back(std::to_string(n) + " x " + name);
  return parts;
}

std::string or_unnamed(const std::string& name) { return name.empty() ? "unnamed" : name; }

/// The model if it says one: adapters of one model may be driven and named in several ways.
std::string adapter(const Nic& nic) {
  if (!nic.board.empty()) return nic.board;
  return or_unnamed(nic.driver.empty() ? nic.name : nic.driver);
}

}  // namespace

std::string sku_of(const Node& node) {
  std::map<std::string, std::size_t> gpus;
  std::map<std::string, std::size_t> cpus;
  for (const Gpu& gpu : node.gpus) ++gpus[or_unnamed(gpu.name)];
  for (const Cpu& cpu : node.cpus) ++cpus[or_unnamed(cpu.model)];
  std::vector<std::string> parts = counted_names(gpus);
  for (std::string& part : counted_names(cpus)) parts.push_back(std::move(part));
  if (!parts.empty() && !node.hypervisor.empty())
    parts.push_back("virtual (" + node.hypervisor + ")");
  return joined(parts, ", ");
}

std::string fabric_of(const Node& node) {
  std::set<std::string> nvlinks;
  std::map<std::string, std::size_t> nics;
  for (const Link& link : node.links)
    if (link.kind.starts_with("NV")) nvlinks.insert(link.kind);
  for (const Nic& nic : node.nics) ++nics[adapter(nic)];
  std::vector<std::string> parts(nvlinks.begin(), nvlinks.end());
  for (std::string& part : counted_names(nics)) parts.push_back(std::move(part));
  return parts.empty() ? "none" : joined(parts, ", ");
}

MachineKind kind_of(const Report& report) {
  return {sku_of(report.node), fabric_of(report.node), report.run.level, report.run.data};
}

std::string describe(const MachineKind& kind) {
  return (kind.sku.empty() ? "hardware that is not said" : kind.sku) + " (fabric " + kind.fabric +
         ", level " + kind.level + ", data " + kind.data + ")";
}

}  // namespace assay
