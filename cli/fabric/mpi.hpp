#pragma once
#include <optional>
#include <string>

#include "collectives/launch.hpp"
#include "suites/runner/backend.hpp"

namespace assay {

inline constexpr const char* kMpi = "mpi";

/// This host as one rank of several, for the parent: `host` with the tests that need others.
/// Nothing where this process is alone, or MPI is not to be had here (`why_not` says so then).
[[nodiscard]] std::optional<Backend> mpi_backend(const Backend& host,
                                                 const std::optional<Launched>& launched,
                                                 std::string& why_not);

/// The same in a worker, which joins the other ranks with its first job.
[[nodiscard]] Backend mpi_worker_backend(const Backend& host);

}  // namespace assay
