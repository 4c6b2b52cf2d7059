#include <memory>

#include "bench/bench.hpp"
#include "kernels/chase.hpp"
#include "suites/check.hpp"
#include "suites/memory/cycle.hpp"
#include "suites/memory/data.hpp"

// The pointer chase, and what set-up and check of a test cost: filling and verifying.

namespace assay {
namespace {

constexpr std::size_t kSteps = 1 << 14;

std::function<void()> chase(host::Exec& exec, std::size_t bytes) {
  const std::size_t nodes = bytes / (Chase::kStride * sizeof(std::uint64_t));
  const auto chain = std::make_shared<host::Buffer<std::uint64_t>>(
      exec.alloc_near<std::uint64_t>(nodes * Chase::kStride));
  exec.for_each(nodes, [to = chain->data(), cycle = Cycle(nodes, 1)](std::size_t node) {
    to[node * Chase::kStride] = cycle.next(node);
  });
  const auto at = std::make_shared<std::uint64_t>(0);
  return [&exec, chain, at] { exec.chase().walk(chain->data(), kSteps, at.get()); };
}

void memory(Bench& bench) {
  host::Exec& exec = bench.exec();
  for (const std::size_t kib : {16U, 1024U, 131072U, 1048576U})
    bench.add("chase/" + std::to_string(kib) + "KiB", {0, static_cast<double>(kSteps)},
              [&exec, kib] { return chase(exec, kib * 1024); });
  constexpr std::size_t n = std::size_t{1} << 23;
  const Operand operand{DataKind::random, 1};
  const auto buffer = [&exec] {
    return std::make_shared<host::Buffer<double>>(exec.alloc<double>(n));
  };
  bench.add("fill/random/64MiB", {8.0 * n, 0}, [&exec, buffer, operand]() -> std::function<void()> {
    const auto to = buffer();
    return [&exec, to, operand] { exec.for_each(n, Put<double, Operand>{to->data(), operand}); };
  });
  bench.add("verify/random/64MiB", {8.0 * n, 0},
            [&exec, buffer, operand]() -> std::function<void()> {
              const auto held = buffer();
              exec.for_each(n, Put<double, Operand>{held->data(), operand});
              return [&exec, held, operand] {
                static_cast<void>(exec.verify(*held, Exactly<Operand>{operand}));
              };
            });
}

}  // namespace

ASSAY_BENCH(memory);

}  // namespace assay
