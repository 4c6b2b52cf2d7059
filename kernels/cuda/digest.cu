#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"
namespace assay::cuda {
std::unique_ptr<Digest> make_digest(cudaStream_t, int) { throw Error("no digest yet"); }
}  // namespace assay::cuda
