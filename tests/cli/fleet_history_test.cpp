// `assay judge --fleet --history`: what earlier nights add to tonight's.
#include <gmock/gmock.h>

#include "tests/cli/fleet_nights.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

class FleetHistory : public FleetNights {
 protected:
  /// Ingests nights `from` to `to` in which `sick`'s GPU has that share of its speed.
  void ingest(int from, int to, const std::string& sick = "", double share = 1) {
    for (int day = from; day <= to; ++day) {
      const std::string folder = "night" + std::to_string(day);
      write_night(folder, day, sick_fleet(sick, share));
      const Ended ended = history({"ingest", "h.db", folder});
      ASSERT_EQ(ended.status, 0) << ended.err;
    }
  }

  static std::vector<NightNode> sick_fleet(const std::string& sick, double share) {
    std::vector<NightNode> all = nodes();
    for (NightNode& node : all)
      if (node.name == sick) node.share = share;
    return all;
  }
};

TEST_F(FleetHistory, AStepThatLastsShows) {
  ingest(1, 10);
  ingest(11, 13, "n105", 0.966);
  write_night("tonight", 14, sick_fleet("n105", 0.966));
  const Ended alone = judge({"tonight"});
  EXPECT_THAT(alone.out, Not(HasSubstr("n105  gpu 0"))) << "one night does not tell";
  const Ended ended = judge({"tonight", "--history", "h.db", "-o", "out.txt"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(read("out.txt"),
              AllOf(HasSubstr("n105  gpu 0  memory.read.bandwidth"), HasSubstr("1 warn, 79 pass"),
                    HasSubstr("note: held against 13 nights of the history, 2026-11-01 to "
                              "2026-11-13")));
  EXPECT_THAT(read("out.retest.jsonl"), HasSubstr("\"node\":\"n105\""));
  EXPECT_THAT(ended.err, HasSubstr("note: held against 13 nights"));
  EXPECT_EQ(assay_in_process({"judge", "tonight", "--history", "h.db"}).status, 3) << "of a fleet";
}

TEST_F(FleetHistory, HardwareThatMovedKeepsItsPast) {
  ingest(8, 10);
  ingest(11, 13, "n105", 0.966);
  std::vector<NightNode> fleet = nodes();
  std::swap(fleet[5].gpu, fleet[9].gpu);
  fleet[9].share = 0.966;
  write_night("tonight", 14, fleet);
  const auto all = verdicts(judge({"tonight", "--history", "h.db", "--format", "jsonl"}));
  EXPECT_EQ(all.at("n109"), "warn");
  EXPECT_EQ(all.at("n105"), "pass");
}

TEST_F(FleetHistory, TonightMayBeIngestedAlready) {
  ingest(10, 13, "n105", 0.966);
  const Ended before = judge({"night13", "--history", "h.db", "--format", "jsonl"});
  EXPECT_EQ(verdicts(before).at("n105"), "warn");
  EXPECT_THAT(before.err, HasSubstr("3 nights of the history, 2026-11-10 to 2026-11-12"));
  const Ended two = judge({"night13", "--history", "h.db", "--nights", "2", "--format", "jsonl"});
  EXPECT_THAT(two.err, HasSubstr("2 nights of the history, 2026-11-11 to 2026-11-12"));
}

TEST_F(FleetHistory, AHistoryThatKnowsNothingOfThemSaysSo) {
  ingest(13, 13);
  write_night("early", 12, nodes());
  EXPECT_THAT(judge({"early", "--history", "h.db"}).out,
              HasSubstr("note: the history has no night before 2026-11-12"));
  std::vector<NightNode> others = nodes();
  for (NightNode& node : others) node.gpu = "GPU-9" + node.gpu.substr(4);
  write_night("others", 14, others);
  const Ended ended = judge({"others", "--history", "h.db"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("80 nodes of SKU Some GPU"), HasSubstr("without a past")));
  write_night("night14", 14, nodes(79));
  write_night("night14", 14, {{.name = "n999", .gpu = "GPU-999"}});
  EXPECT_THAT(judge({"night14", "--history", "h.db"}).out,
              HasSubstr("knows 79 of 80 nodes of SKU Some GPU"));
}

TEST_F(FleetHistory, AHistoryThatCannotBeReadIsAnError) {
  write_night("tonight", 14, nodes());
  const Ended absent = judge({"tonight", "--history", "none.db"});
  EXPECT_EQ(absent.status, 3);
  EXPECT_THAT(absent.err, HasSubstr("none.db"));
  EXPECT_FALSE(std::filesystem::exists("none.db"));
  write("other.db", "this is no database, however long it may be, and was never meant to be one\n");
  EXPECT_EQ(judge({"tonight", "--history", "other.db"}).status, 3);
  ingest(13, 13);
  std::string bytes = read("h.db");
  write("cut.db", bytes.substr(0, bytes.size() / 2));
  EXPECT_EQ(judge({"tonight", "--history", "cut.db"}).status, 3);
  const Ended recorded = judge({"tonight", "--history", "none.db", "--record"});
  EXPECT_EQ(recorded.status, 3) << "only ingest makes one";
  EXPECT_FALSE(std::filesystem::exists("none.db"));
}

TEST_F(FleetHistory, OptionsThatWouldDoNothingAreRefused) {
  write_night("tonight", 14, nodes());
  ingest(13, 13);
  EXPECT_EQ(judge({"tonight", "--history", "h.db", "--no-peers"}).status, 3);
  EXPECT_EQ(judge({"tonight", "--nights", "3"}).status, 3);
  EXPECT_EQ(judge({"tonight", "--record"}).status, 3);
  write("flat.jsonl", "{\"node\": \"a\", \"mem/bw:0\": 50}\n");
  write("rules.yaml",
        "superbench:\n  rules:\n    r:\n      function: variance\n      criteria: 'lambda x: x < "
        "-0.05'\n      categories: M\n      metrics: ['mem/bw:\\d+']\n");
  const Ended flat = assay_in_process(
      {"judge", "--fleet", "flat.jsonl", "--profile", "rules.yaml", "--history", "h.db"});
  EXPECT_EQ(flat.status, 3);
  EXPECT_THAT(flat.err, HasSubstr("--history"));
}

TEST_F(FleetHistory, VerdictsAreKeptForThoseWhoAskLater) {
  for (int day = 10; day <= 14; ++day) {
    ingest(day, day, "n105", day % 2 == 0 ? 0.1 : 1);  // 0.3 GB/s: under its limit
    const Ended ended = judge(
        {"night" + std::to_string(day), "--history", "h.db", "--record", "--format", "jsonl"});
    EXPECT_EQ(ended.status, day % 2 == 0 ? 1 : 0) << ended.err;
  }
  EXPECT_THAT(history({"query", "h.db", "node", "n105"}).out,
              AllOf(HasSubstr("2026-11-10  demo     fail"), HasSubstr("2026-11-11  demo     pass"),
                    HasSubstr("below-limit")));
  const Ended trend = history({"trend", "h.db"});
  EXPECT_THAT(trend.out, HasSubstr("n105"));
  EXPECT_THAT(trend.out, HasSubstr("alternations"));
}

TEST_F(FleetHistory, OfASuspectRunNothingIsKept) {
  ingest(13, 13);
  std::vector<NightNode> fleet = nodes();
  for (std::size_t i = 0; i < 30; ++i) fleet[i].share = 0.1;
  write_night("tonight", 14, fleet);
  const Ended ended = judge({"tonight", "--history", "h.db", "--record"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("no verdict was kept"));
  EXPECT_THAT(history({"query", "h.db", "node", "n100"}).out, Not(HasSubstr("verdict")));
}

}  // namespace
}  // namespace assay
