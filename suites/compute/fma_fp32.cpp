#include "suites/compute/fma.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void fma_fp32(Exec& exec, const Context& context, Results& results) {
  run_fma<float>(exec, context, results, NumberType::fp32);
}

}  // namespace

ASSAY_TEST(fma_fp32, .summary = "multiply-adds in registers, fp32: arithmetic peak, to the bit",
           .seconds = {.quick = 1.5, .standard = 8, .burnin = 8},
           .gpu_seconds = Seconds{.standard = 5, .burnin = 5},
           .metrics = {{"flops", Unit::flops}, {"slowest_unit_share", Unit::ratio}}, .timed = true,
           .verified = true);

}  // namespace assay::ASSAY_BACKEND
