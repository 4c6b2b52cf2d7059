#pragma once
#include <cuda_runtime_api.h>

#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include "kernels/cuda/blaslt.hpp"
#include "kernels/cuda/status.hpp"
#include "kernels/gemm.hpp"

namespace assay::cuda {

/// Bytes of device memory that a product may use beside its matrices.
inline constexpr std::size_t kWorkspaceBytes = std::size_t{64} << 20;

/// How cuBLASLt names a type: of both operands, of the result, and of the arithmetic.
struct ProductTypes {
  cudaDataType a, b, result, scale;
  cublasComputeType_t compute;
};
/// Nothing for types that the library does not multiply.
[[nodiscard]] std::optional<ProductTypes> product_types(NumberType type) noexcept;

/// An object of the library's, destroyed by the function that the library names for it.
template <class T>
using Owned = std::unique_ptr<std::remove_pointer_t<T>, cublasStatus_t (*)(T)>;

/// One product's descriptors and the algorithm that was found fastest for it. `lt` must outlive it.
class ProductPlan {
 public:
  /// Enqueues on `stream` what a product of this type and shape needs in memory. Throws Error.
  ProductPlan(const BlasLt& lt, const ProductTypes& types, const GemmShape& shape,
              cudaStream_t stream);

  /// Algorithms that the library's heuristics offer, the likely best first. Throws Error if there
  /// is none.
  [[nodiscard]] std::vector<cublasLtMatmulHeuristicResult_t> candidates(
      cublasLtHandle_t handle) const;
  /// Enqueues the product of row-major operands. `workspace` has kWorkspaceBytes.
  void multiply(cublasLtHandle_t handle, cudaStream_t stream, const Memory& workspace,
                const cublasLtMatmulAlgo_t& algorithm, const void* a, const void* b, void* c) const;

  cublasLtMatmulAlgo_t chosen{};

 private:
  const BlasLt& lt_;
  ProductTypes types_;
  Owned<cublasLtMatmulDesc_t> product_;
  Owned<cublasLtMatrixLayout_t> a_, b_, c_;
  Memory a_scales_, b_scales_;  ///< empty but for fp4
};

}  // namespace assay::cuda
