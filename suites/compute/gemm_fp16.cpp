#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_fp16(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::fp16>(exec, context, results);
}

}  // namespace

ASSAY_GPU_TEST(gemm_fp16,
               .summary = "matrix product in fp16, exact on integers, timed on random data",
               .seconds = {.standard = 20, .burnin = 20},
               .metrics = gemm_metrics<NumberType::fp16>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
