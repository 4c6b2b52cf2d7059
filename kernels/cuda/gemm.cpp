#include "kernels/gemm.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "kernels/cuda/blaslt.hpp"
#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

constexpr std::size_t kWorkspaceBytes = std::size_t{64} << 20;
constexpr int kCandidates = 8;

/// How the library names a type: of both operands, of the result, and of the arithmetic.
struct Types {
  cudaDataType a, b, result, scale;
  cublasComputeType_t compute;
};

std::optional<Types> types_of(NumberType type) noexcept {
  switch (type) {
    case NumberType::fp64:
      return Types{CUDA_R_64F, CUDA_R_64F, CUDA_R_64F, CUDA_R_64F, CUBLAS_COMPUTE_64F};
    case NumberType::fp32:
      return Types{CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::tf32:
      return Types{CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F_FAST_TF32};
    case NumberType::fp16:
      return Types{CUDA_R_16F, CUDA_R_16F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::bf16:
      return Types{CUDA_R_16BF, CUDA_R_16BF, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::fp8_e4m3:
      return Types{CUDA_R_8F_E4M3, CUDA_R_8F_E4M3, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::fp8_e5m2:
      return Types{CUDA_R_8F_E5M2, CUDA_R_8F_E4M3, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case NumberType::int8:
      return Types{CUDA_R_8I, CUDA_R_8I, CUDA_R_32I, CUDA_R_32I, CUBLAS_COMPUTE_32I};
  }
  return std::nullopt;
}

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

/// An object of the library's, destroyed by the function that the library names for it.
template <class T>
using Owned = std::unique_ptr<std::remove_pointer_t<T>, cublasStatus_t (*)(T)>;

Owned<cublasLtMatmulDesc_t> product_of(const BlasLt& lt, const Types& types) {
  cublasLtMatmulDesc_t product = nullptr;
  require(lt.status(lt.desc_create(&product, types.compute, types.scale)),
          "cublasLtMatmulDescCreate");
  Owned<cublasLtMatmulDesc_t> owned(product, lt.desc_destroy);
  // The library counts by columns: it sees C' = B A' of our rows.
  const cublasOperation_t transposed = CUBLAS_OP_T;
  require(
      lt.status(lt.desc_set(product, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof transposed)),
      "cublasLtMatmulDescSetAttribute");
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

/// One product's descriptors and the algorithm that was found fastest for it.
class Plan {
 public:
  Plan(const BlasLt& lt, const Types& types, const GemmShape& shape)
      : lt_(lt),
        types_(types),
        product_(product_of(lt, types)),
        a_(layout_of(lt, types.a, shape.inner, shape.rows)),
        b_(layout_of(lt, types.b, shape.inner, shape.columns)),
        c_(layout_of(lt, types.result, shape.columns, shape.rows)) {}

  /// Algorithms that the library's heuristics offer, the likely best first. Throws Error if there
  /// is none.
  [[nodiscard]] std::vector<cublasLtMatmulHeuristicResult_t> candidates(
      cublasLtHandle_t handle) const {
    cublasLtMatmulPreference_t preference = nullptr;
    require(lt_.status(lt_.preference_create(&preference)), "cublasLtMatmulPreferenceCreate");
    const std::uint64_t bytes = kWorkspaceBytes;
    cublasStatus_t code = lt_.preference_set(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                                             &bytes, sizeof bytes);
    std::vector<cublasLtMatmulHeuristicResult_t> found(kCandidates);
    int count = 0;
    if (code == CUBLAS_STATUS_SUCCESS)
      code = lt_.heuristic(handle, product_.get(), b_.get(), a_.get(), c_.get(), c_.get(),
                           preference, kCandidates, found.data(), &count);
    lt_.preference_destroy(preference);
    require(lt_.status(code), "cublasLtMatmulAlgoGetHeuristic");
    found.resize(static_cast<std::size_t>(count));
    std::erase_if(found, [](const auto& one) { return one.state != CUBLAS_STATUS_SUCCESS; });
    if (found.empty()) throw Error("cuBLASLt offers no algorithm for this product");
    return found;
  }

  void multiply(cublasLtHandle_t handle, cudaStream_t stream, const Memory& workspace,
                const cublasLtMatmulAlgo_t& algorithm, const void* a, const void* b,
                void* c) const {
    const Scales scales;
    const auto [alpha, beta] = scales.of(types_.scale);
    require(lt_.status(lt_.matmul(handle, product_.get(), alpha, b, b_.get(), a, a_.get(), beta, c,
                                  c_.get(), c, c_.get(), &algorithm, workspace.get(),
                                  kWorkspaceBytes, stream)),
            "cublasLtMatmul");
  }

  cublasLtMatmulAlgo_t chosen{};

 private:
  const BlasLt& lt_;
  Types types_;
  Owned<cublasLtMatmulDesc_t> product_;
  Owned<cublasLtMatrixLayout_t> a_, b_, c_;
};

class CudaGemm final : public Gemm {
 public:
  explicit CudaGemm(cudaStream_t stream)
      : stream_(stream),
        workspace_(allocate(kWorkspaceBytes)),
        start_(make_mark()),
        stop_(make_mark()) {
    require(lt_.status(lt_.create(&handle_)), "cublasLtCreate");
    has_fp8_ = has_fp8();
  }
  CudaGemm(const CudaGemm&) = delete;
  CudaGemm& operator=(const CudaGemm&) = delete;
  ~CudaGemm() override { complain(lt_.status(lt_.destroy(handle_)), "cublasLtDestroy"); }

  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    const bool fp8 = type == NumberType::fp8_e4m3 || type == NumberType::fp8_e5m2;
    return types_of(type).has_value() && (has_fp8_ || !fp8);
  }
  [[nodiscard]] std::string library() const override {
    const std::size_t version = lt_.version();  // 130100 = 13.1.0
    return "cuBLASLt " + std::to_string(version / 10000) + "." +
           std::to_string(version / 100 % 100) + "." + std::to_string(version % 100);
  }
  void multiply(NumberType type, const GemmShape& shape, const void* a, const void* b,
                void* c) override {
    const Plan& plan = plan_for(type, shape, a, b, c);
    plan.multiply(handle_, stream_, workspace_, plan.chosen, a, b, c);
  }

 private:
  using Key = std::tuple<NumberType, std::size_t, std::size_t, std::size_t>;

  /// Matrix units multiply fp8 from compute capability 8.9 on.
  static bool has_fp8() {
    int ordinal = 0;
    int major = 0;
    int minor = 0;
    require(status(cudaGetDevice(&ordinal)), "cudaGetDevice");
    require(status(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, ordinal)),
            "cudaDeviceGetAttribute");
    require(status(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, ordinal)),
            "cudaDeviceGetAttribute");
    return 10 * major + minor >= 89;
  }

  const Plan& plan_for(NumberType type, const GemmShape& shape, const void* a, const void* b,
                       void* c) {
    const auto types = types_of(type);
    if (!types) throw Error("no matrix product in " + std::string(name(type)));
    std::unique_ptr<Plan>& plan = plans_[{type, shape.rows, shape.columns, shape.inner}];
    if (plan) return *plan;
    auto fresh = std::make_unique<Plan>(lt_, *types, shape);
    choose(*fresh, a, b, c);
    plan = std::move(fresh);
    return *plan;
  }

  /// The heuristics' first choice is a guess, so each is timed on the operands at hand.
  void choose(Plan& plan, const void* a, const void* b, void* c) {
    std::optional<float> best;
    for (const auto& candidate : plan.candidates(handle_)) {
      const float ms = time(plan, candidate.algo, a, b, c);
      if (best && ms >= *best) continue;
      best = ms;
      plan.chosen = candidate.algo;
    }
  }

  float time(const Plan& plan, const cublasLtMatmulAlgo_t& algorithm, const void* a, const void* b,
             void* c) {
    constexpr int repeats = 3;
    plan.multiply(handle_, stream_, workspace_, algorithm, a, b, c);  // warms up
    require(status(cudaEventRecord(start_.get(), stream_)), "cudaEventRecord");
    for (int r = 0; r < repeats; ++r)
      plan.multiply(handle_, stream_, workspace_, algorithm, a, b, c);
    require(status(cudaEventRecord(stop_.get(), stream_)), "cudaEventRecord");
    require(status(cudaEventSynchronize(stop_.get())), "cudaEventSynchronize after a product");
    float ms = 0;
    require(status(cudaEventElapsedTime(&ms, start_.get(), stop_.get())), "cudaEventElapsedTime");
    return ms;
  }

  cudaStream_t stream_;
  BlasLt lt_;
  Memory workspace_;
  TimeMark start_, stop_;
  cublasLtHandle_t handle_ = nullptr;
  bool has_fp8_ = false;
  std::map<Key, std::unique_ptr<Plan>> plans_;
};

}  // namespace

std::unique_ptr<Gemm> make_gemm(cudaStream_t stream) { return std::make_unique<CudaGemm>(stream); }

}  // namespace assay::cuda
