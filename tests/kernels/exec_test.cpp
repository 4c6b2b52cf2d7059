#include "kernels/host/exec.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace assay::host {
namespace {

DeviceFacts facts() {
  DeviceFacts small;
  small.caches = {{1, 32 << 10}, {2, 64 << 10}};
  return small;
}

struct Index {
  Range<double> operator()(std::size_t i) const {
    return {static_cast<double>(i), static_cast<double>(i)};
  }
};

class ExecTest : public testing::TestWithParam<Isa> {
 protected:
  void SetUp() override {
    if (GetParam() > best_isa()) GTEST_SKIP() << "this processor lacks " << name(GetParam());
  }
  SimulatedClock clock_;
};

TEST_P(ExecTest, WhatIsAllocatedIsPoisonedToTheLastElement) {
  Exec exec({facts(), {-1, -1, -1}, {}, {}, GetParam()}, clock_);
  for (const std::size_t n : {1U, 511U, 512U, 513U, 5000U}) {
    const auto buffer = exec.alloc<double>(n);
    const auto near = exec.alloc_near<double>(n);
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_TRUE(std::isnan(buffer.data()[i]));
      EXPECT_TRUE(std::isnan(near.data()[i]));
    }
    EXPECT_EQ(exec.verify(buffer, Index{}).count, n) << "NaN is in no range";
  }
}

TEST_P(ExecTest, EveryIndexOnce) {
  Exec exec({facts(), {-1, -1, -1}, {}, {}, GetParam()}, clock_);
  const auto counts = exec.alloc<int>(4321);
  exec.for_each(counts.size(), [p = counts.data()](std::size_t i) { p[i] = 0; });
  exec.for_each(counts.size(), [p = counts.data()](std::size_t i) { ++p[i]; });
  for (const int count : exec.to_host(counts)) EXPECT_EQ(count, 1);
}

TEST_P(ExecTest, FindsEveryWrongElementWhereverItIs) {
  Exec exec({facts(), {-1, -1}, {}, {}, GetParam()}, clock_);
  constexpr std::size_t n = 3000;
  const auto buffer = exec.alloc<double>(n);
  exec.for_each(n, [p = buffer.data()](std::size_t i) { p[i] = static_cast<double>(i); });
  EXPECT_EQ(exec.verify(buffer, Index{}).count, 0U);
  for (const std::size_t i : {0U, 1U, 511U, 512U, 1535U, 1536U, 2999U}) {
    for (const double wrong : {-1.0, 1e9, std::numeric_limits<double>::quiet_NaN()}) {
      buffer.data()[i] = wrong;
      const auto found = exec.verify(buffer, Index{});
      ASSERT_EQ(found.count, 1U) << i;
      ASSERT_EQ(found.kept, 1U);
      EXPECT_EQ(found.wrong[0].index, i);
      EXPECT_EQ(found.wrong[0].expected.low, static_cast<double>(i));
      EXPECT_EQ(std::isnan(found.wrong[0].actual), std::isnan(wrong));
      if (!std::isnan(wrong)) {
        EXPECT_EQ(found.wrong[0].actual, wrong);
        EXPECT_EQ(found.wrong[0].reread, wrong);
      }
    }
    buffer.data()[i] = static_cast<double>(i);
  }
}

TEST_P(ExecTest, VerifyAndPutChecksBeforeItWritesEitherWay) {
  Exec exec({facts(), {-1, -1}, {}, {}, GetParam()}, clock_);
  constexpr std::size_t n = 2500;
  const auto buffer = exec.alloc<double>(n);
  const auto negative = [](std::size_t i) { return -static_cast<double>(i); };
  for (const Sweep sweep : {Sweep::up, Sweep::down}) {
    exec.for_each(n, [p = buffer.data()](std::size_t i) { p[i] = static_cast<double>(i); });
    buffer.data()[777] = 0.5;
    const auto found = exec.verify_and_put(buffer, sweep, Index{}, negative);
    ASSERT_EQ(found.count, 1U);
    EXPECT_EQ(found.wrong[0].index, 777U);
    EXPECT_EQ(found.wrong[0].actual, 0.5);
    for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(buffer.data()[i], negative(i));
  }
}

INSTANTIATE_TEST_SUITE_P(Isa, ExecTest, testing::Values(Isa::baseline, Isa::avx2, Isa::avx512),
                         [](const auto& parameter) { return std::string(name(parameter.param)); });

TEST(Exec, APlantedFaultIsInTheDataAndNotInTheAnswer) {
  SimulatedClock clock;
  Script script;
  script.flip_bit = true;
  Exec exec({facts(), {-1}, script}, clock);
  const auto buffer = exec.alloc<double>(100);
  exec.for_each(100, [p = buffer.data()](std::size_t i) { p[i] = static_cast<double>(i); });
  const auto found = exec.verify(buffer, Index{});
  ASSERT_EQ(found.count, 1U);
  EXPECT_EQ(found.wrong[0].index, 50U);
  EXPECT_NE(buffer.data()[50], 50);
}

TEST(Exec, SaysWhereAnElementLies) {
  SimulatedClock clock;
  Exec exec({facts(), {-1}, {}}, clock);
  const auto buffer = exec.alloc<double>(8);
  EXPECT_EQ(exec.place(buffer.data()).rfind("address 0x", 0), 0U) << exec.place(buffer.data());
}

TEST(Pages, LargeOnesBeginOnAHugePage) {
  for (const std::size_t mib : {2U, 3U, 8U}) {
    const Pages pages(std::size_t{mib} << 20);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(pages.data()) % (2U << 20), 0U);
  }
}

TEST(Pages, MoveLeavesNothingBehind) {
  Pages from(4096);
  void* data = from.data();
  Pages to(std::move(from));
  EXPECT_EQ(to.data(), data);
  Pages other;
  other = std::move(to);
  EXPECT_EQ(other.data(), data);
}

TEST(Pages, ARefusalNamesTheSize) {
  try {
    const Pages pages(std::size_t{1} << 60);
    FAIL() << "an exbibyte was given";
  } catch (const std::exception& error) {
    EXPECT_NE(std::string(error.what()).find("1152921504606846976"), std::string::npos);
  }
}

}  // namespace
}  // namespace assay::host
