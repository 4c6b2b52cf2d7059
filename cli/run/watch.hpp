#pragma once
#include <memory>
#include <optional>

#include "burnin/watcher.hpp"
#include "core/host_files.hpp"
#include "core/node.hpp"
#include "suites/runner/scripted_node.hpp"
#include "suites/runner/telemetry_faults.hpp"

namespace assay {

/// What is read beside the tests: a kind of device that has sensors of its own adds its source
/// there. `files` and `clock` must outlive it.
[[nodiscard]] std::unique_ptr<Watcher> make_watcher(const std::optional<ScriptedNode>& scripted,
                                                    const Node& node, const HostFiles& files,
                                                    Clock& clock,
                                                    const std::shared_ptr<TelemetryFaults>& faults);

}  // namespace assay
