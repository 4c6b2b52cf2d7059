#include "suites/sweep.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "core/error.hpp"
#include "suites/collective/series.hpp"
#include "tests/suites/every_test.hpp"

namespace assay {
namespace {

using host::Abilities;
using host::Allowance;
using host::Call;
using host::Omitted;
using host::Series;
using testing::HasSubstr;

constexpr std::int64_t kMiB = std::int64_t{1} << 20;

auto key(const Call& call) {
  return std::tuple(call.type, call.reduction, call.in_place, call.graph, call.registered,
                    call.bytes);
}

std::vector<Call> calls_of(const std::vector<Series>& all) {
  std::vector<Call> calls;
  for (const Series& series : all)
    for (const std::int64_t bytes : series.sizes) {
      calls.push_back(series.call);
      calls.back().bytes = bytes;
    }
  return calls;
}

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

TEST(Series, HoldEveryCombinationOnce) {
  const Abilities everything{.most_bytes = std::int64_t{16} << 30};
  for (const Operation operation : kOperations)
    for (const int ranks : {2, 3, 8, 100}) {
      Omitted omitted;
      const auto calls =
          calls_of(host::series_of(operation, SweepBounds{}, everything, ranks, omitted));
      EXPECT_TRUE(omitted.empty());
      std::set<decltype(key(calls.front()))> seen;
      std::set<std::tuple<ElementType, Reduction, bool>> combinations;
      for (const Call& call : calls) {
        EXPECT_TRUE(seen.insert(key(call)).second) << text_of(call, call.bytes) << " twice";
        combinations.emplace(call.type, call.reduction, call.in_place);
      }
      const std::size_t reductions = reduces(operation) ? kReductions.size() : 1;
      const std::size_t places = has_in_place(operation) ? 2 : 1;
      EXPECT_EQ(combinations.size(), kElementTypes.size() * reductions * places) << name(operation);
    }
}

/// A worker may answer that many results.
TEST(Series, AreNoMoreThanAWorkerMayAnswer) {
  constexpr std::size_t most = 4096;
  Omitted omitted;
  for (const Operation operation : kOperations)
    EXPECT_LE(
        calls_of(host::series_of(operation, {}, {.most_bytes = std::int64_t{16} << 30}, 2, omitted))
            .size(),
        most);
}

/// Two results with the same parameters would be two answers to one question.
TEST(Series, HaveNoTwoSizesThatRoundToTheSame) {
  for (const Operation operation : kOperations)
    for (const int ranks : {2, 3, 7, 8, 33, 1000})
      for (const ElementType type : kElementTypes) {
        const Call call{.operation = operation, .type = type};
        const std::int64_t element = bytes_of(type);
        std::set<std::int64_t> rounded;
        for (const std::int64_t bytes : host::sizes_of(call, {}, 64 * kMiB, ranks))
          EXPECT_TRUE(
              rounded.insert(size_of(extent_of(operation, bytes, element, ranks), element)).second)
              << name(operation) << ' ' << bytes;
        EXPECT_FALSE(rounded.empty());
      }
}

TEST(Series, AreGraphsAndRegisteredForTheFirstTypeAndReduction) {
  const SweepBounds bounds{.types = {ElementType::fp32, ElementType::bf16},
                           .reductions = {Reduction::maximum, Reduction::sum}};
  Omitted omitted;
  for (const Series& series :
       host::series_of(Operation::all_reduce, bounds, {.most_bytes = kMiB}, 2, omitted)) {
    if (!series.call.graph && !series.call.registered) continue;
    EXPECT_EQ(series.call.type, ElementType::fp32);
    EXPECT_EQ(series.call.reduction, Reduction::maximum);
    EXPECT_NE(series.call.graph, series.call.registered);
  }
}

TEST(Series, LeaveOutWhatRanksCannotAndSayWhy) {
  const Abilities few{.no_type = {{ElementType::fp8_e4m3, "too old"}},
                      .no_graph = "no graphs here",
                      .no_registered = "nothing registered here",
                      .most_bytes = kMiB};
  Omitted omitted;
  const auto calls = calls_of(host::series_of(Operation::broadcast, {}, few, 2, omitted));
  EXPECT_FALSE(calls.empty());
  for (const Call& call : calls) {
    EXPECT_NE(call.type, ElementType::fp8_e4m3);
    EXPECT_FALSE(call.graph || call.registered);
    EXPECT_LE(call.bytes, kMiB);
  }
  const std::string text = host::text_of(omitted);
  EXPECT_THAT(text, HasSubstr("too old: fp8_e4m3 in place, fp8_e4m3"));
  EXPECT_THAT(text, HasSubstr("no graphs here: bf16 in place, a graph"));
  EXPECT_THAT(text, HasSubstr("nothing registered here: bf16 in place, registered"));
  EXPECT_THAT(text, HasSubstr("no room on all ranks: more than 1048576 bytes"));
}

TEST(Allowance, GivesEachSeriesItsShareAndWhatOthersLeft) {
  Allowance allowance(10, 2);
  allowance.begin(2);
  EXPECT_DOUBLE_EQ(allowance.sampling_s(), 1.25) << "half of the half of its five seconds";
  EXPECT_TRUE(allowance.allows(9)) << "the first of a series may take of all";
  allowance.spend(1);
  EXPECT_FALSE(allowance.allows(4.1)) << "the next ones may not";
  EXPECT_TRUE(allowance.allows(3.9));
  allowance.begin(1);
  EXPECT_DOUBLE_EQ(allowance.sampling_s(), 4.5) << "what is left is the second's";
}

TEST(Allowance, IsUsedUpAtSomeTime) {
  Allowance allowance(1, 1000);
  int calls = 0;
  for (int series = 0; series < 1000; ++series) {
    allowance.begin(3);
    for (int call = 0; call < 3 && allowance.allows(0.01); ++call, ++calls) allowance.spend(0.01);
  }
  EXPECT_GE(calls, 90);
  EXPECT_LE(calls, 101) << "no more than there was time for, and one";
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
  const auto all = sweep(slow_device(), bounds);
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
