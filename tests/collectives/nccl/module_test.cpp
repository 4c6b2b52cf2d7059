#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <numeric>

#include "core/error.hpp"
#include "tests/collectives/nccl/ranks.hpp"

namespace assay {
namespace {

using conformance::Complaints;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double kPatienceS = 60;

/// What `call` throws.
std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

std::string folder_of_fake(const std::string& name) {
  return std::string(ASSAY_BINARY_DIR) + "/fakes/" + name;
}

TEST(NcclModuleTest, BelongsToThisBuild) {
  EXPECT_EQ(opened_nccl_module().build, nccl_module_build());
}

TEST(NcclModuleTest, TellsWhichLibraryItFound) {
  const NcclModule module = opened_nccl_module();
  EXPECT_EQ(module.library(), folder_of_fake("nccl") + "/libnccl.so.2");
  EXPECT_THAT(module.version(), testing::StartsWith("2."));
  const Variable older("FAKE_NCCL_VERSION", "2708");
  EXPECT_EQ(module.version(), "2.7.8");
  const Variable newer("FAKE_NCCL_VERSION", "22304");
  EXPECT_EQ(module.version(), "2.23.4");
}

TEST(NcclModuleTest, EachIdIsAnother) {
  const NcclModule module = opened_nccl_module();
  EXPECT_NE(module.unique_id(), module.unique_id());
}

TEST(NcclModuleTest, AnIdOfAnotherLengthIsRefused) {
  const NcclModule module = opened_nccl_module();
  EXPECT_THAT(refusal([&] {
                (void)module.join({{}, 0, 1, true, 1});
              }),
              HasSubstr("a unique id of 0 bytes, not 128"));
}

TEST(NcclModuleTest, ARankBeyondTheLastIsRefused) {
  const NcclModule module = opened_nccl_module();
  EXPECT_THAT(refusal([&] {
                (void)module.join({module.unique_id(), 2, 2, true, 1});
              }),
              AllOf(HasSubstr("ncclCommInitRankConfig"), HasSubstr("rank 2 is not among 2")));
}

// Years older than split, registered memory and the last error's words: the rest works.
TEST(NcclModuleTest, AnOldLibraryLacksWhatItLacks) {
  const NcclModule module = opened_nccl_module(folder_of_fake("nccl-old"));
  const auto alone = module.join({module.unique_id(), 0, 1, true, kPatienceS});
  EXPECT_THAT(refusal([&] { (void)alone->split(0, 1); }), HasSubstr("has no ncclCommSplit"));
  EXPECT_THAT(refusal([&] { (void)alone->registered_memory(8); }), HasSubstr("has no ncclMem"));
  alone->barrier();
  alone->wait(kPatienceS);
  EXPECT_THAT(refusal([&] { alone->broadcast(nullptr, 1, ElementType::int8, 0); }),
              HasSubstr("ncclBroadcast: bad argument (4)"));
}

TEST(NcclModuleTest, RegisteredMemoryTakesPart) {
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(2, [&](int rank, SharedId& id) {
    const auto all = join(module, id, rank, 2, kPatienceS);
    const auto memory = all->registered_memory(4 * sizeof(double));
    auto* numbers = static_cast<double*>(memory.get());
    std::iota(numbers, numbers + 4, rank);
    all->all_reduce(numbers, numbers, 4, ElementType::fp64, Reduction::sum);
    all->wait(kPatienceS);
    Complaints wrong;
    for (int i = 0; i < 4; ++i)
      if (numbers[i] != 2 * i + 1) wrong.push_back("element " + std::to_string(i));
    return wrong;
  });
  EXPECT_THAT(all_complaints(ranks.wait(kPatienceS)), IsEmpty());
}

TEST(NcclModuleTest, WhatIsCapturedIsCarriedOutAtEachCall) {
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(2, [&](int rank, SharedId& id) {
    const auto all = join(module, id, rank, 2, kPatienceS);
    std::int64_t number = 1;
    const auto doubled = all->capture(kPatienceS, [&] {
      all->all_reduce(&number, &number, 1, ElementType::int64, Reduction::sum);
    });
    Complaints wrong;
    if (number != 1) wrong.emplace_back("carried out while it was captured");
    doubled();
    all->wait(kPatienceS);
    if (number != 2) wrong.emplace_back("not carried out at its first call");
    const auto seconds = all->time(5, kPatienceS, doubled);
    if (number != 64 || seconds.size() != 5) wrong.emplace_back("not carried out when timed");
    return wrong;
  });
  EXPECT_THAT(all_complaints(ranks.wait(kPatienceS)), IsEmpty());
}

// At a known rate of each rank's link, the bus bandwidth by the published formula is that rate.
TEST(NcclModuleTest, TimeGivesTheLinksRateBack) {
  constexpr double kRate = 10e6;
  const Variable rate("FAKE_NCCL_RATE", "10000000");
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(4, [&](int rank, SharedId& id) {
    const auto all = join(module, id, rank, 4, kPatienceS);
    std::vector<float> data(250'000);
    const auto count = static_cast<std::int64_t>(data.size());
    auto seconds = all->time(5, kPatienceS, [&] {
      all->all_reduce(data.data(), data.data(), count, ElementType::fp32, Reduction::maximum);
    });
    std::sort(seconds.begin(), seconds.end());
    const double bus = 4.0 * static_cast<double>(count) / seconds[2] * 2 * (4 - 1) / 4;
    // Never faster than its links; slower only as far as the reduction and a busy machine make it.
    if (bus > 1.02 * kRate || bus < 0.5 * kRate) return Complaints{std::to_string(bus)};
    return Complaints();
  });
  EXPECT_THAT(all_complaints(ranks.wait(kPatienceS)), IsEmpty());
}

bool has_driver() { return std::filesystem::exists("/proc/driver/nvidia/version"); }

/// The machine's own NCCL, if it has one.
std::string real_library() {
  try {
    return opened_nccl_module("").library();
  } catch (const Error&) {
    return {};
  }
}

TEST(NcclModuleTest, TheRealLibraryHasAllThatIsAskedOfIt) {
  if (real_library().empty()) GTEST_SKIP() << "this machine has no libnccl.so.2";
  const NcclModule module = opened_nccl_module("");
  EXPECT_THAT(module.version(), testing::MatchesRegex("2\\.[0-9]+\\.[0-9]+"));
  EXPECT_EQ(module.unique_id().size(), 128);
}

TEST(NcclModuleTest, TheRealLibrarySaysWhyItCannotWork) {
  if (real_library().empty()) GTEST_SKIP() << "this machine has no libnccl.so.2";
  if (has_driver()) GTEST_SKIP() << "a driver is loaded";
  const NcclModule module = opened_nccl_module("");
  EXPECT_THAT(
      refusal([&] {
        (void)module.join({module.unique_id(), 0, 1, true, kPatienceS});
      }),
      AllOf(HasSubstr("ncclCommInitRankConfig: unhandled cuda error"), HasSubstr("driver")));
  EXPECT_THAT(refusal([&] {
                (void)module.join({module.unique_id(), 0, 1, false, kPatienceS});
              }),
              HasSubstr("cudaErrorInsufficientDriver"));
}

}  // namespace
}  // namespace assay
