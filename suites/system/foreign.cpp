#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "suites/machine/nvidia.hpp"
#include "suites/machine/processes.hpp"
#include "suites/machine/text.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
/// A process that kept this share of one core busy for the whole run disturbs measurements.
constexpr double kBusyShare = 0.2;

std::string described(const Process& process) {
  return process.name + " (" + std::to_string(process.pid) + ")";
}

/// NVIDIA's own daemons hold GPUs open on every healthy node and do no work there.
bool is_housekeeping(const Process& process) {
  constexpr std::array<std::string_view, 5> names{"nvidia-persiste", "nv-fabricmanage",
                                                  "nv-hostengine", "dcgm-exporter", "nvidia-smi"};
  return std::find(names.begin(), names.end(), process.name) != names.end();
}

/// Foreign processes that hold /dev/nvidiaN open, by N; nothing if some process may not be looked
/// into.
std::optional<std::map<std::string, std::vector<std::string>>> holders(const HostFiles& files,
                                                                       const Processes& processes) {
  std::map<std::string, std::vector<std::string>> by_device;
  for (const Process* process : processes.foreign()) {
    auto open = open_files(files, process->pid);
    if (!open) return std::nullopt;
    std::sort(open->begin(), open->end());
    open->erase(std::unique(open->begin(), open->end()), open->end());
    for (const std::string& path : *open)
      if (path.starts_with("/dev/nvidia") && !is_housekeeping(*process))
        by_device[path].push_back(described(*process));
  }
  return by_device;
}

void put_gpus(const HostFiles& files, const Processes& processes, Results& results) {
  const auto gpus = read_gpus(files);
  if (gpus.empty()) {
    mark_absent(results.about({.kind = "gpu"}), "no GPU");
    return;
  }
  const auto held = holders(files, processes);
  for (const Gpu& gpu : gpus) {
    Result& result = results.about(subject_of(gpu));
    const auto minor = device_minor(files, gpu);
    if (!held || !minor) {
      mark_unreadable(result, held ? "the NVIDIA driver does not drive " + gpu.pci
                                   : "only root may see what other processes hold open");
      continue;
    }
    const auto found = held->find("/dev/nvidia" + std::to_string(*minor));
    const bool any = found != held->end();
    put(result, "gpu_processes", Unit::count, Better::lower,
        any ? static_cast<double>(found->second.size()) : 0.0);
    if (any) put_fact(result, "processes", joined(found->second, ", "));
  }
}

/// Ticks to cores kept busy on average over the run.
double cores(std::int64_t ticks, double elapsed_s) {
  return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK)) / elapsed_s;
}

/// CPU time of all that is not ours: what the machine spent less what we did.
void put_cores(const Context& context, const Processes& processes, Result& result) {
  Counters& counters = context.counters;
  std::string why_not = "/proc/stat does not tell";
  std::optional<std::int64_t> busy;
  if (const auto now = busy_ticks(context.files))
    busy = counters.delta("busy", *now, kMost, why_not);
  const auto ours = counters.delta("ours", processes.our_ticks(), kMost, why_not);
  if (busy && ours) {
    // Ticks of ours and of all are not taken at the same instant.
    const auto others = std::max<std::int64_t>(0, *busy - *ours);
    put(result, "foreign_cores", Unit::count, Better::lower, cores(others, counters.elapsed_s()));
  } else {
    put_unknown(result, "foreign_cores", Unit::count, Better::lower, why_not);
  }
}

void put_busy(const Context& context, const Processes& processes, Result& result) {
  Counters& counters = context.counters;
  double busy = 0;
  std::vector<std::string> names;
  for (const Process* process : processes.foreign()) {
    const std::string key = std::to_string(process->pid) + "@" + std::to_string(process->started);
    std::string why_not;
    // One that began during the run has no opening: all of its time is of the run.
    const auto ticks = counters.delta(key, process->ticks, kMost, why_not).value_or(process->ticks);
    if (!counters.has_opening() || cores(ticks, counters.elapsed_s()) < kBusyShare) continue;
    ++busy;
    names.push_back(described(*process));
  }
  if (counters.has_opening())
    put(result, "busy_processes", Unit::count, Better::lower, busy);
  else
    put_unknown(result, "busy_processes", Unit::count, Better::lower, "needs the start of the run");
  put_fact(result, "busy_processes", joined(names, ", "));
}

/// Other work on the node: processes on a GPU, one result a GPU; CPU time that is not ours, on the
/// node.
void foreign(const Context& context, Results& results) {
  Result& result = results.device();
  const Processes processes(context.files);
  if (!processes.knows_us()) {
    mark_unreadable(result, "/proc/self/stat does not tell which processes are ours");
    return;
  }
  put_cores(context, processes, result);
  put_busy(context, processes, result);
  put(result, "load_1m", Unit::count, Better::lower,
      leading_number(context.files.read("/proc/loadavg").text));
  put_gpus(context.files, processes, results);
}

}  // namespace

ASSAY_HOST_TEST(foreign, .summary = "other work on the node: processes on GPUs, CPU time not ours",
                .seconds = {.quick = 0.2, .standard = 0.2, .burnin = 0.2},
                .metrics = {{"foreign_cores", Unit::count, Better::lower},
                            {"busy_processes", Unit::count, Better::lower},
                            {"load_1m", Unit::count, Better::lower},
                            {"gpu_processes", Unit::count, Better::lower}},
                .brackets_run = true);

}  // namespace assay::ASSAY_BACKEND
