#pragma once
#include <cstddef>

#include "kernels/verify.hpp"

namespace assay::cuda {

/// What a verification on the device leaves behind: all wrong elements counted, as many kept as
/// there is room.
template <class T>
struct Found {
  static constexpr unsigned kSlots = 4096;
  unsigned long long count;
  WrongElement<T> wrong[kSlots];
};

/// After an element was looked at.
struct Leave {
  template <class T>
  __device__ void operator()(T*, std::size_t) const {}
};
template <class G>
struct PutNext {
  G next;
  template <class T>
  __device__ void operator()(T* data, std::size_t i) const {
    data[i] = static_cast<T>(next(i));
  }
};

/// Not inlined: it is rarely called, and its registers must not cost the loop any.
template <class T>
__device__ __noinline__ void note(Found<T>* found, const volatile T* at, std::size_t i, T actual,
                                  const Range<T>& expected) {
  const unsigned long long slot = atomicAdd(&found->count, 1ULL);
  if (slot >= Found<T>::kSlots) return;
  WrongElement<T>& wrong = found->wrong[slot];
  wrong.index = i;
  wrong.actual = actual;
  wrong.reread = *at;
  wrong.expected = expected;
}

/// Holds every element against `expected`, then does `after` to it. NaN is in no range.
template <class T, class F, class After>
__global__ void compare(T* data, std::size_t n, Sweep sweep, F expected, After after,
                        Found<T>* found) {
  const std::size_t stride = std::size_t{gridDim.x} * blockDim.x;
  for (std::size_t k = std::size_t{blockIdx.x} * blockDim.x + threadIdx.x; k < n; k += stride) {
    const std::size_t i = sweep == Sweep::up ? k : n - 1 - k;
    const Range<T> range = expected(i);
    const T value = data[i];
    if (!(value >= range.low && value <= range.high)) note(found, data + i, i, value, range);
    after(data, i);
  }
}

}  // namespace assay::cuda
