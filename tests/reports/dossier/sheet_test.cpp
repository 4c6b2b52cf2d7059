#include "reports/dossier/sheet.hpp"

#include <gmock/gmock.h>

#include "tests/browser/demo_node.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

SheetNode node_of(const test::DemoNode& demo) {
  return sheet_node(demo.judgement, &demo.report, "c0ffee");
}

TEST(Sheet, NamesNodesSerialsHashesAndVerdicts) {
  SheetNode second = node_of(test::good_demo_node());
  second.name = "node-0043";
  second.unit = "10";
  const std::vector<SheetNode> nodes{second, node_of(test::bad_node())};
  for (const std::string& sheet :
       {sheet_page(nodes, "2026-11-22"), sheet_markdown(nodes, "2026-11-22")}) {
    EXPECT_THAT(sheet,
                AllOf(HasSubstr("rack r12"), HasSubstr("S452077X3912847"), HasSubstr("c0ffee"),
                      HasSubstr("1 fail, 1 pass"), HasSubstr("below-limit"), HasSubstr("2026"),
                      HasSubstr("Accepted by")));
    EXPECT_LT(sheet.find("0042"), sheet.find("0043")) << "by unit";
    for (const Gpu& gpu : test::bad_node().report.node.gpus)
      EXPECT_THAT(sheet, HasSubstr(gpu.serial));
  }
}

TEST(Sheet, WithoutAReportSaysSo) {
  const SheetNode node = sheet_node({.node = "x.json", .verdict = Verdict::unknown}, nullptr, "");
  EXPECT_THAT(sheet_page({node}, "2026-11-22"), HasSubstr("no report"));
}

TEST(Sheet, WhoSentNothingIsUnknownInTheRacksThatAreSignedOff) {
  std::vector<SheetNode> nodes{node_of(test::good_demo_node())};
  const std::string rack = nodes[0].rack;
  Site site;
  site.hosts[nodes[0].name] = {.place = {.rack = rack, .unit = 1}};
  site.hosts["node-0099"] = {
      .place = {.rack = rack, .unit = 2}, .serial = "S99", .gpu_serials = {"G99"}};
  site.hosts["node-7000"] = {.place = {.rack = "another"}};
  add_absent_nodes(site, nodes);
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[1].name, "node-0099");
  EXPECT_EQ(nodes[1].verdict, Verdict::unknown);
  EXPECT_EQ(nodes[1].unit, "2");
  EXPECT_THAT(sheet_markdown(nodes, "2026-11-22"),
              AllOf(HasSubstr("1 unknown, 1 pass"), HasSubstr("absent-node"), HasSubstr("S99"),
                    HasSubstr("G99")));
}

TEST(Sheet, HostileWordsAreText) {
  const SheetNode node = node_of(test::hostile_node(1'000'000));
  const std::string sheet = sheet_page({node}, "2026-11-22");
  EXPECT_LT(sheet.size(), 20'000U);
  EXPECT_THAT(
      sheet, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<img")), HasSubstr("&lt;script&gt;")));
}

}  // namespace
}  // namespace assay
