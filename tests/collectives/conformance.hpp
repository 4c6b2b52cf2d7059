#pragma once
#include <gtest/gtest.h>

#include "tests/collectives/conformance/checks.hpp"

namespace assay::conformance {

/// What every Communicator is held to. An implementation instantiates both suites with a way to
/// run ranks:
///
///   struct Threads {
///     /// Numbers of ranks to try; a size that cannot be had is left out.
///     static std::vector<int> sizes();
///     /// Carries out `check` on `size` ranks of a communicator that nobody uses afterwards, and
///     /// returns what those ranks complained of that this process can see (complaints_of()). A
///     /// rank that is lost is a complaint, too. Where the ranks are copies of this program
///     /// (mpirun), each calls run() in step and those beyond `size` return nothing.
///     static Complaints run(int size, const Check& check);
///   };
///   INSTANTIATE_TYPED_TEST_SUITE_P(Local, CommunicatorTest, Threads);
///   INSTANTIATE_TYPED_TEST_SUITE_P(Local, CommunicatorFaultTest, Threads);
///
/// The second suite leaves aborted communicators behind: where that spoils the process, it needs an
/// executable of its own.
template <class Ways>
class Conformance : public testing::Test {
 protected:
  static void hold_to(const Check& check) {
    for (int size : Ways::sizes())
      for (const std::string& complaint : Ways::run(size, check)) ADD_FAILURE() << complaint;
  }
};

template <class Ways>
class CommunicatorTest : public Conformance<Ways> {};
TYPED_TEST_SUITE_P(CommunicatorTest);

TYPED_TEST_P(CommunicatorTest, AllReduce) { this->hold_to(all_reduce); }
TYPED_TEST_P(CommunicatorTest, ReduceScatter) { this->hold_to(reduce_scatter); }
TYPED_TEST_P(CommunicatorTest, Reduce) { this->hold_to(reduce); }
TYPED_TEST_P(CommunicatorTest, BigIntegers) { this->hold_to(big_integers); }
TYPED_TEST_P(CommunicatorTest, AllGather) { this->hold_to(all_gather); }
TYPED_TEST_P(CommunicatorTest, Broadcast) { this->hold_to(broadcast); }
TYPED_TEST_P(CommunicatorTest, AllToAll) { this->hold_to(all_to_all); }
TYPED_TEST_P(CommunicatorTest, AllToAllV) { this->hold_to(all_to_all_v); }
TYPED_TEST_P(CommunicatorTest, Gather) { this->hold_to(gather); }
TYPED_TEST_P(CommunicatorTest, Scatter) { this->hold_to(scatter); }
TYPED_TEST_P(CommunicatorTest, SendReceive) { this->hold_to(send_receive); }
TYPED_TEST_P(CommunicatorTest, LargeMessages) { this->hold_to(large_messages); }
TYPED_TEST_P(CommunicatorTest, Barrier) { this->hold_to(barrier); }
TYPED_TEST_P(CommunicatorTest, ManyBeforeOneWait) { this->hold_to(many_before_one_wait); }
TYPED_TEST_P(CommunicatorTest, Timing) { this->hold_to(timing); }
TYPED_TEST_P(CommunicatorTest, LateRank) { this->hold_to(late_rank); }
TYPED_TEST_P(CommunicatorTest, Splits) { this->hold_to(splits); }
REGISTER_TYPED_TEST_SUITE_P(CommunicatorTest, AllReduce, ReduceScatter, Reduce, BigIntegers,
                            AllGather, Broadcast, AllToAll, AllToAllV, Gather, Scatter, SendReceive,
                            LargeMessages, Barrier, ManyBeforeOneWait, Timing, LateRank, Splits);

template <class Ways>
class CommunicatorFaultTest : public Conformance<Ways> {};
TYPED_TEST_SUITE_P(CommunicatorFaultTest);

TYPED_TEST_P(CommunicatorFaultTest, Refusals) { this->hold_to(refusals); }
TYPED_TEST_P(CommunicatorFaultTest, StalledWait) { this->hold_to(stalled_wait); }
TYPED_TEST_P(CommunicatorFaultTest, StalledTime) { this->hold_to(stalled_time); }
TYPED_TEST_P(CommunicatorFaultTest, StalledSplit) { this->hold_to(stalled_split); }
REGISTER_TYPED_TEST_SUITE_P(CommunicatorFaultTest, Refusals, StalledWait, StalledTime,
                            StalledSplit);

}  // namespace assay::conformance
