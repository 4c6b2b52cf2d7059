#include "kernels/cuda/product_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "kernels/cuda/scale_factors.hpp"
#include "kernels/small_float.hpp"

namespace assay::cuda {
namespace {

constexpr int kCandidates = 8;

/// alpha = 1 and beta = 0 as the library wants them for a type of scale.
struct Scales {
  double one64 = 1, zero64 = 0;
  float one32 = 1, zero32 = 0;
  std::int32_t one_int = 1, zero_int = 0;
  [[nodiscard]] std::pair<const void*, const void*> of(cudaDataType scale) const {
    if (scale == CUDA_R_64F) return {&one64, &zero64};
    if (scale == CUDA_R_32I) return {&one_int, &zero_int};
    return {&one32, &zero32};
  }
};

template <class T>
void set(const BlasLt& lt, cublasLtMatmulDesc_t product, cublasLtMatmulDescAttributes_t which,
         const T& value, Where at = Where::here()) {
  require(lt.status(lt.desc_set(product, which, static_cast<const void*>(&value), sizeof value)),
          "cublasLtMatmulDescSetAttribute", at);
}

Owned<cublasLtMatmulDesc_t> product_of(const BlasLt& lt, const ProductTypes& types) {
  cublasLtMatmulDesc_t product = nullptr;
  require(lt.status(lt.desc_create(&product, types.compute, types.scale)),
          "cublasLtMatmulDescCreate");
  Owned<cublasLtMatmulDesc_t> owned(product, lt.desc_destroy);
  // The library counts by columns: it sees C' = B A' of our rows.
  set(lt, product, CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T);
  return owned;
}

Owned<cublasLtMatrixLayout_t> layout_of(const BlasLt& lt, cudaDataType type, std::size_t rows,
                                        std::size_t columns) {
  cublasLtMatrixLayout_t layout = nullptr;
  require(
      lt.status(lt.layout_create(&layout, type, rows, columns, static_cast<std::int64_t>(rows))),
      "cublasLtMatrixLayoutCreate");
  return {layout, lt.layout_destroy};
}

/// Factors of 1 for an operand: all alike, so their order within tiles does not matter.
Memory ones(std::size_t rows, std::size_t inner, cudaStream_t stream) {
  const std::size_t factors = scale_factors(rows, inner);
  Memory memory = allocate(factors);
  require(status(cudaMemsetAsync(memory.get(), Fp8E4m3(1).bits(), factors, stream)),
          "cudaMemsetAsync of scale factors");
  return memory;
}

}  // namespace

std::optional<ProductTypes> product_types(NumberType type) noexcept {
  switch (type) {
    case NumberType::fp64:
      return ProductTypes{CUDA_R_64F, CUDA_R_64F, CUDA_R_64F, CUDA_R_64F, CUBLAS_COMPUTE_64F};
    case NumberType::fp32:
      return ProductTypes{CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::tf32:
      return ProductTypes{CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F,
                          CUBLAS_COMPUTE_32F_FAST_TF32};
    case NumberType::fp16:
      return ProductTypes{CUDA_R_16F, CUDA_R_16F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::bf16:
      return ProductTypes{CUDA_R_16BF, CUDA_R_16BF, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::fp8_e4m3:
      return ProductTypes{CUDA_R_8F_E4M3, CUDA_R_8F_E4M3, CUDA_R_32F, CUDA_R_32F,
                          CUBLAS_COMPUTE_32F};
    case NumberType::fp8_e5m2:
      return ProductTypes{CUDA_R_8F_E5M2, CUDA_R_8F_E4M3, CUDA_R_32F, CUDA_R_32F,
                          CUBLAS_COMPUTE_32F};
    case NumberType::fp4:
      return ProductTypes{CUDA_R_4F_E2M1, CUDA_R_4F_E2M1, CUDA_R_32F, CUDA_R_32F,
                          CUBLAS_COMPUTE_32F};
    case NumberType::int8:
      return ProductTypes{CUDA_R_8I, CUDA_R_8I, CUDA_R_32I, CUDA_R_32I, CUBLAS_COMPUTE_32I};
  }
  return std::nullopt;
}

ProductPlan::ProductPlan(const BlasLt& lt, const ProductTypes& types, const GemmShape& shape,
                         cudaStream_t stream)
    : lt_(lt),
      types_(types),
      product_(product_of(lt, types)),
      a_(layout_of(lt, types.a, shape.inner, shape.rows)),
      b_(layout_of(lt, types.b, shape.inner, shape.columns)),
      c_(layout_of(lt, types.result, shape.columns, shape.rows)) {
  if (types.a != CUDA_R_4F_E2M1) return;
  a_scales_ = ones(shape.rows, shape.inner, stream);
  b_scales_ = ones(shape.columns, shape.inner, stream);
  // Without a mode the library would read the pointers' first four bytes as one fp32 factor. Its A
  // is our B.
  const auto mode = CUBLASLT_MATMUL_MATRIX_SCALE_VEC16_UE4M3;
  set(lt, product_.get(), CUBLASLT_MATMUL_DESC_A_SCALE_MODE, mode);
  set(lt, product_.get(), CUBLASLT_MATMUL_DESC_B_SCALE_MODE, mode);
  set(lt, product_.get(), CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, b_scales_.get());
  set(lt, product_.get(), CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, a_scales_.get());
}

std::vector<cublasLtMatmulHeuristicResult_t> ProductPlan::candidates(
    cublasLtHandle_t handle) const {
  cublasLtMatmulPreference_t preference = nullptr;
  require(lt_.status(lt_.preference_create(&preference)), "cublasLtMatmulPreferenceCreate");
  const std::uint64_t bytes = kWorkspaceBytes;
  cublasStatus_t code = lt_.preference_set(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                                           &bytes, sizeof bytes);
  std::vector<cublasLtMatmulHeuristicResult_t> found(kCandidates);
  int count = 0;
  if (code == CUBLAS_STATUS_SUCCESS)
    code = lt_.heuristic(handle, product_.get(), b_.get(), a_.get(), c_.get(), c_.get(), preference,
                         kCandidates, found.data(), &count);
  lt_.preference_destroy(preference);
  require(lt_.status(code), "cublasLtMatmulAlgoGetHeuristic");
  found.resize(static_cast<std::size_t>(count));
  std::erase_if(found, [](const auto& one) { return one.state != CUBLAS_STATUS_SUCCESS; });
  if (found.empty()) throw Error("cuBLASLt offers no algorithm for this product");
  return found;
}

void ProductPlan::multiply(cublasLtHandle_t handle, cudaStream_t stream, const Memory& workspace,
                           const cublasLtMatmulAlgo_t& algorithm, const void* a, const void* b,
                           void* c) const {
  const Scales scales;
  const auto [alpha, beta] = scales.of(types_.scale);
  require(lt_.status(lt_.matmul(handle, product_.get(), alpha, b, b_.get(), a, a_.get(), beta, c,
                                c_.get(), c, c_.get(), &algorithm, workspace.get(), kWorkspaceBytes,
                                stream)),
          "cublasLtMatmul");
}

}  // namespace assay::cuda
