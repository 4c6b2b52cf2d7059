#include <gmock/gmock.h>

#include <cmath>

#include "reports/fleet/flat_rows.hpp"
#include "tests/reports/fleet/flat_fleet.hpp"
#include "tests/reports/io/dice.hpp"

namespace assay::test {
namespace {

using fleet::FleetRead;
using testing::Contains;
using testing::HasSubstr;

TEST_F(FlatFleet, AMetricTwiceInOneLineIsNoNumber) {
  std::string line = line_of("b", good());
  line.insert(line.size() - 2, ", \"mem-bw/h2d:3\": 50");
  const FleetRead fleet = judge(line_of("a", good()) + line + line_of("c", good()));
  EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")), Contains("not-finite mem-bw/h2d rank 3"));
  expect_others_pass(fleet);
}

TEST_F(FlatFleet, BrokenLinesAreNamedAndHideNobody) {
  const std::string bad = line_of("x", good());
  for (const std::string& broken : {bad.substr(0, bad.size() / 2) + "\n", std::string("[1]\n"),
                                    std::string("{\"m:0\": 1}\n"), std::string("{\"node\": 5}\n"),
                                    std::string("\"NaN\n"), std::string("{\"node\": \"\"}\n")}) {
    const FleetRead fleet = judge(line_of("a", good()) + broken + line_of("c", good()));
    ASSERT_EQ(fleet.nodes.size(), 3U) << broken;
    EXPECT_FALSE(fleet.nodes[1].readable);
    EXPECT_THAT(fleet.nodes[1].name, HasSubstr("results.jsonl:2"));
    EXPECT_EQ(fleet.nodes[1].verdict, Verdict::unknown);
    expect_others_pass(fleet);
  }
}

/// However the nodes are spread over pieces and threads, whatever order their metrics have.
TEST_F(FlatFleet, ThreadsPiecesAndTheOrderOfMetricsChangeNothing) {
  Dice dice(7);
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    Values values = good();
    if (i % 100 == 50) values["mem-bw/h2d:1"] = "40";
    std::string line = line_of("n" + std::to_string(i), values);
    if (dice.chance(0.3)) {  // the last metric goes first
      const std::size_t last = line.rfind(", \"");
      const std::string moved = line.substr(last, line.size() - 2 - last);
      line.erase(last, moved.size());
      line.insert(line.find(", \""), moved);
    }
    text += line;
  }
  const FleetRead one = judge(text, 1);
  const FleetRead three = judge(text, 3);
  ASSERT_EQ(one.nodes.size(), 3000U);
  ASSERT_EQ(three.nodes.size(), 3000U);
  for (std::size_t i = 0; i < one.nodes.size(); ++i) {
    EXPECT_EQ(one.nodes[i].name, "n" + std::to_string(i));
    EXPECT_EQ(three.nodes[i].name, one.nodes[i].name);
    EXPECT_EQ(one.nodes[i].verdict, i % 100 == 50 ? Verdict::fail : Verdict::pass) << i;
    EXPECT_EQ(three.nodes[i].verdict, one.nodes[i].verdict);
  }
  EXPECT_EQ(one.night.columns.size(), 16U);
  EXPECT_EQ(one.night.nodes(), 3000U);
}

TEST_F(FlatFleet, TheNightHasEachValueInItsPlace) {
  Values values = good();
  values["mem-bw/h2d:3"] = "51.5";
  values.erase("launch/event:6");
  const FleetRead fleet = judge_second(values);
  const Night& night = fleet.night;
  require_shape(night);
  for (std::size_t c = 0; c < night.columns.size(); ++c) {
    const NightColumn& column = night.columns[c];
    const std::string& slot = night.slots[column.slot].label;
    EXPECT_EQ(column.better, column.test == "launch" ? Better::lower : Better::higher);
    const float value = night.column(c)[1];
    if (column.test == "launch" && slot == "rank 6") {
      EXPECT_TRUE(std::isnan(value));
    } else if (column.test == "launch") {
      EXPECT_FLOAT_EQ(value, 0.0055F);
    } else {
      EXPECT_FLOAT_EQ(value, slot == "rank 3" ? 51.5F : 50.25F);
    }
  }
}

TEST(FlatResults, AreToldFromReports) {
  EXPECT_TRUE(fleet::is_flat_result(R"({"node": "a", "m:0": NaN})"));
  EXPECT_FALSE(fleet::is_flat_result(R"({"schema": "assay/report", "node": "a"})"));
  EXPECT_FALSE(fleet::is_flat_result(R"({"node": {"hostname": "a"}})"));
  EXPECT_FALSE(fleet::is_flat_result("not JSON"));
  EXPECT_FALSE(fleet::is_flat_result("[]"));
}

}  // namespace
}  // namespace assay::test
