#pragma once
#include <cstddef>

// What the BLAS module and its user agree on: plain C, so that neither cares how the other was
// built.
extern "C" {

/// C = A B', row-major: A is m x k, B is n x k, C is m x n; `ldc` elements from one row of C to the
/// next. Runs on the calling thread alone; may be called by many threads at once.
struct AssayBlas {
  const char* (*config)();   ///< the library's name, version and how it was built
  const char* (*variant)();  ///< the processor whose kernels it chose
  void (*fp64)(std::size_t m, std::size_t n, std::size_t k, const double* a, const double* b,
               double* c, std::size_t ldc);
  void (*fp32)(std::size_t m, std::size_t n, std::size_t k, const float* a, const float* b,
               float* c, std::size_t ldc);
};
using AssayOpenBlas = const AssayBlas* (*)();
inline constexpr const char* kAssayOpenBlas = "assay_open_blas";
}
