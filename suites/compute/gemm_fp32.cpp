#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_fp32(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::fp32>(exec, context, results);
}

}  // namespace

ASSAY_TEST(gemm_fp32, .summary = "matrix product in fp32, exact on integers, timed on random data",
           .seconds = {.quick = 2.5, .standard = 15, .burnin = 15},
           .gpu_seconds = Seconds{.standard = 20, .burnin = 20},
           .metrics = gemm_metrics<NumberType::fp32>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
