#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_fp8_e5m2(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::fp8_e5m2>(exec, context, results);
}

}  // namespace

ASSAY_GPU_TEST(gemm_fp8_e5m2,
               .summary = "matrix product in fp8_e5m2, exact on integers, timed on random data",
               .seconds = {.standard = 20, .burnin = 20},
               .metrics = gemm_metrics<NumberType::fp8_e5m2>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
