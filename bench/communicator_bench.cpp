#include <cstdio>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "collectives/launch.hpp"
#include "collectives/mpi/module.hpp"
#include "core/clock.hpp"

// communicator-bench latency|bw|allreduce [MOST_BYTES]: what a port over MPI costs, by the loops
// and in the layout of the OSU micro-benchmarks of the same names, so that scripts/compare-osu can
// set one beside the other. Started by mpirun or srun.

namespace assay {
namespace {

constexpr double kDeadline_s = 60;
constexpr std::int64_t kLarge = 8192;
constexpr int kWindow = 64;

/// Calls that are counted, and those before them that are not.
struct Rounds {
  int warm_up;
  int counted;
};

class Bench {
 public:
  explicit Bench(Communicator& world, std::int64_t most)
      : world_(world), send_(bytes(most)), receive_(bytes(most)) {}

  /// Until whoever started the ranks is done with it: they share the processors.
  void settle() {
    constexpr double kSettle_s = 0.5;
    meet();
    clock_.sleep_s(kSettle_s);
    meet();
  }
  /// Half of a round trip between ranks 0 and 1, microseconds.
  double latency(std::int64_t bytes) {
    const Rounds rounds = bytes > kLarge ? Rounds{10, 1000} : Rounds{100, 10000};
    return mean_s(rounds, [&] { ping_pong(bytes); }) / 2 * 1e6;
  }
  /// From rank 0 to rank 1 by windows of many messages, each answered once, MB/s.
  double bandwidth(std::int64_t bytes) {
    receive_.resize(static_cast<std::size_t>(bytes) * kWindow);
    const Rounds rounds = bytes > kLarge ? Rounds{2, 20} : Rounds{10, 100};
    const double seconds = mean_s(rounds, [&] { window(bytes); });
    return static_cast<double>(bytes) * kWindow / seconds / 1e6;
  }
  /// Of single-precision sums, mean of calls and ranks, microseconds.
  double all_reduce(std::int64_t bytes) {
    const Rounds rounds = bytes > kLarge ? Rounds{10, 100} : Rounds{200, 1000};
    const auto count = bytes / bytes_of(ElementType::fp32);
    double sum_s = 0;
    for (int call = 0; call < rounds.warm_up + rounds.counted; ++call) {
      const auto seconds = world_.time(1, kDeadline_s, [&] {
        world_.all_reduce(send_.data(), receive_.data(), count, ElementType::fp32, Reduction::sum);
      });
      if (call >= rounds.warm_up) sum_s += seconds.front();
      meet();
    }
    double mean_s = sum_s / rounds.counted;
    world_.all_reduce(&mean_s, &mean_s, 1, ElementType::fp64, Reduction::average);
    world_.wait(kDeadline_s);
    return mean_s * 1e6;
  }

 private:
  static std::size_t bytes(std::int64_t n) { return static_cast<std::size_t>(n); }

  template <class Call>
  double mean_s(const Rounds& rounds, const Call& call) {
    meet();
    double begin_s = 0;
    for (int i = 0; i < rounds.warm_up + rounds.counted; ++i) {
      if (i == rounds.warm_up) begin_s = clock_.now_s();
      if (world_.rank() < 2) call();
    }
    return (clock_.now_s() - begin_s) / rounds.counted;
  }
  void meet() {
    world_.barrier();
    world_.wait(kDeadline_s);
  }
  void send(std::int64_t n) {
    world_.send_receive(send_.data(), 1 - world_.rank(), nullptr, -1, n, ElementType::uint8);
    world_.wait(kDeadline_s);
  }
  void receive(std::int64_t n) {
    world_.send_receive(nullptr, -1, receive_.data(), 1 - world_.rank(), n, ElementType::uint8);
    world_.wait(kDeadline_s);
  }
  void ping_pong(std::int64_t n) {
    if (world_.rank() == 0) send(n);
    receive(n);
    if (world_.rank() == 1) send(n);
  }
  void window(std::int64_t n) {
    for (int i = 0; i < kWindow; ++i)
      if (world_.rank() == 0)
        world_.send_receive(send_.data(), 1, nullptr, -1, n, ElementType::uint8);
      else
        world_.send_receive(nullptr, -1, receive_.data() + n * i, 0, n, ElementType::uint8);
    world_.wait(kDeadline_s);
    if (world_.rank() == 0)
      receive(4);
    else
      send(4);
  }

  Communicator& world_;
  SystemClock clock_;
  std::vector<char> send_, receive_;
};

int run(const std::string& what, std::int64_t most) {
  const auto world = open_mpi_module().join({});
  if (world->size() < 2) {
    std::fputs("communicator-bench: needs two ranks\n", stderr);
    return 3;
  }
  Bench bench(*world, most);
  bench.settle();
  using Measure = double (Bench::*)(std::int64_t);
  const std::map<std::string, Measure> measures{
      {"latency", &Bench::latency}, {"bw", &Bench::bandwidth}, {"allreduce", &Bench::all_reduce}};
  const Measure measure = measures.at(what);
  if (world->rank() == 0) std::printf("# communicator-bench %s\n# bytes value\n", what.c_str());
  for (std::int64_t size = what == "allreduce" ? 4 : 1; size <= most; size *= 2) {
    const double value = (bench.*measure)(size);
    if (world->rank() == 0) std::printf("%-12lld %.3f\n", static_cast<long long>(size), value);
  }
  return 0;
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what != "latency" && what != "bw" && what != "allreduce") {
    std::fputs("usage: mpirun -np 2 communicator-bench latency|bw|allreduce [MOST_BYTES]\n",
               stderr);
    return 3;
  }
  try {
    const std::int64_t most =
        argc > 2 ? std::stoll(argv[2]) : (what == "allreduce" ? 1 << 20 : 1 << 22);
    return assay::run(what, most);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "communicator-bench: %s\n", error.what());
    return 4;
  }
}
