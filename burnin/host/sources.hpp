#pragma once
#include <memory>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/clock.hpp"
#include "core/host_files.hpp"
#include "core/node.hpp"

namespace assay {

/// Every source that tells of the machine around the GPUs, but for HostTelemetry; one that this
/// machine lacks throws at its first reading, which a Watcher takes for not there. `files` and
/// `clock` must outlive them.
[[nodiscard]] std::vector<std::unique_ptr<TelemetrySource>> make_host_sources(
    const HostFiles& files, Clock& clock, const std::vector<Gpu>& gpus);

}  // namespace assay
