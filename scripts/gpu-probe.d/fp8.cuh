#pragma once
#include "cuda.hpp"

#if __has_include(<cublasLt.h>)
#include <cuda_fp8.h>

#include "fp8_product.cuh"

namespace probe {

/// Integer-valued operands that e4m3 holds exactly. The longer the chain and the larger the values,
/// the sooner an accumulator of limited width must round.
struct Operands {
  const char* name;
  int lowest, values;  ///< lowest ... lowest + values - 1
  __host__ __device__ int operator()(unsigned stream, unsigned row, unsigned k) const {
    unsigned h = (row * 2654435761U) ^ (k * 2246822519U) ^ (stream * 3266489917U);
    h = (h ^ (h >> 15)) * 2246822519U;
    return lowest + static_cast<int>((h ^ (h >> 13)) % static_cast<unsigned>(values));
  }
};

/// Row blockIdx.y of k values.
static __global__ void fill(__nv_fp8_storage_t* out, Operands operands, unsigned stream,
                            unsigned k) {
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < k; i += gridDim.x * blockDim.x) {
    const auto value = static_cast<float>(operands(stream, blockIdx.y, i));
    out[std::size_t{blockIdx.y} * k + i] = __nv_cvt_float_to_fp8(value, __NV_SATFINITE, __NV_E4M3);
  }
}

/// The same product in 64-bit integers; column-major, as cuBLAS has it.
static __global__ void exact_product(long long* d, Operands operands, unsigned k) {
  long long sum = 0;
  for (unsigned i = 0; i < k; ++i) sum += operands(1, threadIdx.x, i) * operands(2, blockIdx.x, i);
  d[blockIdx.x * blockDim.x + threadIdx.x] = sum;
}

/// The largest error of one product, and where it is.
struct Deviation {
  double expected = 0, got = 0;
  [[nodiscard]] bool exact() const { return expected == got; }
};

inline Deviation fp8_deviation(const Lt& lt, Operands operands, unsigned k, bool fast) {
  constexpr unsigned side = Fp8Product::side;
  const auto a = device_array<__nv_fp8_storage_t>(std::size_t{k} * side);
  const auto b = device_array<__nv_fp8_storage_t>(std::size_t{k} * side);
  const auto d = device_array<float>(side * side);
  const auto exact = device_array<long long>(side * side);
  const dim3 grid((k + 255) / 256 < 64 ? (k + 255) / 256 : 64, side);
  fill<<<grid, 256>>>(a.get(), operands, 1, k);
  fill<<<grid, 256>>>(b.get(), operands, 2, k);
  exact_product<<<side, side>>>(exact.get(), operands, k);
  check(cudaGetLastError(), "fill operands");
  Fp8Product(lt, k, fast).run(a.get(), b.get(), d.get());
  std::vector<float> got(side * side);
  std::vector<long long> expected(side * side);
  check(cudaMemcpy(got.data(), d.get(), got.size() * sizeof got[0], cudaMemcpyDeviceToHost),
        "read product");
  check(cudaMemcpy(expected.data(), exact.get(), expected.size() * sizeof expected[0],
                   cudaMemcpyDeviceToHost),
        "read exact product");
  Deviation worst{static_cast<double>(expected[0]), got[0]};
  for (std::size_t i = 1; i < got.size(); ++i) {
    const auto right = static_cast<double>(expected[i]);
    if (!(std::abs(got[i] - right) <= std::abs(worst.got - worst.expected)))
      worst = {right, got[i]};
  }
  return worst;
}

/// The longest chain of 16, 32, ... 2^20 products whose sum is exact, and what the next one gives.
inline Facts longest_exact_chain(const Lt& lt, Operands operands, bool fast) {
  Facts facts;
  unsigned exact_k = 0;
  for (unsigned k = 16; k <= 1U << 20; k *= 2) {
    const Deviation worst = fp8_deviation(lt, operands, k, fast);
    if (!worst.exact()) {
      facts.set("exact_up_to_k", exact_k);
      facts.set("inexact_at_k", k);
      facts.set("expected", worst.expected);
      facts.set("got", worst.got);
      return facts;
    }
    exact_k = k;
  }
  facts.set("exact_up_to_k", exact_k);
  facts.missing("inexact_at_k", "no longer chain was tried");
  return facts;
}

inline Facts fp8_facts() {
  const Lt lt;
  Facts facts;
  facts.set("library", lt.library().path());
  facts.set("version", lt.version());
  for (const bool fast : {false, true}) {
    Facts chains;
    for (const Operands operands : {Operands{"ones", 1, 1}, Operands{"1_to_4", 1, 4},
                                    Operands{"1_to_15", 1, 15}, Operands{"minus_4_to_4", -4, 9}}) {
      chains.find(operands.name, [&] { return longest_exact_chain(lt, operands, fast); });
    }
    facts.set(fast ? "fast_accumulation" : "full_accumulation", chains);
  }
  return facts;
}

}  // namespace probe

#else
namespace probe {
inline Facts fp8_facts() { throw Missing("built without cublasLt.h"); }
}  // namespace probe
#endif
