#include <chrono>
#include <cmath>
#include <thread>

#include "tests/collectives/conformance/checks.hpp"
#include "tests/collectives/conformance/data.hpp"

namespace assay::conformance {
namespace {

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void sleep_s(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

/// True if `call`, or the wait for what it began, throws Error.
bool refused(Rank& rank, const std::function<void()>& call) {
  try {
    call();
    rank.wait();
  } catch (const Error&) {
    return true;
  }
  return false;
}

}  // namespace

void barrier(Rank& rank) {
  for (int late = 0; late < rank.size(); ++late) {
    Elements came(rank, ElementType::fp64, rank.size());
    if (rank.rank() == late) sleep_s(0.02);
    came.set(rank.rank(), now_s());
    rank.communicator.barrier();
    rank.wait();
    const double left = now_s();
    rank.communicator.all_gather(came.at(rank.rank()), came.data(), 1, ElementType::fp64);
    rank.wait();
    for (int other = 0; other < rank.size(); ++other)
      rank.expect(left >= came.get(other),
                  "left the barrier before rank " + std::to_string(other) + " had come");
  }
}

void many_before_one_wait(Rank& rank) {
  constexpr int kRounds = 20;
  Elements data(rank, ElementType::int64, 5);
  for (std::int64_t i = 0; i < 5; ++i) data.set_integer(i, rank.rank() == 0 ? i + 1 : 0);
  // From 0 to all, and all of it added up: the order decides the result.
  for (int round = 0; round < kRounds; ++round) {
    rank.communicator.broadcast(data.data(), 5, ElementType::int64, round % rank.size());
    rank.communicator.all_reduce(data.data(), data.data(), 5, ElementType::int64,
                                 round % 2 == 0 ? Reduction::sum : Reduction::average);
    if (round == kRounds / 2) rank.communicator.barrier();
  }
  rank.wait();
  std::int64_t factor = 1;
  for (int round = 0; round < kRounds; round += 2) factor *= rank.size();
  for (std::int64_t i = 0; i < 5; ++i)
    rank.expect(data.get_integer(i) == (i + 1) * factor, "operations overtook each other");
}

void timing(Rank& rank) {
  constexpr std::int64_t kCount = 1000;
  Elements data(rank, ElementType::int64, kCount);
  for (std::int64_t i = 0; i < kCount; ++i) data.set_integer(i, 1);
  for (int calls : {1, 7}) {
    int begun = 0;
    rank.communicator.barrier();
    rank.wait();
    const double start = now_s();
    const std::vector<double> seconds = rank.communicator.time(calls, kPatienceS, [&] {
      ++begun;
      rank.communicator.all_reduce(data.data(), data.data(), kCount, ElementType::int64,
                                   Reduction::sum);
    });
    const double passed = now_s() - start;
    double sum = 0;
    for (double s : seconds) {
      rank.expect(std::isfinite(s) && s >= 0, "took " + std::to_string(s) + " s");
      sum += s;
    }
    rank.expect(begun == calls && seconds.size() == static_cast<std::size_t>(calls),
                std::to_string(begun) + " calls and " + std::to_string(seconds.size()) +
                    " figures for " + std::to_string(calls));
    rank.expect(sum <= passed, "took " + std::to_string(sum) + " s in " + std::to_string(passed));
  }
  const auto want = static_cast<std::int64_t>(std::pow(rank.size(), 8));
  rank.expect(data.get_integer(kCount - 1) == want, "what was timed has not been carried out");
}

void late_rank(Rank& rank) {
  constexpr double kLateS = 0.3;
  rank.communicator.barrier();
  rank.wait();
  const double start = now_s();
  if (rank.rank() == rank.size() - 1) sleep_s(kLateS);
  Elements data(rank, ElementType::fp32, 1);
  data.set(0, 1);
  rank.communicator.all_reduce(data.data(), data.data(), 1, ElementType::fp32, Reduction::sum);
  rank.wait();
  rank.expect(data.get(0) == rank.size(), "a late rank's part is missing");
  // The barrier before may have let ranks go some ms apart.
  rank.expect(now_s() - start > kLateS * 0.8, "did not wait for the late rank");
}

void refusals(Rank& rank) {
  const Elements data(rank, ElementType::fp32, 4);
  auto& communicator = rank.communicator;
  for (int root : {-1, rank.size()})
    rank.expect(
        refused(rank, [&] { communicator.broadcast(data.data(), 4, ElementType::fp32, root); }),
        "broadcasts from root " + std::to_string(root));
  rank.expect(refused(rank,
                      [&] {
                        communicator.all_reduce(data.data(), data.data(), -1, ElementType::fp32,
                                                Reduction::sum);
                      }),
              "reduces -1 elements");
}

}  // namespace assay::conformance
