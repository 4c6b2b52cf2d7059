#include <algorithm>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "kernels/chase.hpp"
#include "suites/check.hpp"
#include "suites/memory/chain.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

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
  const Cost cost{.bytes = static_cast<double>(steps * kNodeBytes)};
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
  record(result, "wrong link in the chain", exec.verify(chain, Exactly<ChainWord>{{cycle}}),
         [&](std::size_t i) { return chain_of(level) + ", " + exec.place(chain.data() + i); });

  std::vector<double> of_one_step = sampled.seconds;
  for (double& s : of_one_step) s /= static_cast<double>(steps);
  result.metrics.push_back(sampled_metric(level.metric, Unit::seconds, Better::lower, of_one_step));
  result.params[level.metric + "_bytes"] = level.bytes;
  result.steady = result.steady.value_or(true) && sampled.steady;
}

struct SparseLink {
  std::uint64_t* chain;
  SparseWord words;
  ASSAY_HD void operator()(std::size_t page) const {
    const std::uint64_t node = words.node_in(page);
    chain[node * Chase::kStride] = words(node * Chase::kStride);
  }
};

/// Pages that the walk beyond the reach of address translation goes through: as many as have room
/// in a quarter of free memory and whose lines fill at most a quarter of the last cache.
struct Pages2M {
  std::size_t count = 4;
  std::size_t nodes_each = (std::size_t{2} << 20) / kNodeBytes;
  Pages2M(const Exec& exec, const Context& context) {
    const DeviceFacts& facts = exec.facts();
    if (context.bytes > 0) nodes_each = 64;  // little memory: small pages
    const auto room =
        static_cast<std::size_t>(context.bytes > 0 ? context.bytes : facts.free_bytes / 4);
    const auto lines = static_cast<std::size_t>(last_level_bytes(facts)) / 4 / kNodeBytes;
    while (2 * count * nodes_each * kNodeBytes <= room && 2 * count <= lines) count *= 2;
  }
};

/// One node in each page: the lines stay in the last cache, the translations do not fit anywhere.
void measure_translation(Exec& exec, const Context& context, Result& result, double seconds) {
  constexpr std::size_t steps = 1 << 14;
  const Pages2M pages(exec, context);
  const SparseWord words{Cycle(pages.count, context.seed), pages.nodes_each};
  const auto chain =
      exec.alloc_near<std::uint64_t>(pages.count * pages.nodes_each * Chase::kStride);
  const auto at = exec.alloc<std::uint64_t>(1);
  exec.for_each(pages.count, SparseLink{chain.data(), words});
  exec.for_each(1, Put<std::uint64_t, Constant<std::uint64_t>>{at.data(), {words.node_in(0)}});
  std::uint64_t taken = 0;
  const Sampled sampled = walk(exec, seconds, chain, at, steps, taken);
  const Constant<std::uint64_t> end{words.node_in(words.cycle.after(0, taken))};
  record(result, "the chase through pages ended at the wrong node",
         exec.verify(at, Exactly<Constant<std::uint64_t>>{end}),
         [](std::size_t) { return std::string("one node a page"); });
  record(result, "wrong link in the chain through pages",
         exec.verify(chain, Exactly<SparseWord>{words}),
         [&](std::size_t i) { return exec.place(chain.data() + i); });
  std::vector<double> of_one_step = sampled.seconds;
  for (double& s : of_one_step) s /= static_cast<double>(steps);
  result.metrics.push_back(
      sampled_metric("tlb_latency", Unit::seconds, Better::lower, of_one_step));
  result.params["tlb_pages"] = static_cast<std::int64_t>(pages.count);
  result.params["tlb_page_bytes"] = static_cast<std::int64_t>(pages.nodes_each * kNodeBytes);
}

void latency(Exec& exec, const Context& context, Results& results) {
  const auto all = levels(exec, context);
  Result& result = results.device();
  for (const Level& level : all)
    measure(exec, context, result, level, context.seconds / 2 / static_cast<double>(all.size()));
  // Main memory is what the test is about; the caches are there to compare it with.
  std::rotate(result.metrics.begin(), result.metrics.end() - 1, result.metrics.end());
  if (is_gpu(exec.facts())) measure_translation(exec, context, result, context.seconds / 8);
  result.facts["isa"] = exec.facts().isa;
}

}  // namespace

ASSAY_TEST(latency, .summary = "dependent pointer chase over a random cycle: latency of each level",
           .seconds = {.quick = 3, .standard = 10, .burnin = 10},
           .gpu_seconds = Seconds{.standard = 10, .burnin = 10},
           .metrics = {{"dram_latency", Unit::seconds, Better::lower},
                       {"l1_latency", Unit::seconds, Better::lower},
                       {"l2_latency", Unit::seconds, Better::lower},
                       {"l3_latency", Unit::seconds, Better::lower},
                       {"l4_latency", Unit::seconds, Better::lower},
                       {"tlb_latency", Unit::seconds, Better::lower}},
           .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
