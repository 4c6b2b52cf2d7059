#pragma once
#include <cstddef>

#include "core/shared_library.hpp"

namespace assay {

/// OpenBLAS as a program that links it would use it: its own threads, its own choice of how to
/// share the work.
class OpenBlas {
 public:
  /// Throws Error where it is not installed. To be made after host::Exec::gemm(), which chooses the
  /// variant of its kernels: both then run the same ones.
  OpenBlas();
  /// Threads for calls from here on; it keeps one number for the whole process.
  void use_threads(int threads) const { use_threads_(threads); }
  /// C = A B' for square matrices of side n, as Gemm defines it.
  void multiply(std::size_t n, const double* a, const double* b, double* c) const;
  void multiply(std::size_t n, const float* a, const float* b, float* c) const;

 private:
  SharedLibrary library_;
  void (*use_threads_)(int);
  void (*fp64_)(int, int, int, int, int, int, double, const double*, int, const double*, int,
                double, double*, int);
  void (*fp32_)(int, int, int, int, int, int, float, const float*, int, const float*, int, float,
                float*, int);
};

}  // namespace assay
