#include <gmock/gmock.h>

#include "reports/history/questions.hpp"
#include "reports/history/trends.hpp"
#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

Judgement judged(const std::string& node, Verdict verdict) {
  Judgement judgement{.node = node, .report = node + ".json", .profile = "p", .verdict = verdict};
  if (verdict != Verdict::pass)
    judgement.reasons = {{.id = "below-limit",
                          .verdict = verdict,
                          .subject = "gpu 0",
                          .test = "memory.read",
                          .metric = "bandwidth",
                          .measured = 2e12,
                          .op = ">=",
                          .limit = 3e12,
                          .unit = Unit::bytes_per_second,
                          .text = "too slow; it's 2 TB/s"},
                         {.id = "stale", .verdict = verdict, .text = "too old"}};
  return judgement;
}

TEST_P(OnBackend, JudgementsAreKeptByNodeAndNight) {
  History history(url(), Access::write);
  record(history, 20'000, {judged("a", Verdict::fail), judged("b", Verdict::pass)});
  EXPECT_EQ(ask("SELECT count(*) FROM judgement"), 2);
  EXPECT_EQ(ask("SELECT count(*) FROM reason"), 2);
  EXPECT_EQ(ask("SELECT count(*) FROM reason WHERE measured = 2e12 AND bound = 3e12"), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM reason WHERE measured IS NULL"), 1) << "absent is not 0";
  const auto node = node_history(history, "a");
  ASSERT_TRUE(node);
  ASSERT_EQ(node->judgements.size(), 1U);
  EXPECT_EQ(node->judgements[0].verdict, "fail");
  EXPECT_THAT(node->judgements[0].reasons,
              testing::ElementsAre("below-limit: too slow; it's 2 TB/s", "stale: too old"));
}

TEST_P(OnBackend, JudgedAgainTheLastOneCounts) {
  History history(url(), Access::write);
  record(history, 20'000, {judged("a", Verdict::fail)});
  const std::string once = dump();
  record(history, 20'000, {judged("a", Verdict::fail)});
  EXPECT_EQ(dump(), once);
  record(history, 20'000, {judged("a", Verdict::fail), judged("a", Verdict::pass)});
  EXPECT_EQ(ask("SELECT count(*) FROM judgement WHERE verdict = 'pass'"), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM judgement"), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM reason"), 0);
}

TEST_P(OnBackend, WhoAlternatesOrFailsAgainIsAnOffender) {
  History history(url(), Access::write);
  for (NightNumber night = 20'000; night < 20'006; ++night) {
    ingest_all(url(), {small_entry("a", night)});
    record(history, night,
           {judged("flaky", night % 2 == 0 ? Verdict::fail : Verdict::pass),
            judged("good", Verdict::pass),
            judged("once", night == 20'002 ? Verdict::fail : Verdict::warn),
            judged("unclear", night % 2 == 0 ? Verdict::unknown : Verdict::pass)});
  }
  const auto found = offenders(history, 30);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].who, "flaky");
  EXPECT_EQ(found[0].alternations, 5U);
  EXPECT_EQ(found[0].failed_nights, 3U);
}

}  // namespace
}  // namespace assay::history
