#include <gmock/gmock.h>

#include "reports/fleet/conclude.hpp"
#include "reports/fleet/gatherer.hpp"
#include "reports/writer.hpp"
#include "tests/reports/fleet/files.hpp"
#include "tests/reports/fleet/rich_report.hpp"
#include "tests/reports/io/mutate.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using fleet::FleetNode;
using fleet::FleetRead;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ReadFleet : public FleetFiles {
 protected:
  FleetRead read(const std::vector<std::string>& paths, std::size_t threads = 2) {
    fleet::Supply supply(paths);
    return fleet::read_fleet(supply, paths, rich_criteria(), &rich_site(), threads);
  }
};

std::string host(int i) { return "host-" + std::to_string(i); }

/// A report with a random fault every few nodes.
Report some_report(int i, Dice& dice) {
  Report report = rich_report(host(i));
  report.node.serial = "SN-" + std::to_string(i);
  Result& result = report.results[dice.below(report.results.size())];
  switch (dice.below(12)) {
    case 0:
      if (!result.metrics.empty()) result.metrics.front().value = 1.0;
      break;
    case 1:
      result.outcome = Outcome::error;
      result.reason = "crashed";
      break;
    case 2:
      report.run.ended = "2026-11-19T19:00:00Z";
      break;
    case 3:
      report.node.software["driver"] = "535.1";
      break;
    case 4:
      result.steady = false;
      break;
    default:
      break;
  }
  return report;
}

/// The fast way and the ordinary one, node by node, words and all.
TEST_F(ReadFleet, SaysWhatTheOrdinaryWaySays) {
  Dice dice(11);
  std::string lines;
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    std::string text = to_json_line(some_report(i, dice));
    if (dice.chance(0.1)) text = mutate(text, dice);
    std::erase(text, '\n');
    texts.push_back(text);
    lines += text + '\n';
  }
  for (const std::size_t threads : {1U, 3U}) {
    const FleetRead fleet = read({write("night.jsonl", lines)}, threads);
    std::size_t next = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].find_first_not_of(" \t\r") == std::string::npos) continue;
      const FleetNode& node = fleet.nodes.at(next++);
      try {
        const ReadReport ordinary{read_report(texts[i], "r"), "r", ""};
        const Judgement judged = rich_criteria().judge(ordinary);
        EXPECT_EQ(node.name, judged.node);
        // Nodes of one name are unknown besides.
        const bool twice = !node.reasons.empty() && node.verdict == Verdict::unknown &&
                           reasons_of(node).back() == "duplicate-node / ";
        if (twice) continue;
        EXPECT_EQ(node.verdict, judged.verdict) << i;
        ASSERT_EQ(node.reasons.size(), judged.reasons.size()) << i;
        for (std::size_t r = 0; r < node.reasons.size(); ++r)
          EXPECT_EQ(node.reasons[r].text, judged.reasons[r].text);
      } catch (const InputError&) {
        EXPECT_FALSE(node.readable) << i;
      }
    }
    EXPECT_EQ(next, fleet.nodes.size());
    EXPECT_GT(fleet.by_shape, 100U);
  }
}

TEST_F(ReadFleet, AFolderAFileOfLinesAndACompressedOneAreTheSame) {
  std::string lines;
  for (int i = 0; i < 20; ++i) {
    lines += to_json_line(rich_report(host(i))) + '\n';
    (void)write("folder/" + host(100 + i) + ".json", to_json(rich_report(host(i))));
  }
  for (const std::string& path :
       {(folder / "folder").string(), write("a.jsonl", lines),
        write("b.jsonl.zst", compressed(lines)), write("without-a-name", lines)}) {
    const FleetRead fleet = read({path});
    EXPECT_EQ(fleet.nodes.size(), 20U) << path;
    EXPECT_GE(fleet.by_shape, 16U) << path;
    EXPECT_EQ(fleet.night.nodes(), 20U);
    require_shape(fleet.night);
    for (const FleetNode& node : fleet.nodes) EXPECT_THAT(node.reasons, IsEmpty()) << path;
  }
}

TEST_F(ReadFleet, WhatCannotBeReadIsNamed) {
  const std::string good = to_json_line(rich_report(host(1))) + '\n';
  const std::string other = to_json_line(rich_report(host(2))) + '\n';
  const std::string path = write("night.jsonl", good + "{\"cut\": \n" + other);
  const FleetRead fleet = read({path, (folder / "missing.json").string(), folder / "empty.jsonl"});
  ASSERT_EQ(fleet.nodes.size(), 5U);
  EXPECT_EQ(fleet.nodes[1].name, path + ":2");
  EXPECT_THAT(fleet.nodes[1].reasons.front().text, HasSubstr(path + ":2"));
  EXPECT_THAT(fleet.nodes[3].reasons.front().text, HasSubstr("cannot be opened"));
  for (const std::size_t i : {1U, 3U, 4U}) {
    EXPECT_FALSE(fleet.nodes[i].readable);
    EXPECT_EQ(fleet.nodes[i].verdict, Verdict::unknown);
  }
}

TEST_F(ReadFleet, AnEmptyPathIsNoPass) {
  std::filesystem::create_directory(folder / "nothing");
  const FleetRead fleet = read({(folder / "nothing").string(), write("blank.jsonl", "\n \n"),
                                write("one.json", to_json(rich_report(host(1))))});
  ASSERT_EQ(fleet.nodes.size(), 3U);
  EXPECT_EQ(fleet.nodes[0].verdict, Verdict::pass);
  EXPECT_THAT(fleet.nodes[1].reasons.front().text, HasSubstr("holds no report"));
  EXPECT_THAT(fleet.nodes[2].reasons.front().text, HasSubstr("holds no report"));
}

