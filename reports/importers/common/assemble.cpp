#include "reports/importers/common/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"

namespace assay {
namespace {

std::vector<std::string> hosts_of(const Imported& imported) {
  std::vector<std::string> hosts;
  hosts.reserve(imported.nodes.size() + 1);
  for (const Node& node : imported.nodes) hosts.push_back(node.hostname);
  if (hosts.empty() && !imported.node.hostname.empty()) hosts.push_back(imported.node.hostname);
  std::sort(hosts.begin(), hosts.end());
  return hosts;
}

void fill(std::string& into, const std::string& from) {
  if (into.empty()) into = from;
}

template <class T>
void fill(std::optional<T>& into, const std::optional<T>& from) {
  if (!into) into = from;
}

/// What several logs say of one GPU, the first word on each thing.
void add_gpu(std::vector<Gpu>& gpus, const Gpu& gpu) {
  const auto known = std::find_if(gpus.begin(), gpus.end(),
                                  [&](const Gpu& other) { return other.index == gpu.index; });
  if (known == gpus.end()) {
    gpus.push_back(gpu);
    return;
  }
  fill(known->uuid, gpu.uuid);
  fill(known->serial, gpu.serial);
  fill(known->name, gpu.name);
  fill(known->vbios, gpu.vbios);
  fill(known->pci, gpu.pci);
  fill(known->board_part, gpu.board_part);
  fill(known->compute_capability, gpu.compute_capability);
  fill(known->module, gpu.module);
  fill(known->memory_bytes, gpu.memory_bytes);
  fill(known->sms, gpu.sms);
  fill(known->pcie_width, gpu.pcie_width);
}

void add_node(Node& into, const Node& from) {
  fill(into.hostname, from.hostname);
  fill(into.machine_id, from.machine_id);
  fill(into.serial, from.serial);
  fill(into.board_serial, from.board_serial);
  fill(into.vendor, from.vendor);
  fill(into.product, from.product);
  fill(into.bios, from.bios);
  fill(into.hypervisor, from.hypervisor);
  if (into.cpus.empty()) into.cpus = from.cpus;
  if (into.nics.empty()) into.nics = from.nics;
  if (into.links.empty()) into.links = from.links;
  if (!into.memory.bytes) into.memory = from.memory;
  for (const Gpu& gpu : from.gpus) add_gpu(into.gpus, gpu);
  for (const auto& [name, version] : from.software) into.software.emplace(name, version);
}

void add_machines(Report& report, const ReadLog& log) {
  if (log.imported.nodes.empty()) return add_node(report.node, log.imported.node);
  for (const Node& node : log.imported.nodes) {
    const auto known =
        std::find_if(report.nodes.begin(), report.nodes.end(),
                     [&](const Node& other) { return other.hostname == node.hostname; });
    add_node(known == report.nodes.end() ? report.nodes.emplace_back() : *known, node);
  }
}

void require_one_machine(const std::vector<ReadLog>& logs, const std::string& host) {
  std::vector<std::string> hosts;
  if (!host.empty()) hosts.push_back(host);
  for (const ReadLog& log : logs) {
    const std::vector<std::string> here = hosts_of(log.imported);
    if (here.empty()) continue;
    if (!hosts.empty() && here != hosts)
      throw InputError(log.file, 0, "",
                       fmt::format("is of {}, and not of {}: one report is of one machine, or of "
                                   "machines that measured together",
                                   joined(here, ", "), joined(hosts, ", ")));
    hosts = here;
  }
}

/// The log itself as a result: it can fail, too.
Result result_of(const ReadLog& log) {
  const Imported& imported = log.imported;
  Result result;
  result.test = "import." + log.tool;
  std::replace(result.test.begin(), result.test.end(), '-', '_');
  result.params["file"] = log.file;
  result.facts["tool"] = log.tool;
  if (!imported.tool_version.empty()) result.facts["version"] = imported.tool_version;
  if (!imported.command.empty()) result.facts["command"] = imported.command;
  result.facts["time_said_by"] = imported.started.empty() ? "the file" : "the log";
  const auto count = [](std::size_t n) { return static_cast<double>(n); };
  result.metrics = {
      reading("results_count", Unit::count, Better::higher, count(imported.results.size())),
      reading("unread_count", Unit::count, Better::lower, count(imported.unread.size()))};
  for (const Defect& defect : imported.defects) add_defect(result, defect);
  if (!imported.unread.empty())
    set_error(result, fmt::format("{}{}", imported.unread.front(),
                                  imported.unread.size() > 1
                                      ? fmt::format(" (and {} more)", imported.unread.size() - 1)
                                      : ""));
  return result;
}

using Written = std::set<std::tuple<std::string, std::string, ResultParams>>;

/// Logs of one kind may hold the same measurement twice, each of them a run.
void add_result(Report& report, Result result, Written& written) {
  std::int64_t run = 1;
  while (!written.emplace(result.test, label(result.subject), result.params).second)
    result.params["run"] = ++run;
  report.results.push_back(std::move(result));
}

void describe_run(Report& report, const std::vector<ReadLog>& logs) {
  Run& run = report.run;
  std::set<std::string> tools;
  std::set<std::string> versions;
  run.complete = !logs.empty();
  for (const ReadLog& log : logs) {
    tools.insert(log.tool);
    if (!log.imported.tool_version.empty()) versions.insert(log.imported.tool_version);
    run.complete = run.complete && log.imported.unread.empty();
    const std::string& at = log.imported.started.empty() ? log.written : log.imported.started;
    if (run.started.empty() || at < run.started) run.started = at;
    if (at > run.ended) run.ended = at;
    for (const std::string_view word : words_of(log.imported.command)) run.argv.emplace_back(word);
  }
  run.tool.name = joined({tools.begin(), tools.end()}, "+");
  run.tool.version = joined({versions.begin(), versions.end()}, "+");
  run.data = "unknown";
  run.nodes = std::max<std::int64_t>(static_cast<std::int64_t>(report.nodes.size()), 1);
}

}  // namespace

Report assemble(const std::vector<ReadLog>& logs, const std::string& host) {
  require_one_machine(logs, host);
  Report report;
  Written written;
  for (const ReadLog& log : logs) {
    add_machines(report, log);
    for (const Result& result : log.imported.results) add_result(report, result, written);
    const auto& events = log.imported.events;
    report.events.insert(report.events.end(), events.begin(), events.end());
    add_result(report, result_of(log), written);
  }
  if (report.nodes.empty()) fill(report.node.hostname, host);
  describe_run(report, logs);
  if (!report.nodes.empty()) report.node = {.hostname = fabric_name(report.run)};
  return report;
}

}  // namespace assay
