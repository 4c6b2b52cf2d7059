#include "suites/memory/block_digest.hpp"
#include "suites/memory/stream.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

struct First {
  ASSAY_HD double operator()(double in1, double /*in2*/) const { return in1; }
};

void read(Exec& exec, const Context& context, Results& results) {
  const std::size_t n = elements(exec, context);
  const auto array = exec.alloc<double>(n);
  const auto digest = exec.alloc<unsigned long long>(1);
  const Operand data{context.data, context.seed};
  fill(exec, array, data);

  const Cost cost{8.0 * static_cast<double>(n), 0};
  const Sampled sampled = exec.sample({.seconds = context.seconds / 2}, cost,
                                      [&] { exec.streams().read(array.data(), digest.data(), n); });

  Result& result = results.device();
  describe(result, exec, context, n);
  const Constant<unsigned long long> right{expected_digest(exec, data, n)};
  record(result, "wrong digest of what was read",
         exec.verify(digest, Exactly<Constant<unsigned long long>>{right}),
         place_in(exec, "digest", digest));
  record(result, "memory does not hold what was written", verify(exec, array, First{}, data, data),
         place_in(exec, "array", array));
  add_bandwidth(result, exec, sampled, cost.bytes);
}

}  // namespace

ASSAY_TEST(read, .summary = "every element of an array is read: sustained read bandwidth",
           .seconds = {.quick = 1.5, .standard = 10, .burnin = 10},
           .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
