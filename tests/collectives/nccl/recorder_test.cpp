#include "collectives/nccl/profiler/recorder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace assay::nccl::profiler {
namespace {

CallRecord call(const char* function, std::uint64_t count, const char* algorithm = "RING") {
  return {.function = recorded(function),
          .type = recorded("ncclFloat32"),
          .algorithm = recorded(algorithm),
          .protocol = recorded("SIMPLE"),
          .count = count,
          .ranks = 8,
          .channels = 16};
}

struct Taken {
  std::vector<CallRecord> calls;
  TrafficRecord traffic;
};

Taken take(Recorder& recorder, std::size_t room = kMostCallRecords) {
  Taken taken{std::vector<CallRecord>(room), {}};
  taken.calls.resize(recorder.take(taken.calls.data(), room, taken.traffic));
  return taken;
}

std::uint64_t calls_in(const Taken& taken) {
  std::uint64_t sum = 0;
  for (const CallRecord& record : taken.calls) sum += record.calls;
  return sum;
}

TEST(Recorder, CountsEveryKindForItself) {
  std::mt19937 random(1);
  for (int round = 0; round < 20; ++round) {
    Recorder recorder;
    std::map<std::pair<std::string, std::uint64_t>, std::uint64_t> expected;
    for (int i = 0; i < 500; ++i) {
      const char* function = random() % 2 == 0 ? "AllReduce" : "AllGather";
      const std::uint64_t count = random() % 20;
      recorder.count(call(function, count));
      ++expected[{function, count}];
    }
    std::map<std::pair<std::string, std::uint64_t>, std::uint64_t> found;
    for (const CallRecord& record : take(recorder).calls)
      found[{record.function.data(), record.count}] = record.calls;
    EXPECT_EQ(found, expected);
  }
}

TEST(Recorder, TellsKindsApartByEveryMember) {
  const auto with = [](auto change) {
    CallRecord record = call("AllReduce", 1);
    change(record);
    return record;
  };
  const std::vector<CallRecord> kinds{call("AllReduce", 1),
                                      with([](CallRecord& r) { r.function = recorded("Reduce"); }),
                                      with([](CallRecord& r) { r.type = recorded("ncclInt8"); }),
                                      with([](CallRecord& r) { r.algorithm = recorded("TREE"); }),
                                      with([](CallRecord& r) { r.protocol = recorded("LL"); }),
                                      with([](CallRecord& r) { r.count = 2; }),
                                      with([](CallRecord& r) { r.ranks = 2; }),
                                      with([](CallRecord& r) { r.channels = 2; })};
  Recorder recorder;
  for (const CallRecord& kind : kinds) recorder.count(kind);
  EXPECT_EQ(take(recorder).calls.size(), kinds.size());
}

/// What there is no room for is told of, never dropped in silence.
TEST(Recorder, CountsWhatItHasNoRoomFor) {
  Recorder recorder;
  for (std::uint64_t i = 0; i < kMostCallRecords + 7; ++i) recorder.count(call("Reduce", i));
  recorder.count(call("Reduce", 0));
  const Taken taken = take(recorder);
  EXPECT_EQ(taken.calls.size(), kMostCallRecords);
  EXPECT_EQ(taken.traffic.lost, 7U);
  EXPECT_EQ(calls_in(taken), kMostCallRecords + 1);
}

TEST(Recorder, CountsAsLostWhatTheReaderHasNoRoomFor) {
  Recorder recorder;
  for (std::uint64_t i = 0; i < 5; ++i) recorder.count(call("Reduce", i));
  const Taken taken = take(recorder, 2);
  EXPECT_EQ(taken.calls.size(), 2U);
  EXPECT_EQ(taken.traffic.lost, 3U);
}

TEST(Recorder, ForgetsWhatWasTakenButNotThatItIsInUse) {
  Recorder recorder;
  recorder.count_communicator();
  recorder.count(call("Reduce", 1));
  recorder.count_ib(3);
  recorder.count_ib(64);
  recorder.count_socket();
  recorder.count_proxied();
  const Taken first = take(recorder);
  EXPECT_EQ(first.traffic.ib, 2U);
  EXPECT_EQ(first.traffic.ib_devices, std::uint64_t{1} << 3);
  EXPECT_EQ(first.traffic.sockets, 1U);
  EXPECT_EQ(first.traffic.proxied, 1U);
  const Taken second = take(recorder);
  EXPECT_TRUE(second.calls.empty());
  EXPECT_EQ(second.traffic.communicators, 1U);
  EXPECT_EQ(second.traffic.ib + second.traffic.sockets + second.traffic.proxied, 0U);
}

TEST(Recorder, LosesNothingAmongThreads) {
  Recorder recorder;
  constexpr std::uint64_t each = 2000;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (std::uint64_t t = 0; t < 4; ++t)
    threads.emplace_back([&recorder, t] {
      for (std::uint64_t i = 0; i < each; ++i) recorder.count(call("Reduce", i % (t + 3)));
    });
  std::uint64_t taken = 0;
  for (int i = 0; i < 20; ++i) taken += calls_in(take(recorder));
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken + calls_in(take(recorder)), 4 * each);
}

TEST(RecordedName, IsCutAndEndsWithZeros) {
  EXPECT_STREQ(recorded(nullptr).data(), "");
  EXPECT_STREQ(recorded("RING").data(), "RING");
  const std::string text(100, 'x');
  EXPECT_EQ(std::string(recorded(text.c_str()).data()), text.substr(0, RecordedName{}.size() - 1));
}

}  // namespace
}  // namespace assay::nccl::profiler
