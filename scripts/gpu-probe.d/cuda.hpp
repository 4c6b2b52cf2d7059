#pragma once
#include <cuda_runtime.h>

#include <memory>
#include <string>

#include "facts.hpp"

namespace probe {

/// Throws Missing naming `doing` unless the call succeeded.
inline void check(cudaError_t status, const char* doing) {
  if (status != cudaSuccess) {
    throw Missing(std::string(doing) + ": " + cudaGetErrorName(status) + ", " +
                  cudaGetErrorString(status));
  }
}

struct FreeDevice {
  void operator()(void* p) const { cudaFree(p); }
};
struct FreeHost {
  void operator()(void* p) const { cudaFreeHost(p); }
};
template <class T>
using DeviceArray = std::unique_ptr<T[], FreeDevice>;
using HostBytes = std::unique_ptr<char[], FreeHost>;

template <class T>
DeviceArray<T> device_array(std::size_t n) {
  void* p = nullptr;
  check(cudaMalloc(&p, n * sizeof(T)), "allocate device memory");
  return DeviceArray<T>(static_cast<T*>(p));
}

inline HostBytes pinned_bytes(std::size_t n) {
  void* p = nullptr;
  check(cudaMallocHost(&p, n), "allocate pinned memory");
  return HostBytes(static_cast<char*>(p));
}

/// True once everything enqueued on the default stream has run.
inline bool is_done() {
  const cudaError_t status = cudaStreamQuery(nullptr);
  if (status != cudaErrorNotReady) check(status, "wait for the device");
  return status == cudaSuccess;
}

}  // namespace probe
