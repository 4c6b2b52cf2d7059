#include "burnin/nvml/processes.hpp"

#include <set>

#include "burnin/nvml/ask.hpp"

namespace assay {
namespace {

using nvml::ProcessInfo;
using nvml::Status;

template <class C>
Answer<std::vector<ProcessInfo>> list(const NvmlGpu& gpu, const C& call) {
  // Processes come and go between asking how many there are and asking for them.
  constexpr unsigned most = 1U << 16U;
  for (unsigned room = 64;; room *= 4) {
    std::vector<ProcessInfo> processes(room);
    unsigned count = room;
    const Status status = call(nvml::device_of(gpu), &count, processes.data());
    if (status == Status::insufficient_size && room < most) continue;
    processes.resize(status == Status::ok ? count : 0);
    return nvml::answered(gpu, call, status, std::move(processes));
  }
}

}  // namespace

Answer<std::vector<std::int64_t>> read_processes(const NvmlGpu& gpu) {
  const auto compute = list(gpu, gpu.api().compute_processes);
  const auto graphics = list(gpu, gpu.api().graphics_processes);
  for (const auto* answer : {&compute, &graphics})
    if (!answer->failure.empty()) return {std::nullopt, answer->failure};
  if (!compute.value) return {};
  std::set<std::int64_t> pids;
  for (const ProcessInfo& process : *compute.value) pids.insert(process.pid);
  if (graphics.value)
    for (const ProcessInfo& process : *graphics.value) pids.insert(process.pid);
  return {std::vector<std::int64_t>(pids.begin(), pids.end()), ""};
}

}  // namespace assay
