#include <algorithm>
#include <chrono>
#include <thread>

#include "tests/collectives/conformance/checks.hpp"
#include "tests/collectives/conformance/data.hpp"

namespace assay::conformance {
namespace {

constexpr double kDeadlineS = 0.4;
/// What a loaded machine may add to a deadline.
constexpr double kSlackS = 5;
/// From noticing to giving up: a rank that gives up is lost to those that still wait, which is
/// another error.
constexpr double kRestS = 0.5;
/// How long the missing rank still lives: until all others have noticed and asked.
constexpr double kMissingS = 2.2;

void sleep_s(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

/// `call`, which needs the last rank, that does not come, must throw Stalled at the deadline.
void expect_stalled(Rank& rank, const std::function<void()>& call) {
  const auto start = std::chrono::steady_clock::now();
  bool stalled = false;
  try {
    call();
  } catch (const Stalled&) {
    stalled = true;
  }
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  rank.expect(stalled, "nobody noticed that a rank is missing");
  rank.expect(passed.count() >= kDeadlineS * 0.9, "gave up before the deadline");
  rank.expect(passed.count() <= kDeadlineS + kSlackS,
              "gave up after " + std::to_string(passed.count()) + " s");
}

/// Everybody but the last rank calls; then all give up, and ask.
void without_the_last(Rank& rank, const std::function<void()>& call) {
  if (rank.size() == 1) return;
  rank.communicator.barrier();
  rank.wait();
  const int last = rank.size() - 1;
  if (rank.rank() == last) {
    sleep_s(kMissingS);
    rank.communicator.abort();
    return;
  }
  expect_stalled(rank, call);
  sleep_s(kRestS);
  rank.communicator.abort();
  const std::vector<int> silent = rank.communicator.silent(kDeadlineS);
  // Only rank 0 hears everybody; a library that cannot ask names none.
  if (rank.rank() == 0 && !silent.empty())
    rank.expect(silent == std::vector<int>{last}, "names others than the one who is silent");
  rank.expect(std::all_of(silent.begin(), silent.end(),
                          [&](int r) { return r >= 0 && r <= last && r != rank.rank(); }),
              "names ranks that are not there, or itself");
}

}  // namespace

void stalled_wait(Rank& rank) {
  Elements data(rank, ElementType::fp32, 100);
  for (std::int64_t i = 0; i < 100; ++i) data.set(i, 1);
  without_the_last(rank, [&] {
    rank.communicator.all_reduce(data.data(), data.data(), 100, ElementType::fp32, Reduction::sum);
    rank.communicator.wait(kDeadlineS);
  });
}

void stalled_time(Rank& rank) {
  const Elements data(rank, ElementType::fp32, 100);
  without_the_last(rank, [&] {
    (void)rank.communicator.time(3, kDeadlineS, [&] { rank.communicator.barrier(); });
  });
}

void stalled_split(Rank& rank) {
  without_the_last(rank, [&] { (void)rank.communicator.split(0, kDeadlineS); });
}

}  // namespace assay::conformance
