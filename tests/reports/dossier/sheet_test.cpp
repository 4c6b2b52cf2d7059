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

TEST(Sheet, HostileWordsAreText) {
  const SheetNode node = node_of(test::hostile_node(1'000'000));
  const std::string sheet = sheet_page({node}, "2026-11-22");
  EXPECT_LT(sheet.size(), 20'000U);
  EXPECT_THAT(
      sheet, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<img")), HasSubstr("&lt;script&gt;")));
}

}  // namespace
}  // namespace assay
