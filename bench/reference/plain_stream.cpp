#include "bench/reference/stream.hpp"

namespace assay::reference {

void plain_triad(double* __restrict a, const double* __restrict b, const double* __restrict c,
                 double s, std::size_t n) {
#pragma omp parallel for schedule(static)
  for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + s * c[i];
}

void plain_copy(double* __restrict c, const double* __restrict a, std::size_t n) {
#pragma omp parallel for schedule(static)
  for (std::size_t i = 0; i < n; ++i) c[i] = a[i];
}

}  // namespace assay::reference
