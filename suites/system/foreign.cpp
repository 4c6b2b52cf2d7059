#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

#include "burnin/nvml/processes.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "suites/machine/nvidia.hpp"
#include "suites/machine/nvml_session.hpp"
#include "suites/machine/processes.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
/// A process that kept this share of one core busy for the whole run disturbs measurements.
constexpr double kBusyShare = 0.2;

std::string described(const RunningProcess& process) {
  return process.name + " (" + std::to_string(process.pid) + ")";
}

/// NVIDIA's own daemons hold GPUs open on every healthy node and do no work there.
bool is_housekeeping(const RunningProcess& process) {
  constexpr std::array<std::string_view, 5> names{"nvidia-persiste", "nv-fabricmanage",
                                                  "nv-hostengine", "dcgm-exporter", "nvidia-smi"};
  return std::find(names.begin(), names.end(), process.name) != names.end();
}

using Holders = std::map<std::string, std::set<std::int64_t>>;

/// Foreign processes that hold /dev/nvidiaN open, by that path; nothing if some process may not be
/// looked into.
std::optional<Holders> holders(const HostFiles& files, const Processes& processes) {
  Holders by_device;
  for (const RunningProcess* process : processes.foreign()) {
    const auto open = open_files(files, process->pid);
    if (!open) return std::nullopt;
    for (const std::string& path : *open)
      if (path.starts_with("/dev/nvidia")) by_device[path].insert(process->pid);
  }
  return by_device;
}

/// Processes with a context on the GPU, as NVML tells them; nothing where it does not. Unlike open
/// files it tells them to ordinary users too.
std::optional<std::vector<std::int64_t>> contexts(const NvmlSession& session, const Gpu& gpu) try {
  if (!session.nvml) return std::nullopt;
  return read_processes(session.nvml->gpu(gpu.pci)).value;
} catch (const Error&) {
  return std::nullopt;
}

/// Foreign processes on the GPU, by either way of knowing; nothing if neither is open to us.
std::optional<std::set<std::int64_t>> foreign_on(const HostFiles& files, const Gpu& gpu,
                                                 const std::optional<Holders>& held,
                                                 const NvmlSession& session) {
  const auto minor = device_minor(files, gpu);
  const auto told = contexts(session, gpu);
  if (!(held && minor) && !told) return std::nullopt;
  std::set<std::int64_t> pids;
  if (held && minor)
    if (const auto found = held->find("/dev/nvidia" + std::to_string(*minor)); found != held->end())
      pids = found->second;
  if (told) pids.insert(told->begin(), told->end());
  return pids;
}

void put_gpus(const HostFiles& files, const Processes& processes, Results& results) {
  const auto gpus = read_gpus(files);
  if (gpus.empty()) {
    mark_absent(results.about({.kind = "gpu"}), "no GPU");
    return;
  }
  const auto held = holders(files, processes);
  const NvmlSession session = open_nvml(files);
  for (const Gpu& gpu : gpus) {
    Result& result = results.about(subject_of(gpu));
    const auto pids = foreign_on(files, gpu, held, session);
    if (!pids) {
      mark_unreadable(result, held ? "the NVIDIA driver does not drive " + gpu.pci
                                   : "only root may see what other processes hold open");
      continue;
    }
    std::vector<std::string> names;
    for (const std::int64_t pid : *pids) {
      const RunningProcess* process = processes.find(pid);
      if (process && (processes.is_ours(*process) || is_housekeeping(*process))) continue;
      // One that /proc does not show lives in a container beside ours.
      names.push_back(process ? described(*process) : "process " + std::to_string(pid));
    }
    put(result, "gpu_processes", Unit::count, Better::lower, static_cast<double>(names.size()));
    put_fact(result, "processes", joined(names, ", "));
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
  for (const RunningProcess* process : processes.foreign()) {
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
