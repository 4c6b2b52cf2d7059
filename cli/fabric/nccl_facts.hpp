#pragma once
#include <optional>
#include <vector>

#include "collectives/nccl/log.hpp"
#include "collectives/nccl/profile.hpp"
#include "core/facts.hpp"

namespace assay {

/// What is known of how NCCL worked; each is absent where it could not be asked for.
struct NcclEvidence {
  std::optional<nccl::Log> log;
  std::optional<nccl::Profile> profile;
};

/// Adds to results of collectives, each where it is told for sure: transport ("P2P/CUMEM", "IB",
/// "Socket"), nics and gpu_direct, from the log; algorithm, protocol, channels and, of these,
/// algorithm_from: "profiler", else "log". An algorithm that neither tells is "unknown".
void describe_nccl(std::vector<Result>& results, const NcclEvidence& evidence);

/// A figure of collective.rail counts only where the log proves by which port it was taken: else it
/// is dropped, and the outcome is an error that says what was seen.
void hold_to_ports(std::vector<Result>& results, const NcclEvidence& evidence);

}  // namespace assay
