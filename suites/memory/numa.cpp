#include <algorithm>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "kernels/host/read.hpp"
#include "suites/check.hpp"
#include "suites/memory/data.hpp"
#include "suites/test.hpp"

namespace assay::host {
namespace {

/// Members of the team on one NUMA node, in their order.
std::vector<std::size_t> members_on(const Exec& exec, int node) {
  std::vector<std::size_t> members;
  for (std::size_t member = 0; member < exec.numa_nodes().size(); ++member)
    if (exec.numa_nodes()[member] == node) members.push_back(member);
  return members;
}

/// Does `work(begin, end)` on parts of [0, n) by the members of `node` alone, all at once.
template <class Work>
void on_node(Exec& exec, int node, std::size_t n, const Work& work) {
  const auto members = members_on(exec, node);
  exec.team().run([&](std::size_t member) {
    const auto at = std::find(members.begin(), members.end(), member);
    if (at == members.end()) return;
    const auto k = static_cast<std::size_t>(at - members.begin());
    constexpr std::size_t page = 512;  // words
    const auto cut = [&](std::size_t part) { return n / page * part / members.size() * page; };
    work(cut(k), cut(k + 1));
  });
}

std::size_t words(const Exec& exec, const Context& context, std::size_t cells) {
  const DeviceFacts& facts = exec.facts();
  std::int64_t bytes = context.bytes;
  if (bytes == 0) {
    const double in_time = context.seconds * facts.units * (64 << 20) / static_cast<double>(cells);
    bytes = std::min({std::max<std::int64_t>(4 * last_level_bytes(facts), 64 << 20),
                      static_cast<std::int64_t>(in_time), facts.free_bytes / 4});
  }
  return std::max<std::size_t>(static_cast<std::size_t>(bytes) / sizeof(double) / 512 * 512, 512);
}

/// Reads memory of node `to` by the cores of node `from`.
void measure(Exec& exec, const Context& context, Result& result, int from, int to, std::size_t n,
             double seconds) {
  // Not alloc(): who touches first decides where a page lies, and here that is not the whole team.
  const Buffer<double> array(Pages(n * sizeof(double)), n);
  const Operand data{context.data, context.seed};
  double* words = array.data();
  std::mutex mutex;
  std::uint64_t right = 0;
  on_node(exec, to, n, [&](std::size_t begin, std::size_t end) {
    std::uint64_t mine = 0;
    for (std::size_t i = begin; i < end; ++i) {
      words[i] = data(i);
      mine ^= data.bits(i);
    }
    const std::scoped_lock lock(mutex);
    right ^= mine;
  });
  std::uint64_t digest = 0;
  const Cost cost{static_cast<double>(n * sizeof(double)), 0};
  const Sampled sampled = exec.sample({.seconds = seconds}, cost, [&] {
    digest = 0;
    on_node(exec, from, n, [&](std::size_t begin, std::size_t end) {
      const std::uint64_t mine = read_all(exec.isa(), words, begin, end);
      const std::scoped_lock lock(mutex);
      digest ^= mine;
    });
  });
  if (digest != right)
    result.defects.push_back({"wrong digest of what was read", "node " + std::to_string(to),
                              text_of(right), text_of(digest), "", 1});
  record(result, "memory does not hold what was written",
         exec.verify(array, Exactly<Operand>{data}),
         [&](std::size_t i) { return exec.place(words + i); });
  result.steady = sampled.steady;
  result.params["array_bytes"] = static_cast<std::int64_t>(n * sizeof(double));
  result.params["cores"] = static_cast<std::int64_t>(members_on(exec, from).size());
  result.metrics.push_back(sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher,
                                          rates(sampled, cost.bytes)));
}

void numa(Exec& exec, const Context& context, Results& results) {
  const std::set<int> nodes(exec.numa_nodes().begin(), exec.numa_nodes().end());
  const std::size_t cells = nodes.size() * nodes.size();
  const std::size_t n = words(exec, context, cells);
  for (const int from : nodes)
    for (const int to : nodes) {
      Subject cell;
      cell.kind = "numa";
      cell.from = "node" + std::to_string(from);
      cell.to = "node" + std::to_string(to);
      measure(exec, context, results.about(cell), from, to, n,
              context.seconds / 2 / static_cast<double>(cells));
    }
}

}  // namespace

ASSAY_HOST_TEST_ON_DEVICE(
    numa, .summary = "read bandwidth from each NUMA node's cores to each node's memory",
    .seconds = {.quick = 1.5, .standard = 10, .burnin = 10},
    .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true);

}  // namespace assay::host
