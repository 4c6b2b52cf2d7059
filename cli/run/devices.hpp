#pragma once
#include <optional>
#include <string>
#include <vector>

#include "collectives/launch.hpp"
#include "reports/writer.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/backend.hpp"
#include "suites/runner/scripted_node.hpp"

namespace assay {

/// Every kind of device that this program can run tests on. With `scripted`, devices are those that
/// it describes.
[[nodiscard]] std::vector<Backend> backends(
    const std::optional<ScriptedNode>& scripted = std::nullopt);

/// Those that --device `choice` (host, cuda, all) means, and each of them once more as ranks among
/// others where there are any: other nodes, if `launched` says so, or other GPUs. Throws InputError
/// saying why there is none of it here.
[[nodiscard]] std::vector<Backend> chosen_backends(const std::string& choice,
                                                   const std::optional<ScriptedNode>& scripted,
                                                   const std::optional<Launched>& launched);

/// The kind of device that a worker was started for. One for described GPUs learns from each job
/// which it is.
[[nodiscard]] Backend worker_backend(const std::string& kind, bool scripted);

/// Results between workers and parent travel as they stand in a report.
[[nodiscard]] ResultCodec json_codec();

}  // namespace assay
