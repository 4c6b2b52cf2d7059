#include "kernels/cuda/status.hpp"

namespace assay::cuda {

Memory allocate(std::size_t bytes) {
  void* memory = nullptr;
  require(status(cudaMalloc(&memory, bytes)), "cudaMalloc");
  return Memory(memory);
}

Pinned allocate_pinned(std::size_t bytes) {
  void* memory = nullptr;
  require(status(cudaHostAlloc(&memory, bytes, cudaHostAllocPortable | cudaHostAllocMapped)),
          "cudaHostAlloc");
  return Pinned(memory);
}

Stream make_stream() {
  cudaStream_t stream{};
  require(status(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking)),
          "cudaStreamCreateWithFlags");
  return Stream(stream);
}

TimeMark make_mark() {
  cudaEvent_t event{};
  require(status(cudaEventCreate(&event)), "cudaEventCreate");
  return TimeMark(event);
}

}  // namespace assay::cuda
