#include "reports/importers/superbench/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* kGood = R"(version: v0.12
superbench:
  rules:
    memory:
      function: variance
      criteria: lambda x:x<-0.05
      categories: Memory
      metrics:
        - mem-bw/h2d_bw:\d+
        - mem-bw/d2h_bw:\d+
    failed:
      function: failure_check
      criteria: 'lambda x: x>0'
      categories: Failed
      metrics: nccl-bw/return_code
    kept:
      categories: Memory
      store: True
      metrics: [mem-bw/d2d_bw]
    both:
      function: multi_rules
      criteria: 'lambda label: bool(label["memory"]+label["failed"]>=2)'
      categories: Node
    even:
      function: multi_rules
      criteria: 'lambda label: bool(min(label["kept"].values())/max(label["kept"].values())<0.9)'
      categories: Node
)";

/// kGood with one text in place of another.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& yaml) {
  try {
    static_cast<void>(read_superbench_rules(yaml, "rules.yaml"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SuperbenchRulesFile, ReadsEveryKindOfRule) {
  const SuperbenchRules file = read_superbench_rules(kGood, "rules.yaml");
  EXPECT_EQ(file.version, "v0.12");
  ASSERT_EQ(file.rules.size(), 5U);
  const SuperbenchRule& memory = file.rules[0];
  EXPECT_EQ(memory.name, "memory");
  EXPECT_EQ(memory.categories, "Memory");
  EXPECT_EQ(memory.function, SuperbenchFunction::variance);
  EXPECT_EQ(memory.criterion->number, -0.05);
  EXPECT_EQ(memory.criteria, "lambda x:x<-0.05");
  ASSERT_EQ(memory.metrics.size(), 2U);
  EXPECT_EQ(memory.metrics[1].regex, R"(mem-bw/d2h_bw:\d+)");
  EXPECT_EQ(memory.metrics[1].at, "rules.yaml:10");
  EXPECT_FALSE(memory.store);
  EXPECT_EQ(file.rules[1].metrics.size(), 1U);
  EXPECT_TRUE(file.rules[2].store);
  EXPECT_FALSE(file.rules[2].function);
  EXPECT_THAT(file.rules[3].criterion->rules, ElementsAre("memory", "failed"));
  EXPECT_EQ(file.rules[4].criterion->subject, CriterionSubject::spread);
}

TEST(SuperbenchRulesFile, ASummaryRuleIsReadAndJudgesNothing) {
  const auto file = read_superbench_rules(
      "superbench:\n  rules:\n    sum:\n      statistics: [mean, p50]\n      categories: A\n"
      "      aggregate: True\n      metrics: [a/b]\n",
      "s.yaml");
  EXPECT_THAT(file.rules[0].statistics, ElementsAre("mean", "p50"));
  EXPECT_TRUE(file.rules[0].is_summary());
  EXPECT_FALSE(file.rules[0].function);
}

TEST(SuperbenchRulesFile, CodeIsRefusedWithItsPlace) {
  const std::string code = R"('[print("ran"), lambda x:False][1]')";
  EXPECT_THAT(refusal(changed("lambda x:x<-0.05", code)),
              AllOf(StartsWith("rules.yaml:6: superbench.rules.memory.criteria: "),
                    HasSubstr("rules are read, never run")));
}

TEST(SuperbenchRulesFile, NamesFileLineAndFieldOfWhatIsWrong) {
  const struct {
    const char *from, *to, *says;
  } rows[] = {
      {"metrics:\n", "metircs:\n", "rules.yaml:9: superbench.rules.memory.metircs: unknown key"},
      {"function: variance", "function: median", "rules.yaml:5: superbench.rules.memory.function"},
      {"function: variance\n      ", "", "function: is absent"},
      {"      criteria: lambda x:x<-0.05\n", "", "criteria: is absent"},
      {"lambda x:x<-0.05", "lambda x:False", "criteria: can never be violated"},
      {"lambda x:x<-0.05", "'lambda label:label[\"failed\"]>0'", "must compare one value"},
      {R"('lambda label: bool(label["memory"]+label["failed"]>=2)')", "lambda x:x>0",
       "must compare what other rules found"},
      {"label[\"failed\"]", "label[\"faild\"]", "rule \"faild\", which is not there"},
      {"label[\"failed\"]", "label[\"even\"]", "\"even\", which holds nothing"},
      {"label[\"failed\"]", "label[\"kept\"]", "as if it counted violations"},
      {R"(d2h_bw:\d+)", R"(d2h_bw:(\d+)", "rules.yaml:10: superbench.rules.memory.metrics[1]"},
      {R"(mem-bw/d2h_bw:\d+)", "'*bw'", "is no regular expression"},
      {R"(d2h_bw:\d+)", R"(d2h_bw(?=x))", "is no regular expression"},
      {"store: True", "store: maybe", "store: must be true or false"},
      {"      categories: Failed\n", "", "categories: is absent"},
      {"    failed:", "    memory:", "memory: stands here twice"},
      {"  rules:\n", "  rule:\n", "superbench.rule: unknown key"},
      {"version: v0.12", "extra: 1", "rules.yaml:1: extra: unknown key"},
      {"criteria: lambda x:x<-0.05", "criteria: lambda x: x<-0.05", "rules.yaml:6"},
      {"categories: Memory", "categories: &a Memory", "anchors are not allowed"},
  };
  for (const auto& [from, to, says] : rows)
    EXPECT_THAT(refusal(changed(from, to)), HasSubstr(says)) << to;
}

/// Cut anywhere, a rule file is refused or says fewer things; it is never more lenient on what is
/// left.
TEST(SuperbenchRulesFile, CutOffItIsRefusedOrShorter) {
  const std::string text = kGood;
  const auto whole = read_superbench_rules(text, "r");
  for (std::size_t length = 0; length < text.size(); ++length) {
    try {
      const auto cut = read_superbench_rules(text.substr(0, length), "r");
      ASSERT_LE(cut.rules.size(), whole.rules.size());
      for (std::size_t i = 0; i + 1 < cut.rules.size(); ++i)
        EXPECT_EQ(cut.rules[i].criteria, whole.rules[i].criteria);
    } catch (const InputError&) {
      continue;
    }
  }
}

TEST(SuperbenchRulesFile, IsRecognisedByContent) {
  EXPECT_TRUE(is_superbench_rules(kGood));
  EXPECT_FALSE(is_superbench_rules("profile: h100\nlimits: []\n"));
  EXPECT_FALSE(is_superbench_rules(""));
  EXPECT_FALSE(is_superbench_rules("superbench:\nrules:\n"));
}

}  // namespace
}  // namespace assay
