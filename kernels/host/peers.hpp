#pragma once
#include <memory>
#include <vector>

#include "kernels/host/exec.hpp"
#include "kernels/peers.hpp"

namespace assay::host {

/// Devices that stand in for GPUs: they share one memory, so all are direct.
[[nodiscard]] std::unique_ptr<Peers> make_peers(const std::vector<Exec*>& devices);

}  // namespace assay::host