TEST_F(ReadFleet, ACompressedFileThatIsCutOffKeepsItsFirstLines) {
  std::string lines;
  for (int i = 0; i < 200; ++i) lines += to_json_line(rich_report(host(i))) + '\n';
  const std::string whole = compressed(lines);
  const FleetRead fleet = read({write("cut.jsonl.zst", whole.substr(0, whole.size() / 2))});
  EXPECT_GE(fleet.nodes.size(), 1U);
  EXPECT_FALSE(fleet.nodes.back().readable);
  EXPECT_THAT(fleet.nodes.back().reasons.front().text, HasSubstr("cut off"));
}

TEST_F(ReadFleet, TwoReportsOfOneNodeAreBothUnknownAndNotCompared) {
  (void)write("a.json", to_json(rich_report(host(1))));
  (void)write("b.json", to_json(rich_report(host(2))));
  (void)write("c.json", to_json(rich_report(host(1))));
  const FleetRead fleet = read({folder.string()});
  EXPECT_THAT(reasons_of(fleet.nodes[0]), ElementsAre("duplicate-node / "));
  EXPECT_THAT(fleet.nodes[0].reasons.front().text, HasSubstr("c.json"));
  EXPECT_THAT(fleet.nodes[2].reasons.front().text, HasSubstr("a.json"));
  EXPECT_EQ(fleet.nodes[1].verdict, Verdict::pass);
  EXPECT_THAT(fleet.night.hostnames, ElementsAre(host(2)));
}

/// Two fabrics of as many nodes have one name, and are not one.
TEST_F(ReadFleet, FabricsAreNoDuplicates) {
  Report fabric = rich_report();
  fabric.nodes = {fabric.node, fabric.node};
  fabric.node = {};
  fabric.run.nodes = 2;
  (void)write("a.json", to_json(fabric));
  (void)write("b.json", to_json(fabric));
  const FleetRead fleet = read({folder.string()});
  ASSERT_EQ(fleet.nodes.size(), 2U);
  for (const FleetNode& node : fleet.nodes) {
    EXPECT_TRUE(node.fabric);
    EXPECT_THAT(reasons_of(node), testing::Not(testing::Contains("duplicate-node / ")));
  }
  EXPECT_EQ(fleet.night.nodes(), 0U);
}

TEST_F(ReadFleet, NodesThatTheSiteFileExpectsAreMissed) {
  FleetRead fleet = read({write("a.json", to_json(rich_report("node-0002")))});
  fleet::add_absent_nodes(rich_site(), fleet);
  ASSERT_EQ(fleet.nodes.size(), 3U);
  EXPECT_EQ(fleet.nodes[1].name, "node-0001");
  EXPECT_THAT(reasons_of(fleet.nodes[1]), ElementsAre("absent-node / "));
  EXPECT_EQ(fleet.nodes[2].verdict, Verdict::unknown);
}

/// A number read by a shape stands in the night where one that was read in full stands.
TEST_F(ReadFleet, TheNightIsTheSameWhoeverReadIt) {
  std::string lines;
  std::string spaced;
  for (int i = 0; i < 30; ++i) {
    Report report = rich_report(host(i));
    for (Result& result : report.results)
      for (Metric& metric : result.metrics)
        if (metric.samples && metric.name == "bandwidth")
          metric.samples->stddev += i;  // of no matter to anybody
    report.results[0].metrics[0] = rate("bandwidth", Unit::bytes_per_second, 2.95e12 + 1e9 * i);
    report.results[0].metrics[0].peak = 3.352e12;
    const std::string line = to_json_line(report);
    lines += line + '\n';
    // White space that no shape expects twice.
    spaced += "{" + std::string(static_cast<std::size_t>(i) + 1, ' ') + line.substr(1) + '\n';
  }
  const FleetRead fast = read({write("a.jsonl", lines)});
  const FleetRead slow = read({write("b.jsonl", spaced)});
  EXPECT_GT(fast.by_shape, 20U);
  EXPECT_EQ(slow.by_shape, 0U);
  ASSERT_EQ(fast.night.columns.size(), slow.night.columns.size());
  EXPECT_THAT(fast.night.hostnames, testing::ContainerEq(slow.night.hostnames));
  for (std::size_t c = 0; c < fast.night.columns.size(); ++c) {
    const NightColumn& column = fast.night.columns[c];
    const auto same = std::find_if(
        slow.night.columns.begin(), slow.night.columns.end(), [&](const NightColumn& other) {
          return other.test == column.test && other.metric == column.metric &&
                 other.params == column.params &&
                 slow.night.slots[other.slot].label == fast.night.slots[column.slot].label;
        });
    ASSERT_NE(same, slow.night.columns.end()) << column.test << column.metric;
    const auto values = slow.night.column(
        static_cast<std::size_t>(std::distance(slow.night.columns.begin(), same)));
    EXPECT_TRUE(std::equal(values.begin(), values.end(), fast.night.column(c).begin()))
        << column.test;
  }
  ASSERT_EQ(fast.night.digests.size(), 2U);
  EXPECT_EQ(fast.night.digests.front().digest.front(), 0x00c0ffee00c0ffeeULL);
  EXPECT_EQ(fast.night.sku.words, std::vector<std::string>{"NVIDIA H100 80GB HBM3"});
}

}  // namespace
}  // namespace assay::test
