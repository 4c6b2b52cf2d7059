#include "kernels/streams.hpp"

#include <memory>

#include "bench/bench.hpp"
#include "core/philox.hpp"

namespace assay {
namespace {

struct Arrays {
  host::Buffer<double> a, b, c;
  host::Buffer<unsigned long long> digest;
};

using Kernel = void (*)(Streams&, Arrays&, std::size_t);
struct Named {
  const char* name;
  int arrays;
  Kernel run;
};
constexpr Named kKernels[] = {
    {"copy", 2, [](Streams& s, Arrays& x, std::size_t n) { s.copy(x.a.data(), x.b.data(), n); }},
    {"scale", 2,
     [](Streams& s, Arrays& x, std::size_t n) { s.scale(x.a.data(), x.b.data(), 3, n); }},
    {"add", 3,
     [](Streams& s, Arrays& x, std::size_t n) { s.add(x.a.data(), x.b.data(), x.c.data(), n); }},
    {"triad", 3,
     [](Streams& s, Arrays& x, std::size_t n) {
       s.triad(x.a.data(), x.b.data(), x.c.data(), 3, n);
     }},
    {"read", 1,
     [](Streams& s, Arrays& x, std::size_t n) { s.read(x.b.data(), x.digest.data(), n); }},
    {"write", 1, [](Streams& s, Arrays& x, std::size_t n) { s.write(x.a.data(), 1.5, n); }},
};

void streams(Bench& bench) {
  for (const Named& kernel : kKernels)
    for (const std::size_t kib : {256U, 4096U, 65536U, 262144U}) {
      const std::size_t n = kib * 1024 / sizeof(double);
      const Cost cost{8.0 * kernel.arrays * static_cast<double>(n), 0};
      const std::string name =
          std::string("stream_") + kernel.name + "/fp64/" + std::to_string(kib) + "KiB";
      bench.add(name, cost, [&exec = bench.exec(), n, run = kernel.run]() -> std::function<void()> {
        const auto x = std::make_shared<Arrays>(Arrays{exec.alloc<double>(n), exec.alloc<double>(n),
                                                       exec.alloc<double>(n),
                                                       exec.alloc<unsigned long long>(1)});
        exec.for_each(n, [b = x->b.data(), c = x->c.data()](std::size_t i) {
          b[i] = random_uniform(1, i);
          c[i] = random_uniform(2, i);
        });
        return [&exec, x, n, run] { run(exec.streams(), *x, n); };
      });
    }
}

}  // namespace

ASSAY_BENCH(streams);

}  // namespace assay
