#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "core/error.hpp"
#include "tests/collectives/conformance/checks.hpp"
#include "tests/collectives/conformance/data.hpp"
#include "tests/collectives/nccl/ranks.hpp"

namespace assay {
namespace {

using conformance::Complaints;
using conformance::Elements;
using conformance::Rank;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double kDeadlineS = 0.5;
constexpr double kPatienceS = 60;
/// What forking, joining and a loaded machine may take beside a deadline.
constexpr double kSlackS = 20;

void sleep_s(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

/// Runs `body` on each rank of a communicator; what it throws is a complaint.
std::vector<Ended> on_ranks(int size, const std::function<void(GpuCommunicator&)>& body,
                            double join_deadline_s = kPatienceS) {
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(size, [&](int rank, SharedId& id) {
    const auto communicator = join(module, id, rank, size, join_deadline_s);
    body(*communicator);
    return Complaints();
  });
  return ranks.wait(kPatienceS);
}

void reduce_ones(Communicator& communicator, double deadline_s) {
  Rank rank{communicator, conformance::host_memory, {}};
  Elements data(rank, ElementType::fp32, 100);
  for (std::int64_t i = 0; i < 100; ++i) data.set(i, 1);
  communicator.all_reduce(data.data(), data.data(), 100, ElementType::fp32, Reduction::sum);
  try {
    communicator.wait(deadline_s);
  } catch (...) {
    communicator.abort();  // it may still write
    throw;
  }
}

TEST(NcclFaultsTest, AFailureNamesCallWordsAndPlace) {
  const Variable fail("FAKE_NCCL_FAIL", "AllReduce:1:1");
  const auto ended = on_ranks(2, [](GpuCommunicator& all) { reduce_ones(all, kPatienceS); });
  ASSERT_THAT(ended[1].complaints, SizeIs(1));
  EXPECT_THAT(ended[1].complaints[0], AllOf(HasSubstr("ncclAllReduce: CUDA call failed (1)"),
                                            HasSubstr("told to fail in AllReduce"),
                                            HasSubstr("collectives/nccl/operations.cpp:")));
  ASSERT_THAT(ended[0].complaints, SizeIs(1)) << "whose partner is lost, must say so";
  EXPECT_THAT(ended[0].complaints[0], HasSubstr("remote rank failed"));
}

TEST(NcclFaultsTest, AFailureAtTheCallNamesItAsWell) {
  const auto ended = on_ranks(1, [](GpuCommunicator& all) {
    float data = 0;
    all.reduce(&data, &data, 1, ElementType::fp32, Reduction::sum, 5);
  });
  ASSERT_THAT(ended[0].complaints, SizeIs(1));
  EXPECT_THAT(ended[0].complaints[0],
              AllOf(HasSubstr("ncclReduce: bad argument (4)"), HasSubstr("rank 5 is not among 1")));
}

TEST(NcclFaultsTest, AFailedCommunicatorTakesNoMoreCalls) {
  const Variable fail("FAKE_NCCL_FAIL", "AllReduce:3");
  const auto ended = on_ranks(1, [](GpuCommunicator& all) {
    try {
      all.barrier();
      all.wait(kPatienceS);
    } catch (const Error&) {
      all.barrier();
    }
  });
  EXPECT_THAT(ended[0].complaints, ElementsAre(HasSubstr("has failed before")));
}

TEST(NcclFaultsTest, AFailedJoinSaysWhy) {
  const Variable fail("FAKE_NCCL_FAIL", "Init:2");
  for (const Ended& each : on_ranks(2, [](GpuCommunicator&) {}))
    EXPECT_THAT(each.complaints,
                ElementsAre(AllOf(HasSubstr("ncclCommInitRankConfig: system call failed (2)"),
                                  HasSubstr("told to fail in Init"))));
}

TEST(NcclFaultsTest, ARankThatNeverJoinsStallsTheOthersUntilTheDeadline) {
  const Variable hang("FAKE_NCCL_HANG", "Init:1");
  for (const Ended& each : on_ranks(
           3, [](GpuCommunicator&) {}, kDeadlineS)) {
    EXPECT_THAT(each.complaints, ElementsAre(AllOf(HasSubstr("ncclCommInitRankConfig of rank"),
                                                   HasSubstr("did not do their part"))));
    EXPECT_EQ(each.status, 0);
    EXPECT_LT(each.seconds, kDeadlineS + kSlackS);
  }
}

TEST(NcclFaultsTest, AHungOperationIsStalledAbortedAndLeft) {
  const Variable hang("FAKE_NCCL_HANG", "AllReduce:2");
  const auto ended = on_ranks(4, [](GpuCommunicator& all) {
    try {
      reduce_ones(all, kDeadlineS);
      throw Error("nobody noticed the hung rank");
    } catch (const Stalled&) {
      sleep_s(1);  // until the others have noticed, too
    }
  });
  EXPECT_THAT(all_complaints(ended), IsEmpty());
}

TEST(NcclFaultsTest, ARankThatJoinsLateIsWaitedFor) {
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(3, [&](int rank, SharedId& id) {
    if (rank == 2) sleep_s(kDeadlineS);
    reduce_ones(*join(module, id, rank, 3, kPatienceS), kPatienceS);
    return Complaints();
  });
  EXPECT_THAT(all_complaints(ranks.wait(kPatienceS)), IsEmpty());
}

/// Rank 1 of 3 gets `signal` after all have joined; nobody may wait past the deadline.
std::vector<Ended> with_signal(int signal) {
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(3, [&](int rank, SharedId& id) {
    const auto all = join(module, id, rank, 3, kPatienceS);
    all->barrier();
    all->wait(kPatienceS);
    if (rank == 1) sleep_s(kPatienceS);
    reduce_ones(*all, 2);
    return Complaints();
  });
  sleep_s(1);
  ranks.send_signal(1, signal);
  return ranks.wait(10);
}

TEST(NcclFaultsTest, AKilledRankIsNoticedByAllOthers) {
  const auto ended = with_signal(SIGKILL);
  EXPECT_TRUE(WIFSIGNALED(ended[1].status));
  for (int rank : {0, 2}) {
    const Ended& each = ended[static_cast<std::size_t>(rank)];
    EXPECT_THAT(each.complaints, ElementsAre(HasSubstr("ncclAllReduce"))) << rank;
    EXPECT_EQ(each.status, 0);
  }
}

TEST(NcclFaultsTest, AStoppedRankIsNoticedByAllOthers) {
  const auto ended = with_signal(SIGSTOP);
  // The first to reach the deadline gives up, which the other may hear as a lost connection.
  for (int rank : {0, 2})
    EXPECT_THAT(ended[static_cast<std::size_t>(rank)].complaints,
                ElementsAre(HasSubstr("ncclAllReduce")));
  EXPECT_THAT(ended[1].complaints, ElementsAre("rank 1 had to be killed"));
}

TEST(NcclFaultsTest, TwoRanksOnOneGpuAreRefused) {
  const Variable gpu("FAKE_NCCL_GPU", "1b000");
  for (const Ended& each : on_ranks(2, [](GpuCommunicator&) {}))
    EXPECT_THAT(each.complaints, ElementsAre(AllOf(HasSubstr("call out of place (5)"),
                                                   HasSubstr("Duplicate GPU detected"))));
}

TEST(NcclFaultsTest, RanksOfTwoVersionsAreRefused) {
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(2, [&](int rank, SharedId& id) {
    const Variable version("FAKE_NCCL_VERSION", rank == 0 ? "22809" : "21805");
    (void)join(module, id, rank, 2, kPatienceS);
    return Complaints();
  });
  for (const Ended& each : ranks.wait(kPatienceS))
    EXPECT_THAT(each.complaints, ElementsAre(HasSubstr("two versions of NCCL")));
}

TEST(NcclFaultsTest, RanksThatDisagreeOnTheirNumberAreRefused) {
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(2, [&](int rank, SharedId& id) {
    (void)join(module, id, rank, 2 + rank, kPatienceS);
    return Complaints();
  });
  for (const Ended& each : ranks.wait(kPatienceS))
    EXPECT_THAT(each.complaints, ElementsAre(HasSubstr("ranks disagree on their number")));
}

/// One operation of the library and a check that must see it go wrong.
struct Spoiled {
  const char* operation;
  conformance::Check check;
};

class WrongElement : public testing::TestWithParam<Spoiled> {};

// That every check can fail; and on the rank that has the wrong element, on no other.
TEST_P(WrongElement, IsFoundOnItsRank) {
  const Variable wrong("FAKE_NCCL_WRONG", std::string(GetParam().operation) + ":1");
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(3, [&](int rank, SharedId& id) {
    const auto all = join(module, id, rank, 3, kPatienceS);
    return conformance::complaints_of(*all, GetParam().check);
  });
  const auto ended = ranks.wait(kPatienceS);
  EXPECT_THAT(ended[1].complaints, testing::Not(IsEmpty()));
  EXPECT_THAT(ended[0].complaints, IsEmpty());
  EXPECT_THAT(ended[2].complaints, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(NcclFaultsTest, WrongElement,
                         testing::Values(Spoiled{"AllReduce", conformance::all_reduce},
                                         Spoiled{"ReduceScatter", conformance::reduce_scatter},
                                         Spoiled{"Reduce", conformance::reduce},
                                         Spoiled{"AllReduce", conformance::big_integers},
                                         Spoiled{"AllGather", conformance::all_gather},
                                         Spoiled{"Broadcast", conformance::broadcast},
                                         Spoiled{"SendRecv", conformance::all_to_all},
                                         Spoiled{"SendRecv", conformance::all_to_all_v},
                                         Spoiled{"SendRecv", conformance::gather},
                                         Spoiled{"SendRecv", conformance::scatter},
                                         Spoiled{"SendRecv", conformance::send_receive},
                                         Spoiled{"SendRecv", conformance::large_messages}),
                         [](const auto& each) {
                           return std::string(each.param.operation) + std::to_string(each.index);
                         });

}  // namespace
}  // namespace assay
