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

/// One node with one check of that verdict on each GPU.
std::vector<Judgement> node_of(const std::vector<Verdict>& gpus, double limit) {
  Judgement node{.node = "n", .profile = "p", .verdict = Verdict::pass};
  for (std::size_t i = 0; i < gpus.size(); ++i) {
    node.checks.push_back({.test = "memory.read",
                           .subject = "gpu " + std::to_string(i),
                           .metric = "bandwidth",
                           .verdict = gpus[i],
                           .measured = 2.5e12,
                           .limit = limit,
                           .op = ">=",
                           .unit = Unit::bytes_per_second});
    node.verdict = std::max(node.verdict, gpus[i]);
  }
  return {node};
}

TEST(Changes, SaysOnWhichLimitsAndSubjects) {
  const auto now = node_of({Verdict::pass, Verdict::pass, Verdict::warn}, 2e12);
  const auto then = node_of({Verdict::pass, Verdict::fail, Verdict::fail}, 3e12);
  const std::string text = render_changes("text", now, then, {});
  EXPECT_THAT(text, HasSubstr("pass -> fail  gpu 1  memory.read.bandwidth  2.5 TB/s  >=  3 TB/s  "
                              "was 2 TB/s"));
  EXPECT_THAT(text, HasSubstr("warn -> fail  gpu 2"));
  EXPECT_THAT(text, testing::Not(HasSubstr("gpu 0")));
  EXPECT_THAT(text, HasSubstr("memory.read.bandwidth  pass -> fail  1 subject of 1 node"));
  const auto json = nlohmann::json::parse(render_changes("json", now, then, {}));
  ASSERT_EQ(json.at(0).at("limits").size(), 2U);
  EXPECT_EQ(json.at(0).at("limits").at(0).at("limit_then"), 3e12);
}

TEST(Changes, ANodeThatStaysAsItIsMayStillChangeOnALimit) {
  const auto now = node_of({Verdict::fail, Verdict::pass}, 2e12);
  const auto then = node_of({Verdict::pass, Verdict::fail}, 3e12);
  const std::string text = render_changes("text", now, then, {});
  EXPECT_THAT(text, HasSubstr("fail as before  n\n"));
  EXPECT_THAT(text, HasSubstr("0 of 1 verdict would change"));
}

TEST(Changes, ALimitThatGoesOrComesIsNotJudgedOnTheOtherSide) {
  const auto with = node_of({Verdict::fail}, 3e12);
  const auto without = node_of({}, 0);
  EXPECT_THAT(render_changes("text", with, without, {}), HasSubstr("fail -> not judged  gpu 0"));
  EXPECT_THAT(render_changes("text", without, with, {}), HasSubstr("not judged -> fail  gpu 0"));
  const auto holds = node_of({Verdict::pass}, 1e12);
  EXPECT_EQ(nlohmann::json::parse(render_changes("json", without, holds, {})).size(), 0U);
}

TEST(Changes, CountsByNight) {
  auto now = node_of({Verdict::pass}, 2e12);
  auto then = node_of({Verdict::fail}, 3e12);
  now.push_back(now.front());
  then.push_back(now.front());
  const std::string text = render_changes("text", now, then, {}, {"2026-11-20", "2026-11-21"});
  EXPECT_THAT(text, HasSubstr("2026-11-20: 1 of 1 verdict would change"));
  EXPECT_THAT(text, HasSubstr("2026-11-21: 0 of 1 verdict would change"));
  EXPECT_THROW((void)render_changes("text", now, then, {}, {"2026-11-20"}), Error);
}

TEST(Changes, OtherFormatsAreRefused) {
  EXPECT_THROW((void)render_changes("csv", {}, {}, {}), InputError);
  EXPECT_THROW((void)render_changes("text", sample_judgements(), {}, {}), Error);
}

}  // namespace
}  // namespace assay
