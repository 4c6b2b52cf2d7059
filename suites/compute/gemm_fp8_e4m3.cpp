#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_fp8_e4m3(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::fp8_e4m3>(exec, context, results);
}

}  // namespace

ASSAY_GPU_TEST(gemm_fp8_e4m3,
               .summary = "matrix product in fp8_e4m3, exact on integers, timed on random data",
               .seconds = {.quick = 3, .standard = 20, .burnin = 20},
               .metrics = gemm_metrics<NumberType::fp8_e4m3>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
