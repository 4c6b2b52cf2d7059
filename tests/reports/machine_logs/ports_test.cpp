#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importing.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Result* port(const Imported& imported, const std::string& id) {
  return result_of(imported, "system.infiniband", "port " + id);
}

TEST(Ibstat, EveryPortWithItsStateAndRate) {
  const Imported imported = import_as("ibstat", sample("ibstat.txt"));
  ASSERT_THAT(imported.node.nics, SizeIs(4));
  EXPECT_EQ(imported.node.nics[0].name, "mlx5_0");
  EXPECT_EQ(imported.node.nics[0].guid, "0x1070fd0300aa0010");
  EXPECT_EQ(imported.node.nics[0].firmware, "28.40.1000");
  EXPECT_EQ(imported.node.nics[0].board, "MT4129");
  ASSERT_THAT(imported.results, SizeIs(5));
  EXPECT_EQ(metric_of(port(imported, "mlx5_0/1"), "active"), 1);
  EXPECT_EQ(metric_of(port(imported, "mlx5_0/1"), "rate"), 400e9);
  EXPECT_EQ(metric_of(port(imported, "mlx5_1/1"), "active"), 0);
  EXPECT_EQ(metric_of(port(imported, "mlx5_1/1"), "link_up"), 0);
  EXPECT_EQ(metric_of(port(imported, "mlx5_2/1"), "active"), 0);  // the subnet manager is missing
  EXPECT_EQ(metric_of(port(imported, "mlx5_2/1"), "link_up"), 1);
  EXPECT_EQ(fact_of(port(imported, "mlx5_bond_0/2"), "physical_state"), "Disabled");
  EXPECT_THAT(imported.unread, IsEmpty());
}

TEST(Ibstat, APortThatIsNotShownIsNamed) {
  std::string text = sample("ibstat.txt");
  text.resize(text.rfind("\tPort 2:"));
  EXPECT_THAT(import_as("ibstat", text).unread,
              Contains(HasSubstr("mlx5_bond_0 has 2 ports; 1 are shown")));
}

TEST(Ibstatus, EveryPortWithItsStateAndRate) {
  const Imported imported = import_as("ibstat", sample("ibstatus.txt"));
  ASSERT_THAT(imported.results, SizeIs(3));
  EXPECT_EQ(metric_of(port(imported, "mlx5_0/1"), "rate"), 400e9);
  EXPECT_EQ(metric_of(port(imported, "mlx5_1/1"), "active"), 0);
  EXPECT_EQ(metric_of(port(imported, "mlx5_2/1"), "active"), 1);
  EXPECT_EQ(std::get<std::string>(port(imported, "mlx5_2/1")->params.at("link_layer")), "Ethernet");
}

TEST(Ibstat, AToolThatFailedIsNamed) {
  EXPECT_THAT(import_as("ibstat", "ibpanic: [12] main: stat of IB device failed\n").unread,
              Contains(HasSubstr("log:1: the tool failed")));
}

TEST(Topo, EveryPairOnceWithTheNamesOfTheLegend) {
  const Imported imported = import_as("nvidia-smi-topo", sample("topo.txt"));
  EXPECT_THAT(imported.node.gpus, SizeIs(4));
  ASSERT_THAT(imported.node.nics, SizeIs(2));
  EXPECT_EQ(imported.node.nics[1].name, "mlx5_3");
  EXPECT_THAT(imported.node.links, SizeIs(15));
  EXPECT_THAT(imported.node.links, Contains(Link{"gpu0", "gpu3", "NV18"}));
  EXPECT_THAT(imported.node.links, Contains(Link{"gpu1", "mlx5_3", "PIX"}));
  EXPECT_THAT(imported.node.links, Contains(Link{"mlx5_0", "mlx5_3", "NODE"}));
}

TEST(Topo, TwoEndsThatDisagreeAreNamedAndGiveNoLinks) {
  std::string text = sample("topo.txt");
  const auto at = text.find("GPU1\tNV18");
  text.replace(at, 9, "GPU1\tNV12");
  const Imported imported = import_as("nvidia-smi-topo", text);
  EXPECT_THAT(imported.unread,
              ElementsAre(HasSubstr("GPU1 and GPU0 are connected by \"NV12\" and, the other way")));
  EXPECT_THAT(imported.node.links, IsEmpty());
}

TEST(Topo, APeerToPeerMatrixIsAnotherThing) {
  const std::string text =
      "        GPU0    GPU1\n GPU0   X       OK\n GPU1   OK      X\n\nLegend:\n  OK   = Status "
      "Ok\n";
  EXPECT_THAT(recognised_by(text), IsEmpty());
  EXPECT_THAT(import_as("nvidia-smi-topo", text).unread, Contains(HasSubstr("holds no matrix")));
}

}  // namespace
}  // namespace assay
