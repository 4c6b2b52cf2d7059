#include "kernels/gemm.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "kernels/cuda/peaks.hpp"
#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/product_plan.hpp"

namespace assay::cuda {
namespace {

int attribute(cudaDeviceAttr which) {
  int ordinal = 0;
  int value = 0;
  require(status(cudaGetDevice(&ordinal)), "cudaGetDevice");
  require(status(cudaDeviceGetAttribute(&value, which, ordinal)), "cudaDeviceGetAttribute");
  return value;
}

class CudaGemm final : public Gemm {
 public:
  explicit CudaGemm(cudaStream_t stream)
      : stream_(stream),
        workspace_(allocate(kWorkspaceBytes)),
        start_(make_mark()),
        stop_(make_mark()),
        major_(attribute(cudaDevAttrComputeCapabilityMajor)),
        minor_(attribute(cudaDevAttrComputeCapabilityMinor)) {
    require(lt_.status(lt_.create(&handle_)), "cublasLtCreate");
  }
  CudaGemm(const CudaGemm&) = delete;
  CudaGemm& operator=(const CudaGemm&) = delete;
  ~CudaGemm() override { complain(lt_.status(lt_.destroy(handle_)), "cublasLtDestroy"); }

  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    return product_types(type).has_value() && multiplies(major_, minor_, type);
  }
  [[nodiscard]] std::string library() const override {
    const std::size_t version = lt_.version();  // 130100 = 13.1.0
    return "cuBLASLt " + std::to_string(version / 10000) + "." +
           std::to_string(version / 100 % 100) + "." + std::to_string(version % 100);
  }
  void multiply(NumberType type, const GemmShape& shape, const void* a, const void* b,
                void* c) override {
    const ProductPlan& plan = plan_for(type, shape, a, b, c);
    plan.multiply(handle_, stream_, workspace_, plan.chosen, a, b, c);
  }

 private:
  using Key = std::tuple<NumberType, std::size_t, std::size_t, std::size_t>;

  const ProductPlan& plan_for(NumberType type, const GemmShape& shape, const void* a, const void* b,
                              void* c) {
    const auto types = product_types(type);
    if (!types) throw Error("no matrix product in " + std::string(name(type)));
    std::unique_ptr<ProductPlan>& plan = plans_[{type, shape.rows, shape.columns, shape.inner}];
    if (plan) return *plan;
    auto fresh = std::make_unique<ProductPlan>(lt_, *types, shape, stream_);
    choose(*fresh, a, b, c);
    plan = std::move(fresh);
    return *plan;
  }

  /// The heuristics' first choice is a guess, so each is timed on the operands at hand.
  void choose(ProductPlan& plan, const void* a, const void* b, void* c) {
    std::optional<float> best;
    for (const auto& candidate : plan.candidates(handle_)) {
      const float ms = time(plan, candidate.algo, a, b, c);
      if (best && ms >= *best) continue;
      best = ms;
      plan.chosen = candidate.algo;
    }
  }

  float time(const ProductPlan& plan, const cublasLtMatmulAlgo_t& algorithm, const void* a,
             const void* b, void* c) {
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
  int major_, minor_;
  std::map<Key, std::unique_ptr<ProductPlan>> plans_;
};

}  // namespace

std::unique_ptr<Gemm> make_gemm(cudaStream_t stream) { return std::make_unique<CudaGemm>(stream); }

}  // namespace assay::cuda
