#pragma once
#include <memory>

#include "kernels/host/team.hpp"
#include "kernels/streams.hpp"

namespace assay::host {

/// The tuned kernels of the host, on all threads of `team`, which must outlive them.
[[nodiscard]] std::unique_ptr<Streams> make_streams(Team& team);

}  // namespace assay::host
