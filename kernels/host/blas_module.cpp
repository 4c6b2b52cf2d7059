#include "kernels/host/blas_module.hpp"

#include <cblas.h>

namespace {

blasint narrow(std::size_t n) { return static_cast<blasint>(n); }

void fp64(std::size_t m, std::size_t n, std::size_t k, const double* a, const double* b, double* c,
          std::size_t ldc) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, narrow(m), narrow(n), narrow(k), 1, a,
              narrow(k), b, narrow(k), 0, c, narrow(ldc));
}

void fp32(std::size_t m, std::size_t n, std::size_t k, const float* a, const float* b, float* c,
          std::size_t ldc) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, narrow(m), narrow(n), narrow(k), 1, a,
              narrow(k), b, narrow(k), 0, c, narrow(ldc));
}

const char* config() { return openblas_get_config(); }
const char* variant() { return openblas_get_corename(); }

constexpr AssayBlas kBlas{config, variant, fp64, fp32};

}  // namespace

extern "C" __attribute__((visibility("default"))) const AssayBlas* assay_open_blas() {
  openblas_set_num_threads(1);
  return &kBlas;
}
