#include "cli/run/watch.hpp"

#include <utility>
#include <vector>

#include "burnin/host/host_telemetry.hpp"
#include "burnin/host/sources.hpp"
#include "cli/run/nvml.hpp"
#include "suites/runner/nvml_child.hpp"
#include "suites/runner/scripted_telemetry.hpp"

namespace assay {

std::unique_ptr<Watcher> make_watcher(const std::optional<ScriptedNode>& scripted, const Node& node,
                                      const HostFiles& files, Clock& clock,
                                      const std::shared_ptr<TelemetryFaults>& faults) {
  std::vector<std::unique_ptr<TelemetrySource>> sources;
  sources.push_back(with_faults(std::make_unique<HostTelemetry>(files, clock), faults));
  if (files.is_this_machine() && scripted && !scripted->gpus.empty())
    sources.push_back(with_faults(std::make_unique<ScriptedTelemetry>(*scripted), faults));
  else if (auto gpus = watched_gpus(node); !gpus.empty())
    sources.push_back(with_faults(
        std::make_unique<NvmlChildTelemetry>(nvml_program(files), std::move(gpus), clock), faults));
  for (auto& source : make_host_sources(files, clock, node.gpus))
    sources.push_back(with_faults(std::move(source), faults, false));
  return std::make_unique<Watcher>(std::move(sources), clock, Watcher::Options{});
}

}  // namespace assay
