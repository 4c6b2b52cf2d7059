#include "cli/fabric/fabric_report.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "cli/fabric/exchange.hpp"

#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/fields.hpp"

namespace assay {
namespace {

using testing::SizeIs;

constexpr const char* kTest = "collective.all_reduce";

Plan plan() {
  Plan plan;
  plan.tests.push_back({.id = "memory.read", .device = "host"});
  plan.tests.push_back({.id = kTest, .device = "nccl", .ranked = true});
  return plan;
}

Result result(const std::string& test, std::int64_t gpu, std::int64_t bytes) {
  Result made;
  made.test = test;
  made.subject = {.kind = "gpu", .index = gpu};
  made.params = {{"bytes", bytes}, {"ranks", std::int64_t{4}}};
  return made;
}

/// Two GPUs, two sizes, and a test that has nothing to do with others.
Report own() {
  Report report;
  report.run.id = "00000000-0000-4000-8000-000000000000";
  report.run.started = report.run.ended = "2026-11-22T00:00:00Z";
  report.run.complete = true;
  report.run.nodes = 2;
  report.run.planned = {"memory.read", kTest};
  report.node.hostname = "a";
  for (const std::int64_t gpu : {0, 1}) {
    report.results.push_back(result("memory.read", gpu, 5));
    for (const std::int64_t bytes : {8, 16}) report.results.push_back(result(kTest, gpu, bytes));
  }
  return report;
}

const std::vector<Hello> kNodes{{.hostname = "a"}, {.hostname = "b"}};

TEST(FabricReport, HoldsWhatAllRanksMeasuredOnce) {
  const Report fabric = fabric_report(own(), plan(), kNodes, {packed({}), packed({})});
  ASSERT_THAT(fabric.results, SizeIs(2));
  for (const Result& one : fabric.results) {
    EXPECT_EQ(one.test, kTest);
    EXPECT_EQ(one.subject.kind, "group");
    EXPECT_EQ(one.subject.ranks, 4);
  }
  EXPECT_EQ(fabric.run.planned, std::vector<std::string>{kTest});
  EXPECT_NE(fabric.run.id, own().run.id);
  EXPECT_THAT(fabric.events, SizeIs(0));
}

/// Each device has its own figures of a load that all played together: they stay in its report.
TEST(FabricReport, LeavesLoadsToTheNodes) {
  constexpr const char* kLoad = "burnin.training";
  Plan planned = plan();
  planned.tests.push_back({.id = kLoad, .device = "nccl", .ranked = true, .in_stints = true});
  Report report = own();
  report.run.planned.emplace_back(kLoad);
  report.results.push_back(result(kLoad, 0, 8));
  const Report fabric = fabric_report(report, planned, kNodes, {packed({}), packed({})});
  EXPECT_THAT(fabric.results, SizeIs(2));
  EXPECT_EQ(fabric.run.planned, std::vector<std::string>{kTest});
  report.results.back().outcome = Outcome::failed;
  report.results.back().reason = "wrong operand of all_reduce";
  EXPECT_THAT(complaints(report, planned), testing::HasSubstr(kLoad))
      << "but what went wrong is told";
}

TEST(FabricReport, IsReadAsItWasWritten) {
  const Report fabric = fabric_report(own(), plan(), kNodes, {packed({}), packed({})});
  EXPECT_EQ(read_report(to_json(fabric), "fabric.json"), fabric);
  ASSERT_THAT(fabric.nodes, SizeIs(2));
  EXPECT_EQ(fabric.nodes[1].hostname, "b");
}

TEST(FabricReport, TellsWhatOtherNodesComplainedOf) {
  Report other = own();
  other.results[1].outcome = Outcome::failed;
  other.results[1].reason = "wrong element";
  other.results[1].defects = std::vector<Defect>(10, {.what = "wrong element", .where = "rank 3"});
  const Report fabric =
      fabric_report(own(), plan(), kNodes, {packed({}), complaints(other, plan())});
  ASSERT_THAT(fabric.results, SizeIs(3));
  const Result& told = fabric.results.back();
  EXPECT_EQ(told.subject.kind, "rank");
  EXPECT_EQ(told.subject.index, 1);
  EXPECT_EQ(told.subject.id, "b gpu 0");
  EXPECT_EQ(told.outcome, Outcome::failed);
  EXPECT_LT(told.defects.size(), 10U) << "a few will do";
  EXPECT_FALSE(told.defects.empty());
}

TEST(FabricReport, NamesTheHostThatIsSilent) {
  Report broken = own();
  broken.results[1].outcome = Outcome::error;
  broken.results[1].reason = "ranks are missing";
  broken.results[1].facts["silent_ranks"] = "1";
  const Report fabric = fabric_report(broken, plan(), kNodes, {});
  const auto silent = std::find_if(fabric.events.begin(), fabric.events.end(),
                                   [](const Event& event) { return event.kind == "rank_silent"; });
  ASSERT_NE(silent, fabric.events.end());
  EXPECT_EQ(silent->subject.id, "b");
}

TEST(FabricReport, SaysThatNodesWereNeverHeard) {
  const Report fabric = fabric_report(own(), plan(), {{.hostname = "a"}}, {});
  ASSERT_THAT(fabric.nodes, SizeIs(1));
  ASSERT_FALSE(fabric.events.empty());
  EXPECT_EQ(fabric.events.front().kind, "nodes_missing");
  EXPECT_EQ(fabric.events.front().text, "1 of 2 nodes were heard");
}

TEST(Complaints, AreOfTestsWithOthersAlone) {
  Report report = own();
  for (Result& one : report.results) {
    one.outcome = Outcome::error;
    one.reason = "lost";
  }
  const std::string told = complaints(report, plan());
  for (const std::string& text : unpacked(told)) EXPECT_EQ(read_result(text, "b").test, kTest);
  EXPECT_EQ(complaints(own(), plan()), packed({})) << "all is well";
}

/// However many nodes there are, and all of them in trouble.
TEST(FabricReport, ComplaintsOfAllNodesFitIntoOneAnswer) {
  for (const std::int64_t nodes : {1, 8, 1000, 12'500}) {
    Report report = own();
    report.run.nodes = nodes;
    for (int i = 0; i < 100; ++i) {
      Result bad = result(kTest, i % 8, 16);
      bad.outcome = Outcome::failed;
      bad.reason = "20 wrong elements after all_reduce of 8 GiB of bf16 on rank 12345";
      for (int d = 0; d < 20; ++d)
        bad.defects.push_back({.what = bad.reason,
                               .where = "element 1234567890 of ranks 1, 2, 3, gpu 5 at 0x7f0000000",
                               .expected = "0x3f80",
                               .actual = "0x5555"});
      report.results.push_back(std::move(bad));
    }
    const std::string told = complaints(report, plan());
    EXPECT_THAT(unpacked(told), testing::Not(testing::IsEmpty())) << nodes;
    const std::string all = packed({told});
    EXPECT_LT(escaped(all).size() * static_cast<std::size_t>(nodes), kLongestLine) << nodes;
  }
}

}  // namespace
}  // namespace assay
