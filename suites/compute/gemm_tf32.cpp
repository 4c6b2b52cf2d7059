#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_tf32(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::tf32>(exec, context, results);
}

}  // namespace

ASSAY_GPU_TEST(gemm_tf32,
               .summary = "matrix product in tf32, exact on integers, timed on random data",
               .seconds = {.standard = 20, .burnin = 20},
               .metrics = gemm_metrics<NumberType::tf32>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
