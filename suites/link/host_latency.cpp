#include <algorithm>

#include "kernels/chase.hpp"
#include "suites/link/copy.hpp"
#include "suites/memory/chain.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Beyond what a device may keep of the host's memory in caches of its own.
std::size_t nodes_for(const Exec& exec, const Context& context) {
  const std::int64_t cached = 2 * last_level_bytes(exec.facts());
  const std::int64_t bytes =
      context.bytes > 0 ? context.bytes : std::max<std::int64_t>(cached, std::int64_t{64} << 20);
  std::size_t nodes = 4;
  while (2 * nodes * kNodeBytes <= static_cast<std::size_t>(bytes)) nodes *= 2;
  return nodes;
}

void host_latency(Exec& exec, const Context& context, Results& results) {
  constexpr std::size_t steps = 1 << 10;  // about a millisecond
  const std::size_t nodes = nodes_for(exec, context);
  const Cycle cycle(nodes, context.seed);
  const auto chain = exec.alloc_host<LinkWord>(nodes * Chase::kStride);
  const auto at = exec.alloc<LinkWord>(1);
  exec.fill_host(chain, ChainWord{cycle});
  exec.for_each(1, Put<LinkWord, Constant<LinkWord>>{at.data(), {0}});

  std::uint64_t taken = 0;
  const double bytes = steps * static_cast<double>(kNodeBytes);
  const Cost cost{.bytes = bytes, .link_bytes = bytes};
  const Sampled sampled = exec.sample({.seconds = 0.6 * context.seconds}, cost, [&] {
    exec.chase().walk(chain.data(), steps, at.data());
    taken += steps;
  });

  Result& result = results.device();
  const Constant<LinkWord> end{cycle.after(0, taken)};
  record(result, "the chase ended at the wrong node",
         exec.verify(at, Exactly<Constant<LinkWord>>{end}),
         [](std::size_t) { return "chain in the host's memory"; });
  record(result, "wrong link in the chain", exec.verify(chain, Exactly<ChainWord>{{cycle}}),
         [&](std::size_t i) { return exec.place(chain.data() + i); });
  std::vector<double> of_one_step = sampled.seconds;
  for (double& s : of_one_step) s /= static_cast<double>(steps);
  result.params["chain_bytes"] = static_cast<std::int64_t>(nodes * kNodeBytes);
  result.steady = sampled.steady;
  result.metrics.push_back(sampled_metric("latency", Unit::seconds, Better::lower, of_one_step));
}

}  // namespace

ASSAY_GPU_TEST(host_latency, .summary = "one dependent load of the host's memory by a GPU",
               .seconds = {.standard = 3, .burnin = 3},
               .metrics = {{"latency", Unit::seconds, Better::lower}}, .timed = true,
               .verified = true);

}  // namespace assay::ASSAY_BACKEND
