#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/error.hpp"
#include "reports/importers/superbench/rules.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& json) {
  try {
    static_cast<void>(read_superbench_baseline(json, "b.json"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SuperbenchBaselineFile, HoldsNumbersByNameWithOrWithoutRank) {
  const auto baseline = read_superbench_baseline(
      "{\n \"mem-bw/h2d\": 25.5,\n \"mem-bw/h2d:3\": 24,\n \"a/return_code\": 0\n}\n", "b.json");
  EXPECT_EQ(baseline_of(baseline, "mem-bw/h2d:0"), 25.5);
  EXPECT_EQ(baseline_of(baseline, "mem-bw/h2d:3"), 24);
  EXPECT_EQ(baseline_of(baseline, "mem-bw/h2d"), 25.5);
  EXPECT_EQ(baseline_of(baseline, "a/return_code:7"), 0);
  EXPECT_FALSE(baseline_of(baseline, "mem-bw/d2h:0"));
}

TEST(SuperbenchBaselineFile, RefusesWhatIsNoNumberByLineAndName) {
  EXPECT_THAT(refusal("{\n\"a/b\": 1,\n\"a/c\": \"2\"\n}"), HasSubstr("b.json:3: a/c: "));
  EXPECT_THAT(refusal("{\n\"a/b\": 1,\n\"a/b\": 2\n}"), HasSubstr("b.json:3: a/b: stands"));
  EXPECT_THAT(refusal("{\"a/b\": null}"), HasSubstr("a/b"));
  EXPECT_THAT(refusal("{\"a/b\": NaN}"), HasSubstr("b.json:1"));
  EXPECT_THAT(refusal("{\"a/b\": 1e999}"), HasSubstr("b.json:1"));
  EXPECT_THAT(refusal("{\"a/b\": {}}"), HasSubstr("a/b"));
  EXPECT_THAT(refusal("{\"\": 1}"), HasSubstr("has no name"));
  EXPECT_THAT(refusal("{}"), HasSubstr("holds no metric"));
  EXPECT_THAT(refusal("[1]"), HasSubstr("must be an object"));
  EXPECT_THAT(refusal(""), HasSubstr("b.json"));
  EXPECT_THAT(refusal("{\"a/b\": 1"), HasSubstr("b.json"));
}

TEST(SuperbenchBaselineFile, IsRecognisedByContent) {
  EXPECT_TRUE(is_superbench_baseline("{\"mem-bw/h2d\": 25.5}"));
  EXPECT_FALSE(is_superbench_baseline("{\"node\": \"n1\", \"mem-bw/h2d:0\": 25.5}"));
  EXPECT_FALSE(is_superbench_baseline("{\"mem\": 25.5}"));
  EXPECT_FALSE(is_superbench_baseline("{\"mem-bw/h2d\": 25.5"));
  EXPECT_FALSE(is_superbench_baseline(""));
}

TEST(SuperbenchNames, ComeApartAtSlashAndRank) {
  const auto name = split_superbench_name("nccl-bw:default/allreduce_8_busbw:7");
  EXPECT_EQ(name.benchmark, "nccl-bw:default");
  EXPECT_EQ(name.family, "nccl-bw:default/allreduce_8_busbw");
  EXPECT_EQ(name.rank, 7);
  EXPECT_FALSE(split_superbench_name("nccl-bw:0/busbw").rank);
  EXPECT_FALSE(split_superbench_name("a/b:x").rank);
  EXPECT_FALSE(split_superbench_name("a/b:-1").rank);
  EXPECT_FALSE(split_superbench_name("a/b:").rank);
  EXPECT_FALSE(split_superbench_name("a/b:99999999999").rank);
  EXPECT_FALSE(split_superbench_name("").rank);
}

}  // namespace
}  // namespace assay
