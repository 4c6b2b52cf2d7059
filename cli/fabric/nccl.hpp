#pragma once
#include <optional>
#include <string>

#include "suites/runner/backend.hpp"

namespace assay {

inline constexpr const char* kNccl = "nccl";
/// Brings back, as text, what the ranks of one communicator find each other by.
inline constexpr const char* kNcclInvite = "nccl.invite";

/// The GPUs of this node as ranks, for the parent: `gpus` with the tests that need others. Nothing
/// where NCCL is not to be had (`why_not` says so then).
[[nodiscard]] std::optional<Backend> nccl_backend(const Backend& gpus, std::string& why_not);

/// The same in a worker, which joins the other ranks with its first job, and anew whenever the job
/// names another id.
[[nodiscard]] Backend nccl_worker_backend(const Backend& gpus);

}  // namespace assay
