#pragma once
#include <cublasLt.h>

#include "core/error.hpp"
#include "core/handle.hpp"
#include "core/shared_library.hpp"

namespace assay::cuda {

/// The functions of cuBLASLt, opened at run time: 540 MB that a node need not have, and 150 MB of
/// the host's memory that only matrix products need.
struct BlasLt {
  /// Throws Error naming every place that was tried.
  BlasLt();

  SharedLibrary library;
  decltype(&cublasLtCreate) create;
  decltype(&cublasLtDestroy) destroy;
  decltype(&cublasLtGetVersion) version;
  decltype(&cublasLtGetStatusName) status_name;
  decltype(&cublasLtMatmul) matmul;
  decltype(&cublasLtMatmulAlgoGetHeuristic) heuristic;
  decltype(&cublasLtMatmulDescCreate) desc_create;
  decltype(&cublasLtMatmulDescDestroy) desc_destroy;
  decltype(&cublasLtMatmulDescSetAttribute) desc_set;
  decltype(&cublasLtMatrixLayoutCreate) layout_create;
  decltype(&cublasLtMatrixLayoutDestroy) layout_destroy;
  decltype(&cublasLtMatmulPreferenceCreate) preference_create;
  decltype(&cublasLtMatmulPreferenceDestroy) preference_destroy;
  decltype(&cublasLtMatmulPreferenceSetAttribute) preference_set;

  [[nodiscard]] CallStatus status(cublasStatus_t code) const noexcept {
    return {code == CUBLAS_STATUS_SUCCESS, static_cast<int>(code), status_name(code)};
  }
};

}  // namespace assay::cuda
