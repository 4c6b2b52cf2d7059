#include <algorithm>

#include "core/stats.hpp"
#include "suites/check.hpp"
#include "suites/payload.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

using TableWord = unsigned long long;

/// Update i: a random word is exclusive-ored into the place that its low bits name. Twice the same
/// updates, in whatever order, leave the table as it was.
struct Update {
  TableWord* table;
  Payload random;
  std::size_t mask;
  ASSAY_HD void operator()(std::size_t i) const {
    const TableWord word = random(i);
#ifdef __CUDA_ARCH__
    atomicXor(table + (word & mask), word);
#else
    __atomic_fetch_xor(table + (word & mask), word, __ATOMIC_RELAXED);
#endif
  }
};

struct OwnIndex {
  ASSAY_HD TableWord operator()(std::size_t i) const { return i; }
};

/// A power of two up to half of free memory; a short test takes no more than 4 GiB, beyond the
/// reach of caches and of most of address translation.
std::size_t table_words(const Exec& exec, const Context& context) {
  std::int64_t bytes = context.bytes;
  if (bytes == 0) {
    bytes = exec.facts().free_bytes / 2;
    if (context.level == Level::quick) bytes = std::min(bytes, std::int64_t{4} << 30);
  }
  std::size_t words = 512;
  while (2 * words * sizeof(TableWord) <= static_cast<std::size_t>(bytes)) words *= 2;
  return words;
}

void random_access(Exec& exec, const Context& context, Results& results) {
  const std::size_t n = table_words(exec, context);
  const std::size_t updates = std::min(n, std::size_t{1} << 26);
  const auto table = exec.alloc<TableWord>(n);
  exec.for_each(n, Put<TableWord, OwnIndex>{table.data(), {}});
  // --data does not apply: zeros or ones would all go to one place.
  const Update update{table.data(), {DataKind::random, context.seed}, n - 1};
  std::uint64_t rounds = 0;
  const auto round = [&] {
    exec.for_each(updates, update);
    ++rounds;
  };
  const auto count = static_cast<double>(updates);
  const Sampled sampled = exec.sample({.seconds = 0.7 * context.seconds},
                                      {.bytes = 2 * sizeof(TableWord) * count}, round);
  if (rounds % 2 != 0) round();

  Result& result = results.device();
  record(result, "updates were lost or went astray", exec.verify(table, Exactly<OwnIndex>{}),
         [&](std::size_t i) {
           return "table[" + std::to_string(i) + "], " + exec.place(table.data() + i);
         });
  result.params["table_bytes"] = static_cast<std::int64_t>(n * sizeof(TableWord));
  result.params["updates_a_round"] = static_cast<std::int64_t>(updates);
  result.params["units"] = static_cast<std::int64_t>(exec.facts().units);
  result.steady = sampled.steady;
  result.metrics.push_back(
      sampled_metric("updates", Unit::per_second, Better::higher, rates(sampled, count)));
}

}  // namespace

ASSAY_GPU_TEST(
    random_access,
    .summary = "random 8-byte updates all over memory (GUPS), undone by the same updates",
    .seconds = {.standard = 5, .burnin = 5}, .metrics = {{"updates", Unit::per_second}},
    .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
