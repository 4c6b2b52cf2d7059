#include <memory>

#include "bench/bench.hpp"
#include "core/philox.hpp"
#include "kernels/digest.hpp"
#include "kernels/fma.hpp"
#include "kernels/gemm.hpp"

namespace assay {
namespace {

template <class T>
void gemm(Bench& bench, NumberType type) {
  for (const std::size_t n : {256U, 1024U, 2048U}) {
    const auto side = static_cast<double>(n);
    bench.add("gemm/" + std::string(name(type)) + "/" + std::to_string(n),
              {0, 2 * side * side * side},
              [&exec = bench.exec(), type, n]() -> std::function<void()> {
                struct Matrices {
                  host::Buffer<T> a, b, c;
                };
                const auto m = std::make_shared<Matrices>(
                    Matrices{exec.alloc<T>(n * n), exec.alloc<T>(n * n), exec.alloc<T>(n * n)});
                exec.for_each(n * n, [a = m->a.data(), b = m->b.data()](std::size_t i) {
                  a[i] = static_cast<T>(random_uniform(1, i));
                  b[i] = static_cast<T>(random_uniform(2, i));
                });
                return [&exec, m, type, n] {
                  exec.gemm().multiply(type, {n, n, n}, m->a.data(), m->b.data(), m->c.data());
                };
              });
  }
}

template <class T>
void fma(Bench& bench, NumberType type) {
  constexpr std::size_t rounds = 1 << 15;
  host::Exec& exec = bench.exec();
  const std::size_t lanes = exec.fma().lanes_per_unit(type) * exec.fma().units();
  const double flops = FmaChain<T>::kFlopsARound * static_cast<double>(rounds * lanes);
  bench.add("fma/" + std::string(name(type)), {0, flops},
            [&exec, type, lanes]() -> std::function<void()> {
              const auto out = std::make_shared<host::Buffer<T>>(exec.alloc<T>(lanes));
              return [&exec, type, out] { exec.fma().run(type, rounds, out->data()); };
            });
}

void digest(Bench& bench, NumberType type) {
  host::Exec& exec = bench.exec();
  const DigestWork work{.type = type, .rounds = exec.digest().rounds()};
  const std::size_t units = exec.digest().units();
  bench.add(
      "digest/" + std::string(name(type)),
      {0, exec.digest().operations_per_round(type) * static_cast<double>(work.rounds * units)},
      [&exec, work, units]() -> std::function<void()> {
        const auto out =
            std::make_shared<host::Buffer<std::uint64_t>>(exec.alloc<std::uint64_t>(units));
        return [&exec, work, out] { exec.digest().run(work, out->data()); };
      });
}

void compute(Bench& bench) {
  gemm<double>(bench, NumberType::fp64);
  gemm<float>(bench, NumberType::fp32);
  fma<double>(bench, NumberType::fp64);
  fma<float>(bench, NumberType::fp32);
  for (const NumberType type : bench.exec().digest().types()) digest(bench, type);
}

}  // namespace

ASSAY_BENCH(compute);

}  // namespace assay
