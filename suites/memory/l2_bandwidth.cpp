#include "suites/memory/block_digest.hpp"
#include "suites/memory/stream.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Half of the last cache: it fits also where each half of the chip keeps a copy of its own.
std::size_t words(const Exec& exec, const Context& context) {
  std::int64_t bytes = last_level_bytes(exec.facts()) / 2;
  if (context.bytes > 0) bytes = std::min(bytes, context.bytes);
  return std::max<std::size_t>(static_cast<std::size_t>(bytes) / sizeof(double) / 512 * 512, 512);
}

void l2_bandwidth(Exec& exec, const Context& context, Results& results) {
  constexpr unsigned passes = 65;  // a pass is some microseconds: launching must not count
  const std::size_t n = words(exec, context);
  const auto array = exec.alloc<double>(n);
  const auto digest = exec.alloc<unsigned long long>(1);
  const Operand data{context.data, context.seed};
  fill(exec, array, data);
  const Cost cost{8.0 * passes * static_cast<double>(n), 0};
  const Sampled sampled = exec.sample({.seconds = context.seconds / 2}, cost, [&] {
    exec.streams().read_again(array.data(), digest.data(), n, passes);
  });

  Result& result = results.device();
  describe(result, exec, context, n);
  result.params["passes"] = static_cast<std::int64_t>(passes);
  const Constant<unsigned long long> right{expected_digest(exec, data, n)};
  record(result, "wrong digest of what was read",
         exec.verify(digest, Exactly<Constant<unsigned long long>>{right}),
         place_in(exec, "digest", digest));
  record(result, "memory does not hold what was written",
         exec.verify(array, Exactly<Operand>{data}), place_in(exec, "array", array));
  result.steady = sampled.steady;
  result.metrics.push_back(sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher,
                                          rates(sampled, cost.bytes)));
}

}  // namespace

ASSAY_GPU_TEST(l2_bandwidth, .summary = "reading what lies in a GPU's last cache, again and again",
               .seconds = {.standard = 4, .burnin = 4},
               .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
