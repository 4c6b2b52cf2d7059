#include "suites/sweep.hpp"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "collectives/operation.hpp"
#include "core/error.hpp"
#include "tests/suites/every_test.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

TEST(SweepBounds, AreEverythingUnlessTheyAreNarrowed) {
  const SweepBounds bounds;
  EXPECT_EQ(bounds.from_bytes, 8);
  EXPECT_EQ(bounds.to_bytes, std::int64_t{16} << 30);
  const std::set<ElementType> types(bounds.types.begin(), bounds.types.end());
  EXPECT_EQ(types.size(), bounds.types.size()) << "a type twice";
  EXPECT_EQ(types.size(), kElementTypes.size()) << "a type is missing";
  EXPECT_EQ(bounds.reductions.size(), kReductions.size());
}

TEST(SweepBounds, AreReadAsTheyAreWritten) {
  const SweepBounds all;
  EXPECT_EQ(sweep_from_text(text_of(all)), all);
  const SweepBounds some{.from_bytes = 1024,
                         .to_bytes = 4096,
                         .types = {ElementType::fp32, ElementType::bf16},
                         .reductions = {Reduction::average}};
  EXPECT_EQ(text_of(some), "1024..4096 fp32,bf16 average");
  EXPECT_EQ(sweep_from_text(text_of(some)), some);
  for (const char* wrong : {"", "8 bf16 sum", "8..x bf16 sum", "8..16 bf16", "8..16 half sum",
                            "8..16 bf16 add", "8..16 bf16 sum more", "0..16 bf16 sum"})
    EXPECT_THROW((void)sweep_from_text(wrong), Error) << wrong;
}

/// Tests that carry out whole sweeps, on two ranks in this process.
class SweptTest : public EveryTest {
 protected:
  /// So slow that few calls of a size take its share of the time.
  static Script slow_device() {
    Script script;
    script.bytes_per_second = 1e5;
    script.flops_per_second = 5e8;
    return script;
  }
  static std::vector<Result> sweep(const Script& script, const SweepBounds& bounds,
                                   double seconds = 4) {
    return run(script, {.seconds = seconds, .sweep = bounds});
  }
};

TEST_P(SweptTest, EveryTypeAndReductionIsRight) {
  const SweepBounds bounds{.from_bytes = 64, .to_bytes = 128};
  const auto results = sweep(slow_device(), bounds);
  std::set<ResultParams> configurations;
  std::set<std::string> types;
  std::set<std::string> reductions;
  for (const Result& result : results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_TRUE(configurations.insert(result.params).second) << "measured twice";
    types.insert(std::get<std::string>(result.params.at("type")));
    const auto reduction = result.params.find("reduction");
    if (reduction != result.params.end())
      reductions.insert(std::get<std::string>(reduction->second));
  }
  EXPECT_EQ(types.size(), kElementTypes.size());
  const bool reduce = GetParam().id.find("reduce") != std::string::npos;
  EXPECT_EQ(reductions.size(), reduce ? kReductions.size() : 0U);
  ASSERT_FALSE(results.empty());
  EXPECT_THAT(results.back().facts.at("left_out"), HasSubstr("only GPUs have graphs: bf16"));
}

TEST_P(SweptTest, EveryTypeShowsAWrongElement) {
  Script script = slow_device();
  script.wrong_element = true;
  const SweepBounds bounds{.from_bytes = 256, .to_bytes = 256};
  // What the first rank sends wrong it must get back itself: the middle of its operand is for
  // others.
  const std::set<std::string> seen_by_first{"collective.all_reduce",     "collective.all_gather",
                                            "collective.reduce_scatter", "collective.reduce",
                                            "collective.gather",         "collective.send_receive"};
  if (!seen_by_first.contains(GetParam().id)) GTEST_SKIP() << "only other ranks see it";
  for (const Result& result : sweep(script, bounds)) {
    const auto reduction = result.params.find("reduction");
    // The smaller or larger of two hides the other.
    const std::string how =
        reduction == result.params.end() ? "" : std::get<std::string>(reduction->second);
    const bool hides = how == "minimum" || how == "maximum";
    if (!hides) {
      EXPECT_EQ(result.outcome, Outcome::failed) << std::get<std::string>(result.params.at("type"));
    }
  }
}

TEST_P(SweptTest, WhatThereIsNoTimeForIsNamed) {
  const SweepBounds bounds{.from_bytes = 8, .to_bytes = 256};
  const auto all = sweep(slow_device(), bounds, 120);
  const auto few = sweep(slow_device(), bounds, 0.05);
  ASSERT_FALSE(few.empty());
  EXPECT_LT(few.size(), all.size());
  EXPECT_THAT(few.back().facts.at("left_out"), HasSubstr("no time: "));
  EXPECT_THAT(all.back().facts.at("left_out"), testing::Not(HasSubstr("no time")));
}

TEST_P(SweptTest, WithNothingLeftItIsSkippedAndSaysWhy) {
  const SweepBounds bounds{.from_bytes = std::int64_t{1} << 40, .to_bytes = std::int64_t{1} << 41};
  const auto results = sweep(slow_device(), bounds);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results.front().outcome, Outcome::skipped);
  EXPECT_THAT(results.front().reason, HasSubstr("no room on all ranks"));
}

bool sweeps(const assay::Test& test) { return test.spec.sweep_seconds > 0; }
INSTANTIATE_TEST_SUITE_P(Host, SweptTest, testing::ValuesIn(selected(sweeps)), case_name);

TEST(Swept, AreTheTestsOfSingleOperations) {
  std::set<std::string> ids;
  for (const auto& test : selected(sweeps)) ids.insert(test.id);
  std::set<std::string> operations;
  for (const Operation operation : kOperations)
    operations.insert("collective." + std::string(name(operation)));
  EXPECT_EQ(ids, operations);
}

}  // namespace
}  // namespace assay
