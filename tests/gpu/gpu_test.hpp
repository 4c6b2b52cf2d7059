#pragma once
#include <gtest/gtest.h>

#include <vector>

#include "kernels/cuda/exec.cuh"
#include "kernels/host/exec.hpp"

namespace assay::cuda {

/// The first GPU, and a host device that stands in for one: what both compute from the same
/// operands must be equal.
class OnGpu : public testing::Test {
 protected:
  static DeviceFacts stand_in() {
    DeviceFacts facts;
    facts.subject = {.kind = "gpu", .index = 0};
    return facts;
  }

  /// The GPU's copy of what a buffer of the host holds.
  template <class T>
  Buffer<T> on_gpu(const host::Buffer<T>& buffer) {
    auto copy = gpu_.alloc<T>(buffer.size());
    const auto staged = gpu_.alloc_host<T>(buffer.size());
    std::copy_n(buffer.data(), buffer.size(), staged.data());
    require(status(cudaMemcpy(copy.data(), staged.data(), buffer.size() * sizeof(T),
                              cudaMemcpyHostToDevice)),
            "cudaMemcpy to the device");
    return copy;
  }

  /// True if every byte is the same, NaN included.
  template <class T>
  static testing::AssertionResult same(const std::vector<T>& gpu, const std::vector<T>& host) {
    if (gpu.size() != host.size())
      return testing::AssertionFailure() << gpu.size() << " elements, not " << host.size();
    for (std::size_t i = 0; i < gpu.size(); ++i)
      if (std::memcmp(&gpu[i], &host[i], sizeof(T)) != 0)
        return testing::AssertionFailure() << "element " << i << " of " << gpu.size() << " differs";
    return testing::AssertionSuccess();
  }

  SystemClock clock_;
  Exec gpu_{0, {.kind = "gpu", .index = 0}, {}, clock_};
  host::Exec host_{{stand_in(), {-1, -1, -1}, {}}, clock_};
};

/// Odd sizes, about a block, about a grid.
inline constexpr std::size_t kSizes[] = {1, 2, 63, 513, 4096, 100003, 5000000};

}  // namespace assay::cuda
