#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_fp4(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::fp4>(exec, context, results);
}

}  // namespace

ASSAY_GPU_TEST(gemm_fp4,
               .summary = "matrix product in fp4, exact on integers, timed on random data",
               .seconds = {.standard = 20, .burnin = 20},
               .metrics = gemm_metrics<NumberType::fp4>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
