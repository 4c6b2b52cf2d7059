#pragma once
#include <cuda_runtime_api.h>

#include "core/error.hpp"
#include "core/handle.hpp"

namespace assay::cuda {

/// What a runtime call left behind; for require(), which names call, status and place.
inline CallStatus status(cudaError_t error) noexcept {
  return {error == cudaSuccess, static_cast<int>(error), cudaGetErrorName(error)};
}

/// Device memory from cudaMalloc.
struct MemoryTraits {
  using raw_type = void*;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type memory) noexcept { complain(status(cudaFree(memory)), "cudaFree"); }
};
using Memory = Handle<MemoryTraits>;

/// Page-locked memory of the host from cudaHostAlloc.
struct PinnedTraits {
  using raw_type = void*;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type memory) noexcept {
    complain(status(cudaFreeHost(memory)), "cudaFreeHost");
  }
};
using Pinned = Handle<PinnedTraits>;

struct StreamTraits {
  using raw_type = cudaStream_t;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type stream) noexcept {
    complain(status(cudaStreamDestroy(stream)), "cudaStreamDestroy");
  }
};
using Stream = Handle<StreamTraits>;

struct EventTraits {
  using raw_type = cudaEvent_t;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type event) noexcept {
    complain(status(cudaEventDestroy(event)), "cudaEventDestroy");
  }
};
using TimeMark = Handle<EventTraits>;

/// `bytes` of memory on the current device. Throws Error where there is not enough.
[[nodiscard]] Memory allocate(std::size_t bytes);
/// `bytes` of page-locked memory that every device can address.
[[nodiscard]] Pinned allocate_pinned(std::size_t bytes);
[[nodiscard]] Stream make_stream();
[[nodiscard]] TimeMark make_mark();

}  // namespace assay::cuda
