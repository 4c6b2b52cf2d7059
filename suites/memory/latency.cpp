#include <algorithm>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "kernels/chase.hpp"
#include "suites/check.hpp"
#include "suites/memory/cycle.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

constexpr std::size_t kNodeBytes = Chase::kStride * sizeof(std::uint64_t);

/// The words of the chain: each node the number of the next one, what lies between as it was
/// allocated.
struct Chain {
  Cycle cycle;
  ASSAY_HD Range<std::uint64_t> operator()(std::size_t i) const {
    if (i % Chase::kStride != 0) return {~std::uint64_t{0}, ~std::uint64_t{0}};
    const std::uint64_t next = cycle.next(i / Chase::kStride);
    return {next, next};
  }
};

struct Link {
  std::uint64_t* chain;
  Cycle cycle;
  ASSAY_HD void operator()(std::size_t node) const {
    chain[node * Chase::kStride] = cycle.next(node);
  }
};

struct Level {
  std::string metric;
  std::int64_t bytes;  ///< of memory that the chain runs through
};

std::int64_t power_of_two_up_to(std::int64_t bytes) {
  std::int64_t power = static_cast<std::int64_t>(kNodeBytes) * 4;
  while (2 * power <= bytes) power *= 2;
  return power;
}

/// Half of each cache, so that all of the chain stays in it; for main memory four times the last
/// one, as far as the time to lay it out allows.
std::vector<Level> levels(const Exec& exec, const Context& context) {
  const DeviceFacts& facts = exec.facts();
  std::vector<Level> found;
  found.reserve(facts.caches.size() + 1);
  for (const CacheLevel& cache : facts.caches)
    found.push_back(
        {"l" + std::to_string(cache.level) + "_latency", power_of_two_up_to(cache.bytes / 2)});
  std::int64_t bytes = context.bytes;
  if (bytes == 0) {
    const double in_time = context.seconds * (512 << 20);
    const std::int64_t last = facts.caches.empty() ? 0 : facts.caches.back().bytes;
    bytes = std::max<std::int64_t>(8 * last - 1, std::int64_t{256} << 20);
    bytes = std::min({bytes, static_cast<std::int64_t>(in_time), facts.free_bytes / 4});
  }
  found.push_back({"dram_latency", power_of_two_up_to(bytes)});
  return found;
}

Sampled walk(Exec& exec, double seconds, const Buffer<std::uint64_t>& chain,
             const Buffer<std::uint64_t>& at, std::size_t steps, std::uint64_t& taken) {
  const Cost cost{static_cast<double>(steps * kNodeBytes), static_cast<double>(steps)};
  return exec.sample({.seconds = seconds}, cost, [&] {
    exec.chase().walk(chain.data(), steps, at.data());
    taken += steps;
  });
}

std::string chain_of(const Level& level) { return std::to_string(level.bytes) + " B chain"; }

void measure(Exec& exec, const Context& context, Result& result, const Level& level,
             double seconds) {
  constexpr std::size_t steps = 1 << 14;
  const std::size_t nodes = static_cast<std::size_t>(level.bytes) / kNodeBytes;
  const Cycle cycle(nodes, context.seed);
  const auto chain = exec.alloc_near<std::uint64_t>(nodes * Chase::kStride);
  const auto at = exec.alloc<std::uint64_t>(1);
  exec.for_each(nodes, Link{chain.data(), cycle});
  exec.for_each(1, Put<std::uint64_t, Constant<std::uint64_t>>{at.data(), {0}});

  std::uint64_t taken = 0;
  const Sampled sampled = walk(exec, seconds, chain, at, steps, taken);
  const Constant<std::uint64_t> end{cycle.after(0, taken)};
  record(result, "the chase ended at the wrong node",
         exec.verify(at, Exactly<Constant<std::uint64_t>>{end}),
         [&](std::size_t) { return chain_of(level); });
  record(result, "wrong link in the chain", exec.verify(chain, Chain{cycle}),
         [&](std::size_t i) { return chain_of(level) + ", " + exec.place(chain.data() + i); });

  std::vector<double> of_one_step = sampled.seconds;
  for (double& s : of_one_step) s /= static_cast<double>(steps);
  result.metrics.push_back(sampled_metric(level.metric, Unit::seconds, Better::lower, of_one_step));
  result.params[level.metric + "_bytes"] = level.bytes;
  result.steady = result.steady.value_or(true) && sampled.steady;
}

void latency(Exec& exec, const Context& context, Results& results) {
  const auto all = levels(exec, context);
  Result& result = results.device();
  for (const Level& level : all)
    measure(exec, context, result, level, context.seconds / 2 / static_cast<double>(all.size()));
  // Main memory is what the test is about; the caches are there to compare it with.
  std::rotate(result.metrics.begin(), result.metrics.end() - 1, result.metrics.end());
  result.facts["isa"] = exec.facts().isa;
}

}  // namespace

ASSAY_TEST(latency, .summary = "dependent pointer chase over a random cycle: latency of each level",
           .seconds = {.quick = 3, .standard = 10, .burnin = 10},
           .metrics = {{"dram_latency", Unit::seconds, Better::lower},
                       {"l1_latency", Unit::seconds, Better::lower},
                       {"l2_latency", Unit::seconds, Better::lower},
                       {"l3_latency", Unit::seconds, Better::lower},
                       {"l4_latency", Unit::seconds, Better::lower}},
           .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
