#include "reports/history/identity.hpp"

#include <gtest/gtest.h>

namespace assay::history {
namespace {

Report report_with_hardware() {
  Report report;
  report.node.hostname = "node-7";
  report.node.serial = "S7";
  report.node.gpus = {{.index = 0, .uuid = "GPU-a", .serial = "11"},
                      {.index = 1, .uuid = "", .serial = "12"},
                      {.index = 2}};
  report.node.nics = {{.name = "mlx5_0", .guid = "0c42:a103"}};
  return report;
}

TEST(Identity, WhatIsListedIsADeviceOnce) {
  Devices devices(report_with_hardware());
  EXPECT_EQ(devices.owner_of({.kind = "node"}).device, 0U);
  EXPECT_EQ(devices.owner_of({.kind = "gpu", .index = 0}).device, 1U);
  EXPECT_EQ(devices.owner_of({.kind = "gpu", .index = 0, .uuid = "GPU-a"}).device, 1U);
  EXPECT_EQ(devices.owner_of({.kind = "gpu", .index = 0, .serial = "11"}).device, 1U);
  EXPECT_EQ(devices.owner_of({.kind = "gpu", .index = 1}).device, 2U);
  const auto port = devices.owner_of({.kind = "port", .id = "mlx5_0/1"});
  EXPECT_EQ(port.device, 3U);
  EXPECT_EQ(port.part, "port 1");
  const auto list = devices.take();
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[0].key, "S7");
  EXPECT_EQ(list[1].key, "GPU-a");
  EXPECT_EQ(list[2].key, "12");
  EXPECT_EQ(list[3].key, "0c42:a103");
  EXPECT_EQ(list[3].slot, "nic mlx5_0");
}

TEST(Identity, WhatHasNoSerialIsAPartOfItsNode) {
  Devices devices(report_with_hardware());
  for (const Subject& subject :
       {Subject{.kind = "cpu", .index = 1}, Subject{.kind = "gpu", .index = 2},
        Subject{.kind = "link", .from = "gpu0", .to = "gpu1"},
        Subject{.kind = "port", .id = "x/1"}}) {
    const auto owner = devices.owner_of(subject);
    EXPECT_EQ(owner.device, 0U);
    EXPECT_EQ(owner.part, label(subject));
  }
}

TEST(Identity, ASubjectThatContradictsTheListIsADeviceOfItsOwn) {
  Devices devices(report_with_hardware());
  EXPECT_EQ(devices.owner_of({.kind = "gpu", .index = 0, .uuid = "GPU-z"}).device, 4U);
  EXPECT_EQ(devices.owner_of({.kind = "disk", .id = "nvme0", .serial = "D1"}).device, 5U);
  EXPECT_EQ(devices.take().at(5).kind, "disk");
}

TEST(Identity, ANodeWithoutSerialIsKnownByTheNextBest) {
  Report report = report_with_hardware();
  report.node.serial = "To be filled by O.E.M.";
  report.node.board_serial = "B1";
  EXPECT_EQ(Devices(report).take().at(0).key, "B1");
  report.node.board_serial = "";
  report.node.machine_id = "f00d";
  EXPECT_EQ(Devices(report).take().at(0).key, "f00d");
  report.node.machine_id = "";
  EXPECT_EQ(Devices(report).take().at(0).key, "host node-7");
}

}  // namespace
}  // namespace assay::history
