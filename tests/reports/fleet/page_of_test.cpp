#include "reports/fleet/page_of.hpp"

#include <gmock/gmock.h>

#include "reports/fleet/render_fleet.hpp"
#include "reports/writer.hpp"
#include "tests/reports/fleet/files.hpp"
#include "tests/reports/fleet/rich_report.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

class FleetsPage : public FleetFiles {
 protected:
  fleet::FleetVerdict judged(const Site* site) {
    const std::vector<std::string> paths{folder.string()};
    fleet::Supply supply(paths);
    return conclude(fleet::read_fleet(supply, paths, rich_criteria(), site, 2), nullptr, site, 1);
  }
  /// Three good nodes at different units of rack r1.
  void write_nodes() {
    for (int i = 1; i <= 3; ++i) {
      Report report = rich_report("host-" + std::to_string(i));
      report.node.place->unit = 40 + i;
      (void)write(report.node.hostname + ".json", to_json(report));
    }
  }
};

/// Most are read by their shape, and that must leave no node without its place.
TEST_F(FleetsPage, NodesStandWhereTheirReportsSay) {
  write_nodes();
  const fleet::FleetVerdict verdict = judged(nullptr);
  const FleetPage page = fleet::page_of(verdict, {});
  ASSERT_EQ(page.nodes.size(), 3U);
  for (const PageNode& node : page.nodes) {
    ASSERT_TRUE(node.place);
    EXPECT_EQ(node.place->rack, "r1");
    EXPECT_EQ("host-" + std::to_string(*node.place->unit - 40), node.name);
  }
  EXPECT_EQ(page.night, &verdict.night);
  EXPECT_EQ(page.night->nodes(), 3U);
  EXPECT_EQ(page.label, rich_report().run.started.substr(0, 10));
}

TEST_F(FleetsPage, TheSiteFileKnowsBetter) {
  write_nodes();
  Site site;
  site.hosts["host-2"] = {.place = {.rack = "moved", .unit = 7}};
  const fleet::FleetVerdict verdict = judged(&site);
  EXPECT_EQ(node_named(verdict.nodes, "host-2").place->rack, "moved");
  EXPECT_EQ(node_named(verdict.nodes, "host-3").place->rack, "r1");
}

TEST_F(FleetsPage, LinksOfAFabricAreAMatrix) {
  Report fabric = rich_report();
  fabric.nodes = {fabric.node, fabric.node};
  fabric.node = {};
  fabric.run.nodes = 2;
  for (const char* from : {"a", "b", "c"})
    for (const char* to : {"a", "b", "c"}) {
      if (from == to) continue;
      Result& link = fabric.results.emplace_back();
      link.test = "collective.pairs";
      link.subject = {.kind = "pair", .from = from, .to = to};
      link.metrics = {{.name = "bandwidth", .unit = Unit::bytes_per_second, .value = 5e10}};
    }
  (void)write("fabric.json", to_json(fabric));
  const fleet::FleetVerdict verdict = judged(nullptr);
  const FleetPage page = fleet::page_of(verdict, {});
  ASSERT_EQ(page.matrices.size(), 1U);
  EXPECT_THAT(page.matrices[0].ends, testing::ElementsAre("a", "b", "c"));
}

TEST_F(FleetsPage, IsAFormatOfFleets) {
  write_nodes();
  const std::string page = render_fleet("html", judged(nullptr), {});
  EXPECT_THAT(page, testing::AllOf(HasSubstr("\"kind\":\"fleet\""), HasSubstr("Rack r1: 3 nodes"),
                                   HasSubstr("memory.read.bandwidth")));
}

}  // namespace
}  // namespace assay::test
