#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gemm_int8(Exec& exec, const Context& context, Results& results) {
  run_gemm<NumberType::int8>(exec, context, results);
}

}  // namespace

ASSAY_GPU_TEST(gemm_int8,
               .summary = "matrix product in int8, exact on integers, timed on random data",
               .seconds = {.standard = 20, .burnin = 20},
               .metrics = gemm_metrics<NumberType::int8>(), .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
