#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importing.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(SuperbenchResults, AReportANodeAResultABenchmarkAndRank) {
  const Imported first = import_as("superbench", sample("superbench.jsonl"));
  EXPECT_EQ(first.node.hostname, "rack1-n0");
  ASSERT_THAT(first.others, SizeIs(2));
  EXPECT_EQ(first.others[1].node.hostname, "rack1-n2");
  EXPECT_EQ(metric_of(result_of(first, "superbench.mem-bw", "rank 7"), "h2d_bw"), 52.7);
  EXPECT_EQ(metric_of(result_of(first, "superbench.mem-bw"), "return_code"), 0);
  EXPECT_EQ(result_of(first, "superbench.kernel-launch", "rank 0")->metrics[0].better,
            Better::lower);
  EXPECT_THAT(first.unread, IsEmpty());
}

TEST(SuperbenchResults, AReturnCodeOtherThanZeroIsAnErrorAndNullIsNoNumber) {
  const Imported first = import_as("superbench", sample("superbench.jsonl"));
  const Imported& third = first.others[1];
  EXPECT_EQ(result_of(third, "superbench.mem-bw")->outcome, Outcome::error);
  EXPECT_FALSE(metric_of(result_of(third, "superbench.gemm-flops", "rank 0"), "fp64"));
  EXPECT_THAT(third.unread, ElementsAre(HasSubstr("log:3: \"gemm-flops/fp64:0\" is no number")));
}

std::vector<std::string> unread_of(const std::string& text) {
  const Imported first = import_as("superbench", text);
  std::vector<std::string> unread = first.unread;
  for (const Imported& other : first.others)
    unread.insert(unread.end(), other.unread.begin(), other.unread.end());
  return unread;
}

TEST(SuperbenchResults, WhatCannotBeReadIsNamedWithItsLine) {
  const std::string good = "{\"node\": \"a\", \"x/y:0\": 1}\n";
  EXPECT_THAT(unread_of(good), IsEmpty());
  EXPECT_THAT(unread_of(good + "{\"node\": \"b\", \"x/y:0\": NaN}\n"),
              ElementsAre(HasSubstr("log:2: is no object of JSON")));
  EXPECT_THAT(unread_of(good + good), ElementsAre(HasSubstr("log:2: the node \"a\" again")));
  EXPECT_THAT(unread_of("{\"x/y:0\": 1}\n"), ElementsAre(HasSubstr("names no node")));
  EXPECT_THAT(unread_of("{\"node\": \"a\", \"x/y:0\": \"1\"}\n"),
              ElementsAre(HasSubstr("\"x/y:0\" is no number")));
  EXPECT_THAT(unread_of("{\"node\": \"a\", \"x/y:0\": 1, \"x/y:0\": 2}\n"),
              Contains(HasSubstr("\"x/y:0\" again")));
  EXPECT_THAT(unread_of("{\"node\": \"a\"}\n"), ElementsAre(HasSubstr("without results")));
  EXPECT_THAT(unread_of(""), ElementsAre(HasSubstr("holds no results")));
}

/// A line of a node with very many metrics is longer than any line of other tools.
TEST(SuperbenchResults, ALongLineIsALineAllTheSame) {
  std::string line = R"({"node": "a")";
  for (int i = 0; i < 40000; ++i) line += ", \"bench/metric_" + std::to_string(i) + ":0\": 1.5";
  EXPECT_THAT(unread_of(line + "}\n"), IsEmpty());
}

}  // namespace
}  // namespace assay
