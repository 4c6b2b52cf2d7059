#pragma once
#include <memory>
#include <vector>

#include "kernels/cuda/exec.cuh"
#include "kernels/peers.hpp"

namespace assay::cuda {

/// GPUs that one process has open. Switches on peer access wherever the driver offers it.
[[nodiscard]] std::unique_ptr<Peers> make_peers(const std::vector<Exec*>& devices);

}  // namespace assay::cuda
