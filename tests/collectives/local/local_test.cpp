#include "collectives/local/local.hpp"

#include <mutex>
#include <thread>

#include "tests/collectives/conformance.hpp"

namespace assay::conformance {
namespace {

struct Threads {
  static std::vector<int> sizes() { return {1, 2, 3, 4, 8}; }
  static Complaints run(int size, const Check& check) {
    auto ranks = local_communicators(size);
    Complaints all;
    std::mutex mutex;
    std::vector<std::thread> threads;
    threads.reserve(ranks.size());
    for (auto& rank : ranks)
      threads.emplace_back([&, communicator = rank.get()] {
        const Complaints mine = complaints_of(*communicator, check);
        const std::scoped_lock lock(mutex);
        all.insert(all.end(), mine.begin(), mine.end());
      });
    for (std::thread& thread : threads) thread.join();
    return all;
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Local, CommunicatorTest, Threads);
INSTANTIATE_TYPED_TEST_SUITE_P(Local, CommunicatorFaultTest, Threads);

/// What the port only allows where a library can ask, ranks in one process know.
TEST(Local, NamesTheRankThatDidNotCome) {
  const auto ranks = local_communicators(3);
  std::vector<int> silent;
  std::thread second([&] {
    ranks[1]->barrier();
    EXPECT_THROW(ranks[1]->wait(0.3), Stalled);
  });
  ranks[0]->barrier();
  EXPECT_THROW(ranks[0]->wait(0.3), Stalled);
  second.join();
  EXPECT_EQ(ranks[0]->silent(0.1), std::vector<int>{2});
}

}  // namespace
}  // namespace assay::conformance
