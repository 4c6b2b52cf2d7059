#include "bench/compare.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iomanip>
#include <ostream>
#include <string>
#include <vector>

#include "bench/open_blas.hpp"
#include "bench/reference/stream.hpp"
#include "core/philox.hpp"
#include "core/stats.hpp"
#include "kernels/gemm.hpp"
#include "kernels/host/exec.hpp"
#include "kernels/streams.hpp"

namespace assay {
namespace {

using Body = std::function<void()>;

/// One way of doing a piece of work.
struct Contender {
  std::string name;
  Body body;
  Body before = [] {};  ///< not timed
};

/// Ours against one or more references, of which the one with the fastest median counts.
struct Pair {
  std::string what;
  Contender ours;
  std::vector<Contender> others;
  double promised;  ///< least median of (their time / our time)
};

/// Calls that a program makes which does not share our binding of threads: on a thread that was
/// started before any was bound. Libraries' own threads then start from there.
class Elsewhere {
 public:
  void call(const Body& body) {
    team_.run([&](std::size_t member) {
      if (member == 1) body();
    });
  }

 private:
  host::Team team_{{-1, -1}};
};

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Median seconds a call over about a tenth of a second, after a pause in which spinning threads go
/// to sleep.
double time_of(const Contender& contender, Clock& clock) {
  clock.sleep_s(0.1);
  contender.before();
  contender.body();
  std::vector<double> times;
  const double start = seconds_now();
  for (double now = start; times.size() < 3 || now - start < 0.1;) {
    contender.body();
    const double end = seconds_now();
    times.push_back(end - now);
    now = end;
  }
  return median(times);
}

struct Measured {
  std::vector<double> ours, theirs, ratios;
};

/// In turns, first ours and then theirs and the other way round: a drift of the machine hits both
/// alike.
Measured measure(const Pair& pair, Clock& clock, int rounds) {
  Measured measured;
  std::vector<std::vector<double>> others(pair.others.size());
  for (int round = 0; round < rounds; ++round) {
    if (round % 2 == 0) measured.ours.push_back(time_of(pair.ours, clock));
    for (std::size_t k = 0; k < others.size(); ++k)
      others[k].push_back(time_of(pair.others[k], clock));
    if (round % 2 != 0) measured.ours.push_back(time_of(pair.ours, clock));
  }
  measured.theirs =
      *std::min_element(others.begin(), others.end(),
                        [](const auto& a, const auto& b) { return median(a) < median(b); });
  for (std::size_t round = 0; round < measured.ours.size(); ++round)
    measured.ratios.push_back(measured.theirs[round] / measured.ours[round]);
  return measured;
}

bool report(const Pair& pair, Measured measured, std::ostream& out) {
  std::sort(measured.ratios.begin(), measured.ratios.end());
  const double ratio = quantile(measured.ratios, 0.5);
  const bool holds = ratio >= pair.promised;
  out << std::left << std::setw(44) << pair.what << std::right << std::fixed << std::setprecision(3)
      << std::setw(9) << 1e3 * median(measured.ours) << std::setw(9)
      << 1e3 * median(measured.theirs) << std::setw(8) << ratio << "  "
      << quantile(measured.ratios, 0.25) << ".." << quantile(measured.ratios, 0.75)
      << std::setprecision(2) << "  >= " << pair.promised << (holds ? "  holds" : "  DOES NOT HOLD")
      << '\n'
      << std::flush;
  return holds;
}

struct Arrays {
  Arrays(host::Exec& exec, std::size_t elements)
      : n(elements), a(exec.alloc<double>(n)), b(exec.alloc<double>(n)), c(exec.alloc<double>(n)) {
    exec.for_each(n, [p = b.data(), q = c.data()](std::size_t i) {
      p[i] = random_uniform(1, i);
      q[i] = random_uniform(2, i);
    });
  }
  std::size_t n;
  host::Buffer<double> a, b, c;
};

using Triad = void (*)(double*, const double*, const double*, double, std::size_t);

Contender on_team(host::Exec& exec, const Arrays& x, const char* name, Triad triad) {
  return {name, [&exec, &x, triad] {
            exec.team().run([&](std::size_t member) {
              const auto [begin, end] = exec.team().share(member, x.n);
              triad(x.a.data() + begin, x.b.data() + begin, x.c.data() + begin, 3, end - begin);
            });
          }};
}

std::vector<Pair> stream_pairs(host::Exec& exec, Elsewhere& elsewhere, const Arrays& x) {
  const Contender triad{"assay",
                        [&] { exec.streams().triad(x.a.data(), x.b.data(), x.c.data(), 3, x.n); }};
  const Contender copy{"assay", [&] { exec.streams().copy(x.a.data(), x.b.data(), x.n); }};
  const Contender plain{
      "plain", [&] {
        elsewhere.call([&] { reference::plain_triad(x.a.data(), x.b.data(), x.c.data(), 3, x.n); });
      }};
  const Contender plain_copy{
      "plain",
      [&] { elsewhere.call([&] { reference::plain_copy(x.a.data(), x.b.data(), x.n); }); }};
  return {{"triad / OpenMP loop, -O3 -march=native", triad, {plain}, 1.15},
          {"triad / best hand-written non-temporal loop",
           triad,
           {on_team(exec, x, "1", reference::past_caches_triad_1),
            on_team(exec, x, "8", reference::past_caches_triad_8)},
           0.97},
          {"copy / OpenMP loop, -O3 -march=native", copy, {plain_copy}, 1.0}};
}

template <class T>
Pair gemm_pair(host::Exec& exec, Elsewhere& elsewhere, const OpenBlas& blas, const Arrays& x,
               NumberType type, std::size_t n) {
  T* c = reinterpret_cast<T*>(x.a.data());
  const T* a = reinterpret_cast<const T*>(x.b.data());
  const T* b = reinterpret_cast<const T*>(x.c.data());
  const int threads = static_cast<int>(exec.team().size());
  const GemmShape shape{n, n, n};
  return {"gemm " + std::string(name(type)) + " " + std::to_string(n) + " / bare OpenBLAS call",
          {"assay", [&exec, shape, type, a, b, c] { exec.gemm().multiply(type, shape, a, b, c); },
           [&blas] { blas.use_threads(1); }},
          {{"OpenBLAS",
            [&elsewhere, &blas, n, a, b, c] { elsewhere.call([&] { blas.multiply(n, a, b, c); }); },
            [&elsewhere, &blas, threads] { elsewhere.call([&] { blas.use_threads(threads); }); }}},
          0.95};
}

/// Share of a test's sampling time that is not spent in the body: calls, clock readings,
/// bookkeeping.
bool report_overhead(host::Exec& exec, std::ostream& out) {
  double in_body = 0;
  const double start = seconds_now();
  const Sampled sampled = exec.sample({.seconds = 1}, {}, [&] {
    const double begin = seconds_now();
    while (seconds_now() - begin < 50e-6) continue;
    in_body += seconds_now() - begin;
  });
  const double share = 1 - in_body / (seconds_now() - start);
  out << "harness: " << std::setprecision(3) << 100 * share << " % of the time of "
      << sampled.seconds.size() << " samples  < 1 %"
      << (share < 0.01 ? "  holds" : "  DOES NOT HOLD") << '\n';
  return share < 0.01;
}

}  // namespace

bool compare(const host::Settings& settings, Clock& clock, int rounds, std::ostream& out) {
  Elsewhere elsewhere;  // before threads are bound
  host::Exec exec(settings, clock);
  const auto wanted = std::max<std::int64_t>(4 * last_level_bytes(settings.facts) / 3, 256 << 20);
  const auto bytes = std::min<std::int64_t>({wanted, settings.facts.free_bytes / 8, 1 << 30});
  const Arrays x(exec, static_cast<std::size_t>(bytes) / sizeof(double) / 512 * 512);
  auto pairs = stream_pairs(exec, elsewhere, x);
  out << settings.facts.name << ", " << exec.team().size() << " cores, " << exec.facts().isa << ", "
      << exec.gemm().library() << ", arrays of " << (bytes >> 20) << " MiB, " << rounds
      << " rounds\n"
      << std::left << std::setw(44) << ""
      << "  ours ms theirs ms  ratio  quartiles   promised\n";
  const OpenBlas blas;
  for (const std::size_t n : {1024U, 2048U}) {
    pairs.push_back(gemm_pair<double>(exec, elsewhere, blas, x, NumberType::fp64, n));
    pairs.push_back(gemm_pair<float>(exec, elsewhere, blas, x, NumberType::fp32, n));
  }
  bool all = true;
  for (const Pair& pair : pairs) all = report(pair, measure(pair, clock, rounds), out) && all;
  return report_overhead(exec, out) && all;
}

}  // namespace assay
