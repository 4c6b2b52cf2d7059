#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "collectives/nccl/profile.hpp"
#include "collectives/nccl/profiler/abi.hpp"
#include "core/shared_library.hpp"

namespace assay::nccl::profiler {
namespace {

/// The plugin as NCCL finds it: by its file and its symbols.
struct Plugin : testing::Test {
  Plugin() { (void)take(); }  // what another test left there

  Profile take() {
    Profile profile;
    profile.calls.resize(kMostCallRecords);
    const auto function = library.symbol<TakeProfile>(kTakeProfile);
    profile.calls.resize(function(profile.calls.data(), profile.calls.size(), &profile.traffic));
    return profile;
  }

  /// A communicator of `ranks` ranks.
  void* context(int ranks) {
    void* made = nullptr;
    EXPECT_EQ(v5.init(&made, 0x2a, &mask, nullptr, 1, ranks, 0, nullptr), kSuccess);
    return made;
  }

  SharedLibrary library{ASSAY_NCCL_PROFILER};
  const PluginV4& v4 = *library.symbol<const PluginV4*>(kPluginV4);
  const PluginV5& v5 = *library.symbol<const PluginV5*>(kPluginV5);
  int mask = 0;
};

template <class AnyEvent>
AnyEvent all_reduce(std::size_t count) {
  AnyEvent event{};
  event.kind = static_cast<decltype(event.kind)>(kCollective);
  event.collective = {.number = 1,
                      .function = "AllReduce",
                      .count = count,
                      .type = "ncclBfloat16",
                      .channels = 24,
                      .algorithm = "NVLS",
                      .protocol = "SIMPLE"};
  return event;
}

TEST_F(Plugin, TellsBothInterfacesAlike) {
  void* old = nullptr;
  ASSERT_EQ(v4.init(&old, &mask, nullptr, 7, 1, 8, 3, nullptr), kSuccess);
  EXPECT_NE(static_cast<unsigned>(mask) & kCollective, 0U);
  void* handle = &mask;
  auto first = all_reduce<EventV4>(1024);
  EXPECT_EQ(v4.start(old, &handle, &first), kSuccess);
  EXPECT_EQ(handle, nullptr) << "nothing more is wanted of it";
  auto second = all_reduce<EventV5>(1024);
  EXPECT_EQ(v5.start(context(8), &handle, &second), kSuccess);
  const Profile profile = take();
  ASSERT_EQ(profile.calls.size(), 1U);
  EXPECT_EQ(profile.calls.front().calls, 2U);
  EXPECT_EQ(profile.calls.front().ranks, 8);
  EXPECT_EQ(execution_of(profile, "AllReduce", 2048, ElementType::bf16),
            (Execution{"NVLS", "SIMPLE", 24}));
}

TEST_F(Plugin, CountsMessagesTogether) {
  void* ranks = context(4);
  for (std::size_t count = 0; count < 3000; ++count) {
    EventV5 event{};
    event.kind = kMessage;
    event.message = {.function = "Send", .type = "ncclInt8", .count = count, .channels = 2};
    v5.start(ranks, nullptr, &event);
  }
  const Profile profile = take();
  ASSERT_EQ(profile.calls.size(), 1U);
  EXPECT_EQ(profile.calls.front().calls, 3000U);
  EXPECT_EQ(profile.traffic.lost, 0U);
}

TEST_F(Plugin, TellsNetworksApart) {
  const IbRequest request{.kind = 1, .device = 5};
  for (const std::int64_t network : {kIb | 1, kIb | 2, kSockets | 1}) {
    EventV5 event{};
    event.kind = kNetwork;
    event.network = {.network = network, .request = &request};
    v5.start(context(2), nullptr, &event);
  }
  EventV5 proxied{};
  proxied.kind = kProxyOperation;
  v5.start(context(2), nullptr, &proxied);
  const Profile profile = take();
  EXPECT_EQ(profile.traffic.ib, 2U);
  EXPECT_EQ(profile.traffic.ib_devices, 1U << 5U) << "an unknown version says nothing of devices";
  EXPECT_EQ(profile.traffic.sockets, 1U);
  EXPECT_EQ(profile.traffic.proxied, 1U);
}

TEST_F(Plugin, StandsWhateverItIsCalledWith) {
  EXPECT_EQ(v5.finalize(nullptr), kSuccess) << "without init";
  EXPECT_EQ(v4.finalize(nullptr), kSuccess);
  EXPECT_EQ(v5.init(nullptr, 0, nullptr, nullptr, 0, -1, -1, nullptr), kSuccess);
  EXPECT_EQ(v5.start(nullptr, nullptr, nullptr), kSuccess);
  EXPECT_EQ(v5.stop(nullptr), kSuccess);
  EXPECT_EQ(v5.record(nullptr, 99, nullptr), kSuccess);
  EventV5 empty{};
  empty.kind = kCollective;
  EXPECT_EQ(v5.start(nullptr, nullptr, &empty), kSuccess) << "all texts are NULL";
  empty.kind = ~std::uint64_t{0};
  EXPECT_EQ(v5.start(nullptr, nullptr, &empty), kSuccess) << "no kind that is known";
  EventV4 older{};
  older.kind = static_cast<std::uint8_t>(kNetwork);
  EXPECT_EQ(v4.start(nullptr, nullptr, &older), kSuccess) << "no request";
  const Profile profile = take();
  ASSERT_EQ(profile.calls.size(), 1U);
  EXPECT_FALSE(execution_of(profile, "", 0, std::nullopt).has_value());
}

TEST_F(Plugin, IsCalledFromSeveralThreads) {
  constexpr int each = 3000;
  void* ranks = context(8);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < each; ++i) {
        void* handle = nullptr;
        auto event = all_reduce<EventV5>(static_cast<std::size_t>(i % 16));
        v5.start(ranks, &handle, &event);
        v5.stop(handle);
      }
    });
  for (std::thread& thread : threads) thread.join();
  std::uint64_t calls = 0;
  for (const CallRecord& call : take().calls) calls += call.calls;
  EXPECT_EQ(calls, 4U * each);
}

}  // namespace
}  // namespace assay::nccl::profiler
