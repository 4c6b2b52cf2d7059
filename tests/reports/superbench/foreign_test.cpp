// SuperBench's own test data, where it lies beside the sources or ASSAY_SAMPLES says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fleet.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::Field;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ForeignSuperbench : public testing::Test {
 protected:
  void SetUp() override {
    const char* told = std::getenv("ASSAY_SAMPLES");  // NOLINT(concurrency-mt-unsafe)
    folder_ = (told != nullptr ? told : std::string(ASSAY_SOURCE_DIR) + "/../shared/samples") +
              std::string("/superbench/");
    if (!std::filesystem::exists(folder_))
      GTEST_SKIP() << "no samples; ASSAY_SAMPLES names their folder";
  }

  [[nodiscard]] std::string contents(const std::string& name) const {
    std::ifstream file(folder_ + name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  [[nodiscard]] std::vector<NodeMetrics> nodes() const {
    std::vector<NodeMetrics> all;
    simdjson::dom::parser parser;
    std::istringstream lines(contents("test_results.jsonl"));
    for (std::string line; std::getline(lines, line);) {
      NodeMetrics& node = all.emplace_back();
      for (const auto member : parser.parse(line).get_object())
        if (member.key != "node") node.emplace(member.key, member.value.get_double());
    }
    return all;
  }

  std::string folder_;
};

TEST_F(ForeignSuperbench, RulesAndBaselineAreReadAndJudge) {
  const auto rules = read_superbench_rules(contents("test_rules.yaml"), "test_rules.yaml");
  const auto baseline = read_superbench_baseline(contents("test_baseline.json"), "b.json");
  EXPECT_THAT(rules.rules, SizeIs(3));
  EXPECT_THAT(baseline, SizeIs(7));
  const auto judged = judge_fleet(rules, baseline, nodes());
  ASSERT_THAT(judged, SizeIs(3));
  for (const auto& reasons : judged)
    for (const Reason& reason : reasons)
      EXPECT_THAT(reason.id, testing::AnyOf("below-limit", "above-limit", "absent-metric"))
          << reason.text;
  EXPECT_THAT(judged[2], Contains(Field(&Reason::id, "absent-metric")));
}

TEST_F(ForeignSuperbench, RulesThatKeepValuesAreRead) {
  const auto rules = read_superbench_rules(contents("test_rules_without_baseline.yaml"), "r.yaml");
  ASSERT_THAT(rules.rules, SizeIs(3));
  EXPECT_TRUE(rules.rules[1].store);
  EXPECT_EQ(rules.rules[2].criterion->subject, CriterionSubject::spread);
  EXPECT_THAT(judge_fleet(rules, {}, nodes())[0], Not(IsEmpty()));
}

}  // namespace
}  // namespace assay
