#include "suites/collective/bench.hpp"
#include "suites/collective/sizes.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

constexpr std::int64_t kMostBytes = 256 * kMiB;

/// What one port of the node carries when every rank sends to the next through it, also to one of
/// its own node. A message is what it is: no algorithm decides how often it crosses the port.
void rail(Exec& exec, const Context& context, Results& results) {
  if (context.variant.empty()) return results.absent("no RDMA port");
  if (!has_others(context, results)) return;
  Result& result = results.about({.kind = "port", .id = context.variant});
  result.params["port"] = context.variant;
  const Call call{.operation = Operation::send_receive,
                  .type = ElementType::bf16,
                  .bytes = std::min(agreed_bytes(exec, context), kMostBytes)};
  CollectiveBench<std::uint16_t> bench(exec, context, call, result);
  const std::vector<double> times = bench.checked_sample(0.6 * context.seconds);
  const double a_node = static_cast<double>(context.ranks->size()) /
                        static_cast<double>(std::max<std::int64_t>(context.nodes, 1));
  const double bytes = static_cast<double>(bench.bytes()) * a_node;
  result.metrics.push_back(
      sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, rates_of(times, bytes)));
}

}  // namespace

ASSAY_GPU_TEST(rail,
               .summary =
                   "What all GPUs send through one RDMA port, each port in turn: one "
                   "direction",
               .seconds = {.standard = 40},
               .metrics = {{"bandwidth", Unit::bytes_per_second, Better::higher}}, .timed = true,
               .verified = true, .ranked = true, .each_port = true);

}  // namespace assay::ASSAY_BACKEND
