#include "kernels/cuda/blaslt.hpp"

#include "kernels/cuda/find_library.hpp"

namespace assay::cuda {

BlasLt::BlasLt()
    : library(open_vendor_library("libcublasLt.so." + std::to_string(CUBLAS_VER_MAJOR))),
      create(library.symbol<decltype(create)>("cublasLtCreate")),
      destroy(library.symbol<decltype(destroy)>("cublasLtDestroy")),
      version(library.symbol<decltype(version)>("cublasLtGetVersion")),
      status_name(library.symbol<decltype(status_name)>("cublasLtGetStatusName")),
      matmul(library.symbol<decltype(matmul)>("cublasLtMatmul")),
      heuristic(library.symbol<decltype(heuristic)>("cublasLtMatmulAlgoGetHeuristic")),
      desc_create(library.symbol<decltype(desc_create)>("cublasLtMatmulDescCreate")),
      desc_destroy(library.symbol<decltype(desc_destroy)>("cublasLtMatmulDescDestroy")),
      desc_set(library.symbol<decltype(desc_set)>("cublasLtMatmulDescSetAttribute")),
      layout_create(library.symbol<decltype(layout_create)>("cublasLtMatrixLayoutCreate")),
      layout_destroy(library.symbol<decltype(layout_destroy)>("cublasLtMatrixLayoutDestroy")),
      preference_create(
          library.symbol<decltype(preference_create)>("cublasLtMatmulPreferenceCreate")),
      preference_destroy(
          library.symbol<decltype(preference_destroy)>("cublasLtMatmulPreferenceDestroy")),
      preference_set(
          library.symbol<decltype(preference_set)>("cublasLtMatmulPreferenceSetAttribute")) {}

}  // namespace assay::cuda
