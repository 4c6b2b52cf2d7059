#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_fp64(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::fp64>(exec, context, results);
}

}  // namespace

ASSAY_TEST(gemm_fp64, .summary = "matrix product in fp64, exact on integers, timed on random data",
           .seconds = {.quick = 2.5, .standard = 15, .burnin = 15},
           .gpu_seconds = Seconds{.standard = 20, .burnin = 20},
           .metrics = gemm_metrics<NumberType::fp64>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
