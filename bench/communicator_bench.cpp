#include <cstdio>
#include <map>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "collectives/launch.hpp"
#include "collectives/mpi/module.hpp"
#include "core/clock.hpp"

// communicator-bench latency|bw|allreduce LEAST MOST WARM_UP COUNTED: what a port over MPI costs
// for every power of two of bytes between these, by that many calls, in the loops and the layout of
// the OSU micro-benchmarks of the same names, so that scripts/compare-osu can set one beside the
// other. Started by mpirun or srun.

namespace assay {
namespace {

constexpr double kDeadline_s = 60;
constexpr int kWindow = 64;

/// What is measured: sizes in bytes; calls that are counted, and those before them that are not.
struct Asked {
  std::int64_t least;
  std::int64_t most;
  int warm_up;
  int counted;
};

class Bench {
 public:
  Bench(Communicator& world, const Asked& asked)
      : world_(world), asked_(asked), send_(bytes(asked.most)), receive_(bytes(asked.most)) {}

  /// Until whoever started the ranks is done with it: they share the processors.
  void settle() {
    constexpr double kSettle_s = 0.5;
    meet();
    clock_.sleep_s(kSettle_s);
    meet();
  }
  /// Half of a round trip between ranks 0 and 1, microseconds.
  double latency(std::int64_t bytes) {
    return mean_s([&] { ping_pong(bytes); }) / 2 * 1e6;
  }
  /// From rank 0 to rank 1 by windows of many messages, each answered once, MB/s.
  double bandwidth(std::int64_t bytes) {
    receive_.resize(static_cast<std::size_t>(bytes) * kWindow);
    const double seconds = mean_s([&] { window(bytes); });
    return static_cast<double>(bytes) * kWindow / seconds / 1e6;
  }
  /// Of single-precision sums, mean of calls and ranks, microseconds.
  double all_reduce(std::int64_t bytes) {
    const auto count = bytes / bytes_of(ElementType::fp32);
    double sum_s = 0;
    for (int call = 0; call < asked_.warm_up + asked_.counted; ++call) {
      const auto seconds = world_.time(1, kDeadline_s, [&] {
        world_.all_reduce(send_.data(), receive_.data(), count, ElementType::fp32, Reduction::sum);
      });
      if (call >= asked_.warm_up) sum_s += seconds.front();
      meet();
    }
    double mean_s = sum_s / asked_.counted;
    world_.all_reduce(&mean_s, &mean_s, 1, ElementType::fp64, Reduction::average);
    world_.wait(kDeadline_s);
    return mean_s * 1e6;
  }

 private:
  static std::size_t bytes(std::int64_t n) { return static_cast<std::size_t>(n); }

  template <class Call>
  double mean_s(const Call& call) {
    meet();
    double begin_s = 0;
    for (int i = 0; i < asked_.warm_up + asked_.counted; ++i) {
      if (i == asked_.warm_up) begin_s = clock_.now_s();
      if (world_.rank() < 2) call();
    }
    return (clock_.now_s() - begin_s) / asked_.counted;
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
  Asked asked_;
  SystemClock clock_;
  std::vector<char> send_, receive_;
};

int run(const std::string& what, const Asked& asked) {
  const auto world = open_mpi_module().join({});
  if (world->size() < 2) {
    std::fputs("communicator-bench: needs two ranks\n", stderr);
    return 3;
  }
  Bench bench(*world, asked);
  bench.settle();
  using Measure = double (Bench::*)(std::int64_t);
  const std::map<std::string, Measure> measures{
      {"latency", &Bench::latency}, {"bw", &Bench::bandwidth}, {"allreduce", &Bench::all_reduce}};
  const Measure measure = measures.at(what);
  if (world->rank() == 0) std::printf("# communicator-bench %s\n# bytes value\n", what.c_str());
  for (std::int64_t size = asked.least; size <= asked.most; size *= 2) {
    const double value = (bench.*measure)(size);
    if (world->rank() == 0) std::printf("%-12lld %.3f\n", static_cast<long long>(size), value);
  }
  return 0;
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (argc != 6 || (what != "latency" && what != "bw" && what != "allreduce")) {
    std::fputs(
        "usage: mpirun -np 2 communicator-bench latency|bw|allreduce LEAST MOST WARM_UP COUNTED\n",
        stderr);
    return 3;
  }
  try {
    const assay::Asked asked{std::stoll(argv[2]), std::stoll(argv[3]), std::stoi(argv[4]),
                             std::stoi(argv[5])};
    if (asked.least < (what == "allreduce" ? 4 : 1) || asked.warm_up < 0 || asked.counted < 1)
      throw std::invalid_argument(
          "sizes start at 1 byte, of sums at 4, and one call at least is counted");
    return assay::run(what, asked);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "communicator-bench: %s\n", error.what());
    return 4;
  }
}
