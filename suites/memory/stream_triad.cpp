#include "kernels/streams.hpp"
#include "suites/memory/stream.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// a = b + s c
void stream_triad(Exec& exec, const Context& context, Results& results) {
  run_stream(exec, context, results, {.name = "a", .arrays = 3, .flops = 2},
             [&](Arrays& x, std::size_t n) {
               exec.streams().triad(x.out.data(), x.in1.data(), x.in2.data(), kScalar, n);
             },
             [](double in1, double in2) { return in1 + kScalar * in2; });
}

}  // namespace

ASSAY_TEST(stream_triad, .summary = "STREAM triad a = b + s c: sustained memory bandwidth",
           .seconds = {.quick = 1.5, .standard = 10},
           .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
