#include "cli/judging.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

TEST(Worst, NothingIsUnknown) {
  EXPECT_EQ(worst({}), Verdict::unknown);
  EXPECT_EQ(worst({{.verdict = Verdict::pass}}), Verdict::pass);
  EXPECT_EQ(worst({{.verdict = Verdict::unknown}, {.verdict = Verdict::warn}}), Verdict::unknown);
  EXPECT_EQ(worst({{.verdict = Verdict::unknown}, {.verdict = Verdict::fail}}), Verdict::fail);
}

class JudgeReports : public InFolder {
 protected:
  std::vector<std::string> taken(const std::vector<std::string>& paths) {
    std::ostringstream out;
    std::ostringstream err;
    Console console{.out = out, .err = err};
    std::vector<std::string> nodes;
    judge_reports(
        paths, console,
        [](const ReadReport& report) {
          return Judgement{.node = report.report.node.hostname, .verdict = Verdict::pass};
        },
        [&](const Judgement& judgement, const ReadReport* report) {
          EXPECT_EQ(report == nullptr, judgement.verdict == Verdict::unknown);
          nodes.push_back(judgement.node);
        });
    return nodes;
  }
};

TEST_F(JudgeReports, KeepsTheOrderWhicheverIsBroken) {
  write("a.json", report_of("a", 1));
  write("b.json", report_of("b", 1));
  write("x.json", "{");
  write("y.json", "");
  EXPECT_THAT(taken({"x.json", "a.json", "b.json"}), testing::ElementsAre("x.json", "a", "b"));
  EXPECT_THAT(taken({"a.json", "x.json", "b.json"}), testing::ElementsAre("a", "x.json", "b"));
  EXPECT_THAT(taken({"a.json", "b.json", "x.json"}), testing::ElementsAre("a", "b", "x.json"));
  EXPECT_THAT(taken({"x.json", "y.json"}), testing::ElementsAre("x.json", "y.json"));
  EXPECT_THROW((void)taken({"x.json"}), InputError);
}

}  // namespace
}  // namespace assay
