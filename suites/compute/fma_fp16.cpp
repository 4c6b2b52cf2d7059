#include "suites/compute/fma.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void fma_fp16(Exec& exec, const Context& context, Results& results) {
  run_fma<Fp16>(exec, context, results, NumberType::fp16);
}

}  // namespace

ASSAY_GPU_TEST(fma_fp16,
               .summary = "multiply-adds in registers, fp16 in pairs: arithmetic peak, to the bit",
               .seconds = {.standard = 5, .burnin = 5},
               .metrics = {{"flops", Unit::flops}, {"slowest_unit_share", Unit::ratio}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
