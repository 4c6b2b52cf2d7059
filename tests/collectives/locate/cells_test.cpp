#include "collectives/locate/cells.hpp"

#include <gtest/gtest.h>

#include <set>

#include "collectives/locate/suspect.hpp"
#include "core/error.hpp"
#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

std::vector<Flow> all_flows(const Fabric& fabric) {
  std::vector<Flow> flows;
  for (std::int32_t from = 0; from < fabric.size(); ++from)
    for (std::int32_t to = 0; to < fabric.size(); ++to)
      for (std::int32_t rail = 0; rail < fabric.rails; ++rail)
        if (from != to) flows.push_back({from, to, rail, 0, 1.0});
  return flows;
}

TEST(Cells, AFlowPassesTwoEndsAndAcrossLeavesTwoUplinks) {
  const Fabric fabric = simulate::build({.nodes = 12, .rails = 2, .nodes_per_leaf = 4});
  const Cells cells(fabric);
  EXPECT_TRUE(cells.routing_known());
  for (const Flow& flow : all_flows(fabric)) {
    const auto passed = cells.of(flow);
    std::set<std::int32_t> distinct;
    for (const std::int32_t cell : passed) {
      EXPECT_LT(cell, cells.count());
      if (cell >= 0) distinct.insert(cell);
    }
    const bool near = flow.from / 4 == flow.to / 4;
    EXPECT_EQ(distinct.size(), near ? 2U : 4U);
  }
}

TEST(Cells, WithoutRoutesAnAdapterStandsForItsUplink) {
  const Fabric fabric = simulate::without_routes(simulate::build({.nodes = 12, .rails = 1}));
  const Cells cells(fabric);
  EXPECT_FALSE(cells.routing_known());
  const auto passed = cells.of({0, 11, 0, 0, 1.0});
  EXPECT_EQ(passed[2], -1);
  EXPECT_EQ(passed[3], cells.link_cell(11, Way::receiving));
  EXPECT_EQ(cells.leaf_of_link(11), fabric.leaf(11));
}

/// The cells of every suspect of a flow hold one that the flow passes: else it could not explain
/// it.
TEST(Suspects, OfAFlowAllContainIt) {
  for (const bool routes : {true, false}) {
    Fabric fabric = simulate::build({.nodes = 10, .rails = 2});
    if (!routes) fabric = simulate::without_routes(std::move(fabric));
    const Cells cells(fabric);
    for (const Flow& flow : all_flows(fabric)) {
      const auto passed = cells.of(flow);
      const std::set<std::int32_t> own(passed.begin(), passed.end());
      for (const Suspect& suspect : suspects_of(fabric, cells, flow)) {
        bool contains = false;
        for (const auto& part : parts_of(fabric, cells, suspect))
          for (const std::int32_t cell : part) contains |= own.contains(cell);
        EXPECT_TRUE(contains) << name(suspect.kind) << " " << suspect.index;
      }
    }
  }
}

TEST(Fabric, ThatContradictsItselfIsRefused) {
  const Fabric good = simulate::build({.nodes = 6, .rails = 2});
  EXPECT_NO_THROW(require_sound(good));
  Fabric bad = good;
  bad.topology.leaf_of.pop_back();
  EXPECT_THROW(require_sound(bad), Error);
  bad = good;
  bad.topology.leaf_of[0] = 99;
  EXPECT_THROW(require_sound(bad), Error);
  bad = good;
  bad.nics.pop_back();
  EXPECT_THROW(require_sound(bad), Error);
  bad = good;
  bad.rails = 0;
  EXPECT_THROW(require_sound(bad), Error);
}

}  // namespace
}  // namespace assay::locate
