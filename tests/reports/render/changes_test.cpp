#include "reports/render/changes.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

std::vector<Judgement> stricter() {
  auto then = sample_judgements();
  for (Judgement& node : then) node.profile = "stricter";
  then[1].verdict = Verdict::fail;
  then[1].reasons = {{.id = "below-limit",
                      .verdict = Verdict::fail,
                      .subject = "gpu 0",
                      .test = "memory.read",
                      .metric = "bandwidth",
                      .text = "Too slow."}};
  return then;
}

TEST(Changes, OnlyNodesWhoseVerdictDiffers) {
  const std::string text = render_changes("text", sample_judgements(), stricter(), {});
  EXPECT_THAT(text, HasSubstr("pass -> fail  node-0001\n"));
  EXPECT_THAT(text, HasSubstr("fail  gpu 0  memory.read.bandwidth  Too slow."));
  EXPECT_THAT(text, HasSubstr("1 of 4 verdicts would change under stricter"));
  EXPECT_THAT(text, testing::Not(HasSubstr("node-0003")));
}

TEST(Changes, AsJson) {
  const auto changes =
      nlohmann::json::parse(render_changes("json", sample_judgements(), stricter(), {}));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].at("now"), "pass");
  EXPECT_EQ(changes[0].at("then"), "fail");
  EXPECT_EQ(changes[0].at("reasons").size(), 1U);
}

TEST(Changes, OtherFormatsAreRefused) {
  EXPECT_THROW((void)render_changes("csv", {}, {}, {}), InputError);
  EXPECT_THROW((void)render_changes("text", sample_judgements(), {}, {}), Error);
}

}  // namespace
}  // namespace assay
