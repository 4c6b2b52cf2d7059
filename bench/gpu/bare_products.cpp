#include <cublasLt.h>
#include <cuda_runtime_api.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <random>

#include "bench/gpu/bare.hpp"
#include "core/stats.hpp"
#include "kernels/cuda/blaslt.hpp"
#include "kernels/cuda/status.hpp"
#include "kernels/small_float.hpp"

namespace assay::bare {
namespace {

using cuda::status;

constexpr std::size_t kWorkspace = std::size_t{64} << 20;

/// Results are of the type that frameworks ask for.
struct Type {
  const char* name;
  cudaDataType operand, result, scale;
  cublasComputeType_t compute;
  std::size_t operand_bytes, result_bytes;
  const char* unit;
  const char* metric;
};
constexpr std::array kTypes{
    Type{"fp64", CUDA_R_64F, CUDA_R_64F, CUDA_R_64F, CUBLAS_COMPUTE_64F, 8, 8, "FLOP/s", "flops"},
    Type{"fp32", CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F, 4, 4, "FLOP/s", "flops"},
    Type{"tf32", CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F_FAST_TF32, 4, 4, "FLOP/s",
         "flops"},
    Type{"fp16", CUDA_R_16F, CUDA_R_16F, CUDA_R_32F, CUBLAS_COMPUTE_32F, 2, 2, "FLOP/s", "flops"},
    Type{"bf16", CUDA_R_16BF, CUDA_R_16BF, CUDA_R_32F, CUBLAS_COMPUTE_32F, 2, 2, "FLOP/s", "flops"},
    Type{"fp8_e4m3", CUDA_R_8F_E4M3, CUDA_R_16BF, CUDA_R_32F, CUBLAS_COMPUTE_32F, 1, 2, "FLOP/s",
         "flops"},
    Type{"int8", CUDA_R_8I, CUDA_R_32I, CUDA_R_32I, CUBLAS_COMPUTE_32I, 1, 4, "OP/s", "ops"}};
constexpr std::array<std::size_t, 3> kSides{4096, 8192, 16384};
/// What published figures are for.
constexpr std::size_t kUsualSide = 8192;

template <class T>
std::vector<unsigned char> bytes_of(const std::vector<double>& numbers) {
  std::vector<unsigned char> bytes(numbers.size() * sizeof(T));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const T value = static_cast<T>(numbers[i]);
    std::copy_n(reinterpret_cast<const unsigned char*>(&value), sizeof value,
                bytes.data() + i * sizeof value);
  }
  return bytes;
}

/// Random numbers as the type holds them: N(0, 1), for int8 32 times that.
std::vector<unsigned char> random_operand(cudaDataType type) {
  std::mt19937_64 generator(1);
  std::normal_distribution<double> normal(0, type == CUDA_R_8I ? 32 : 1);
  std::vector<double> numbers(std::size_t{1} << 20);
  for (double& number : numbers) number = std::clamp(normal(generator), -127.0, 127.0);
  switch (type) {
    case CUDA_R_64F:
      return bytes_of<double>(numbers);
    case CUDA_R_16F:
      return bytes_of<Fp16>(numbers);
    case CUDA_R_16BF:
      return bytes_of<Bf16>(numbers);
    case CUDA_R_8F_E4M3:
      return bytes_of<Fp8E4m3>(numbers);
    case CUDA_R_8I:
      return bytes_of<std::int8_t>(numbers);
    default:
      return bytes_of<float>(numbers);
  }
}

/// `bytes` of device memory that hold `pattern` again and again.
cuda::Memory filled(std::size_t bytes, const std::vector<unsigned char>& pattern) {
  auto memory = cuda::allocate(bytes);
  auto* data = static_cast<unsigned char*>(memory.get());
  std::size_t done = std::min(bytes, pattern.size());
  require(status(cudaMemcpy(data, pattern.data(), done, cudaMemcpyHostToDevice)), "cudaMemcpy");
  for (; done < bytes; done += std::min(done, bytes - done))
    require(status(cudaMemcpy(data + done, data, std::min(done, bytes - done),
                              cudaMemcpyDeviceToDevice)),
            "cudaMemcpy");
  return memory;
}

template <class T>
using Owned = std::unique_ptr<std::remove_pointer_t<T>, cublasStatus_t (*)(T)>;

Owned<cublasLtMatrixLayout_t> layout(const cuda::BlasLt& lt, cudaDataType type, std::size_t side) {
  cublasLtMatrixLayout_t made = nullptr;
  require(lt.status(lt.layout_create(&made, type, side, side, static_cast<std::int64_t>(side))),
          "cublasLtMatrixLayoutCreate");
  return {made, lt.layout_destroy};
}

cublasLtMatmulAlgo_t first_choice(const cuda::BlasLt& lt, cublasLtHandle_t handle,
                                  cublasLtMatmulDesc_t product, cublasLtMatrixLayout_t operand,
                                  cublasLtMatrixLayout_t result) {
  cublasLtMatmulPreference_t made = nullptr;
  require(lt.status(lt.preference_create(&made)), "cublasLtMatmulPreferenceCreate");
  const Owned<cublasLtMatmulPreference_t> preference(made, lt.preference_destroy);
  require(lt.status(lt.preference_set(made, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &kWorkspace,
                                      sizeof kWorkspace)),
          "cublasLtMatmulPreferenceSetAttribute");
  cublasLtMatmulHeuristicResult_t found{};
  int count = 0;
  require(lt.status(lt.heuristic(handle, product, operand, operand, result, result, made, 1, &found,
                                 &count)),
          "cublasLtMatmulAlgoGetHeuristic");
  if (count == 0) throw Error("cuBLASLt offers no algorithm for this product");
  return found.algo;
}

/// Operations a second of each batch of products of `side` cubed.
std::vector<double> rates_of(const cuda::BlasLt& lt, cublasLtHandle_t handle, const Type& type,
                             std::size_t side) {
  cublasLtMatmulDesc_t made = nullptr;
  require(lt.status(lt.desc_create(&made, type.compute, type.scale)), "cublasLtMatmulDescCreate");
  const Owned<cublasLtMatmulDesc_t> product(made, lt.desc_destroy);
  const cublasOperation_t transposed = CUBLAS_OP_T;
  require(lt.status(lt.desc_set(made, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof transposed)),
          "cublasLtMatmulDescSetAttribute");
  const auto operand = layout(lt, type.operand, side);
  const auto result = layout(lt, type.result, side);
  const auto algorithm = first_choice(lt, handle, made, operand.get(), result.get());

  const auto numbers = random_operand(type.operand);
  const auto a = filled(side * side * type.operand_bytes, numbers);
  const auto b = filled(side * side * type.operand_bytes, numbers);
  const auto c = cuda::allocate(side * side * type.result_bytes);
  const auto workspace = cuda::allocate(kWorkspace);
  const double one64 = 1, zero64 = 0;
  const float one32 = 1, zero32 = 0;
  const std::int32_t one_int = 1, zero_int = 0;
  const bool is64 = type.scale == CUDA_R_64F, is_int = type.scale == CUDA_R_32I;
  const void* one = is64 ? static_cast<const void*>(&one64) : &one32;
  const void* zero = is64 ? static_cast<const void*>(&zero64) : &zero32;
  if (is_int) {
    one = &one_int;
    zero = &zero_int;
  }
  std::vector<double> rates;
  const auto length = static_cast<double>(side);
  for (const double seconds : seconds_a_call([&] {
         require(
             lt.status(lt.matmul(handle, made, one, a.get(), operand.get(), b.get(), operand.get(),
                                 zero, c.get(), result.get(), c.get(), result.get(), &algorithm,
                                 workspace.get(), kWorkspace, nullptr)),
             "cublasLtMatmul");
       }))
    rates.push_back(2 * length * length * length / seconds);
  return rates;
}

std::string what(const Type& type, std::size_t side) {
  return "cublasLtMatmul, " + std::string(type.name) + ", " + std::to_string(side) +
         " cubed, first choice of its heuristics";
}

void measure_type(Findings& findings, const cuda::BlasLt& lt, cublasLtHandle_t handle,
                  const Type& type) {
  const std::string metric = "compute.gemm_" + std::string(type.name) + '.';
  std::optional<Figure> best;
  for (const std::size_t side : kSides)
    findings.attempt(what(type, side), [&] {
      const auto rates = rates_of(lt, handle, type, side);
      const Figure figure{metric + type.metric,
                          what(type, side),
                          type.unit,
                          median(rates),
                          *std::max_element(rates.begin(), rates.end()),
                          rates.size()};
      if (!best || figure.median > best->median) best = figure;
      return figure;
    });
  auto& figures = findings.figures;
  std::erase_if(figures, [&](const Figure& figure) {
    return figure.beside == metric + type.metric && figure.what != what(type, kUsualSide);
  });
  if (!best) return;
  best->beside = metric + "best_" + type.metric;
  best->what += "; the best of 4096, 8192 and 16384";
  figures.push_back(*best);
}

}  // namespace

void measure_products(Findings& findings) {
  try {
    const cuda::BlasLt lt;
    cublasLtHandle_t handle = nullptr;
    require(lt.status(lt.create(&handle)), "cublasLtCreate");
    for (const Type& type : kTypes) measure_type(findings, lt, handle, type);
    require(lt.status(lt.destroy(handle)), "cublasLtDestroy");
  } catch (const std::exception& failure) {
    findings.missing.push_back({"cublasLtMatmul", failure.what()});
  }
}

}  // namespace assay::bare
