#include "suites/collective/series.hpp"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "suites/sweep.hpp"

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

}  // namespace
}  // namespace assay
