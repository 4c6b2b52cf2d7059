#pragma once
#include <cublasLt.h>

#include <cstdint>
#include <memory>

#include "cuda.hpp"
#include "system.hpp"

namespace probe {

/// cuBLASLt, opened at run time. Throws Missing if it is not there.
class Lt {
 public:
  Lt() : library_("libcublasLt.so." + std::to_string(CUBLAS_VER_MAJOR)) {}

  template <class Function, class... Arguments>
  void call(const char* name, Arguments... arguments) const {
    const cublasStatus_t status = library_.symbol<Function>(name)(arguments...);
    if (status != CUBLAS_STATUS_SUCCESS)
      throw Missing(std::string(name) + ": status " + std::to_string(status));
  }
  [[nodiscard]] std::size_t version() const {
    return library_.symbol<decltype(cublasLtGetVersion)>("cublasLtGetVersion")();
  }
  [[nodiscard]] const Library& library() const { return library_; }

 private:
  Library library_;
};
#define PROBE_LT(lt, function, ...) (lt).call<decltype(function)>(#function, __VA_ARGS__)
#define PROBE_LT_OWN(lt, raw, destroy)                   \
  std::shared_ptr<std::remove_pointer_t<decltype(raw)>>( \
      raw, (lt).library().symbol<decltype(destroy)>(#destroy))

/// d (side x side, fp32) = a^T b, where a and b are k x side in e4m3. The whole chain of k is
/// summed in one pass: split-k would shorten it.
class Fp8Product {
 public:
  static constexpr unsigned side = 64;

  /// `fast`: cuBLASLt's fast accumulation, without promotion of intermediate sums. Throws Missing.
  Fp8Product(const Lt& lt, unsigned k, bool fast)
      : lt_(lt), workspace_(device_array<char>(workspace_bytes)) {
    cublasLtHandle_t handle = nullptr;
    PROBE_LT(lt, cublasLtCreate, &handle);
    handle_ = PROBE_LT_OWN(lt, handle, cublasLtDestroy);
    cublasLtMatmulDesc_t product = nullptr;
    PROBE_LT(lt, cublasLtMatmulDescCreate, &product, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    product_ = PROBE_LT_OWN(lt, product, cublasLtMatmulDescDestroy);
    const cublasOperation_t transposed = CUBLAS_OP_T;
    PROBE_LT(lt, cublasLtMatmulDescSetAttribute, product, CUBLASLT_MATMUL_DESC_TRANSA, &transposed,
             sizeof transposed);
    const std::int8_t accumulation = fast ? 1 : 0;
    PROBE_LT(lt, cublasLtMatmulDescSetAttribute, product, CUBLASLT_MATMUL_DESC_FAST_ACCUM,
             &accumulation, sizeof accumulation);
    operand_ = layout(CUDA_R_8F_E4M3, k, side);
    result_ = layout(CUDA_R_32F, side, side);
    choose();
  }

  void run(const void* a, const void* b, float* d) const {
    const float one = 1;
    const float zero = 0;
    PROBE_LT(lt_, cublasLtMatmul, handle_.get(), product_.get(), &one, a, operand_.get(), b,
             operand_.get(), &zero, d, result_.get(), d, result_.get(), &chosen_.algo,
             workspace_.get(), workspace_bytes, nullptr);
    check(cudaDeviceSynchronize(), "multiply");
  }

 private:
  using Layout = std::shared_ptr<cublasLtMatrixLayoutOpaque_t>;
  [[nodiscard]] Layout layout(cudaDataType type, std::uint64_t rows, std::uint64_t columns) const {
    cublasLtMatrixLayout_t raw = nullptr;
    PROBE_LT(lt_, cublasLtMatrixLayoutCreate, &raw, type, rows, columns,
             static_cast<std::int64_t>(rows));
    return PROBE_LT_OWN(lt_, raw, cublasLtMatrixLayoutDestroy);
  }

  void choose() {
    cublasLtMatmulPreference_t raw = nullptr;
    PROBE_LT(lt_, cublasLtMatmulPreferenceCreate, &raw);
    const auto preference = PROBE_LT_OWN(lt_, raw, cublasLtMatmulPreferenceDestroy);
    const std::uint32_t one_pass = CUBLASLT_REDUCTION_SCHEME_NONE;
    PROBE_LT(lt_, cublasLtMatmulPreferenceSetAttribute, raw,
             CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, &one_pass, sizeof one_pass);
    PROBE_LT(lt_, cublasLtMatmulPreferenceSetAttribute, raw,
             CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &workspace_bytes, sizeof workspace_bytes);
    int found = 0;
    PROBE_LT(lt_, cublasLtMatmulAlgoGetHeuristic, handle_.get(), product_.get(), operand_.get(),
             operand_.get(), result_.get(), result_.get(), raw, 1, &chosen_, &found);
    if (found == 0) throw Missing("cuBLASLt offers no such product on this device");
  }

  static constexpr std::size_t workspace_bytes = std::size_t{32} << 20;
  const Lt& lt_;
  DeviceArray<char> workspace_;
  std::shared_ptr<cublasLtContext> handle_;
  std::shared_ptr<cublasLtMatmulDescOpaque_t> product_;
  Layout operand_, result_;
  cublasLtMatmulHeuristicResult_t chosen_{};
};

}  // namespace probe
