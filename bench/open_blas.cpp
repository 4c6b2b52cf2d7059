#include "bench/open_blas.hpp"

namespace assay {
namespace {

// Values of CBLAS's enumerations, which are the same in every implementation.
constexpr int kRowMajor = 101;
constexpr int kNoTrans = 111;
constexpr int kTrans = 112;

}  // namespace

OpenBlas::OpenBlas()
    : library_("libopenblas.so.0"),
      use_threads_(library_.symbol<decltype(use_threads_)>("openblas_set_num_threads")),
      fp64_(library_.symbol<decltype(fp64_)>("cblas_dgemm")),
      fp32_(library_.symbol<decltype(fp32_)>("cblas_sgemm")) {}

void OpenBlas::multiply(std::size_t n, const double* a, const double* b, double* c) const {
  const auto side = static_cast<int>(n);
  fp64_(kRowMajor, kNoTrans, kTrans, side, side, side, 1, a, side, b, side, 0, c, side);
}

void OpenBlas::multiply(std::size_t n, const float* a, const float* b, float* c) const {
  const auto side = static_cast<int>(n);
  fp32_(kRowMajor, kNoTrans, kTrans, side, side, side, 1, a, side, b, side, 0, c, side);
}

}  // namespace assay
