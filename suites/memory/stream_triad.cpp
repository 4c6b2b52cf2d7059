#include "suites/memory/stream.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

struct Formula {
  ASSAY_HD double operator()(double in1, double in2) const { return in1 + kScalar * in2; }
};

void stream_triad(Exec& exec, const Context& context, Results& results) {
  const auto kernel = [&](double* out, const double* in1, const double* in2, std::size_t n) {
    exec.streams().triad(out, in1, in2, kScalar, n);
  };
  run_stream(exec, context, results, 2, kernel, Formula{});
}

}  // namespace

ASSAY_TEST(stream_triad, .summary = "STREAM triad a = b + s c: sustained memory bandwidth",
           .seconds = {.quick = 1.5, .standard = 10, .burnin = 10},
           .gpu_seconds = Seconds{.standard = 5, .burnin = 5},
           .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
