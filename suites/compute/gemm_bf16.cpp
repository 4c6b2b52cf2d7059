#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_bf16(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::bf16>(exec, context, results);
}

}  // namespace

ASSAY_GPU_TEST(gemm_bf16,
               .summary = "matrix product in bf16, exact on integers, timed on random data",
               .seconds = {.quick = 3, .standard = 20, .burnin = 20},
               .metrics = gemm_metrics<NumberType::bf16>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
