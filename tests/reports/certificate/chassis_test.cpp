#include "reports/certificate/chassis.hpp"

#include <gmock/gmock.h>

#include "suites/machine/inventory.hpp"
#include "tests/fakes/host_tree.hpp"
#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

using fakes::HostTree;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ChassisNow : public testing::Test {
 protected:
  [[nodiscard]] std::vector<Reason> differences(bool same_driver = false) const {
    return compare_hardware(tested_, read_chassis(tree_.files()), same_driver);
  }
  [[nodiscard]] std::vector<std::string> ids() const { return ids_of(differences()); }
  /// Replaces `from` in what the driver says of a GPU.
  void driver_says(int gpu, const std::string& from, const std::string& to) {
    const std::string path = "/proc/driver/nvidia/gpus/" + HostTree::gpu(gpu) + "/information";
    std::string text = tree_.files().read(path).text;
    text.replace(text.find(from), from.size(), to);
    tree_.write(path, text);
  }

  HostTree tree_;
  TestedNode tested_ = sample_certificate().node;
};

TEST_F(ChassisNow, IsWhatTheInventoryWrote) {
  EXPECT_THAT(tested_.gpus, SizeIs(8));
  EXPECT_THAT(tested_.nics, SizeIs(8));
  EXPECT_THAT(differences(true), IsEmpty());
}

TEST_F(ChassisNow, AnotherNodeIsAnotherMachine) {
  tree_.write("/etc/machine-id", "ffffffffffffffffffffffffffffffff\n");
  EXPECT_THAT(ids(), ElementsAre("other-machine"));
  tree_.write("/sys/class/dmi/id/board_serial", "BS43\n");
  EXPECT_THAT(ids(), ElementsAre("other-machine", "other-machine"));
}

TEST_F(ChassisNow, ANewHostNameIsNoOtherMachine) {
  tree_.write("/proc/sys/kernel/hostname", "renamed\n");
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(ChassisNow, AGpuSwappedSinceIsNoticed) {
  driver_says(3, HostTree::uuid(3), "GPU-12345678-1234-1234-1234-123456789abc");
  const auto found = differences();
  EXPECT_THAT(ids_of(found), ElementsAre("changed-hardware"));
  EXPECT_THAT(found.front().text, HasSubstr("UUID of the GPU at " + HostTree::gpu(3)));
  EXPECT_EQ(found.front().verdict, Verdict::fail);
}

TEST_F(ChassisNow, TwoGpusThatChangedPlacesAreNoticed) {
  driver_says(1, HostTree::uuid(1), HostTree::uuid(2));
  driver_says(2, HostTree::uuid(2), HostTree::uuid(1));
  EXPECT_THAT(ids(), ElementsAre("changed-hardware", "changed-hardware"));
}

TEST_F(ChassisNow, AnotherVbiosIsNoticed) {
  driver_says(0, "96.00.89.00.01", "96.00.A5.00.01");
  EXPECT_THAT(differences().front().text, HasSubstr("VBIOS"));
  EXPECT_THAT(ids(), ElementsAre("changed-hardware"));
}

TEST_F(ChassisNow, AGpuThatFellOffTheBusIsNoticed) {
  tree_.remove("/sys/bus/pci/devices/" + HostTree::gpu(7));
  EXPECT_THAT(ids(), ElementsAre("changed-hardware"));
  EXPECT_THAT(differences().front().text, HasSubstr("is gone"));
}

TEST_F(ChassisNow, AGpuThatWasNotTestedIsNoticed) {
  tested_.gpus.pop_back();
  EXPECT_THAT(ids(), ElementsAre("changed-hardware"));
  EXPECT_THAT(differences().front().text, HasSubstr("was not tested"));
}

TEST_F(ChassisNow, GpusOnTheBusCountEvenWithoutTheirDriver) {
  tree_.remove("/proc/driver/nvidia");
  const auto found = differences();
  EXPECT_THAT(found, SizeIs(16));
  EXPECT_THAT(ids_of(found), Each(std::string("hidden-identity")));
  EXPECT_THAT(found, Each(testing::Field(&Reason::verdict, Verdict::unknown)));
}

TEST_F(ChassisNow, WhatTheDriverMasksIsUnknown) {
  driver_says(4, HostTree::uuid(4), R"(GPU-????????-????-????-????-????????????)");
  EXPECT_THAT(ids(), ElementsAre("hidden-identity"));
  driver_says(5, "96.00.89.00.01", R"(??.??.??.??.??)");
  EXPECT_THAT(ids(), ElementsAre("hidden-identity", "hidden-identity"));
}

TEST_F(ChassisNow, WhatCannotBeReadIsUnknown) {
  tree_.make_unreadable("/sys/class/dmi/id/board_serial");
  EXPECT_THAT(ids(), ElementsAre("hidden-identity"));
  tree_.make_unreadable("/etc/machine-id");
  tree_.make_unreadable("/proc/driver/nvidia/gpus/" + HostTree::gpu(0) + "/information");
  tree_.make_unreadable("/sys/class/infiniband/mlx5_2/node_guid");
  // The adapter that is not told is one that is missed, too.
  EXPECT_THAT(ids(), testing::UnorderedElementsAre("hidden-identity", "hidden-identity",
                                                   "hidden-identity", "hidden-identity",
                                                   "hidden-identity", "changed-hardware"));
}

TEST_F(ChassisNow, WithoutABusNothingIsSaidOfGpus) {
  tree_.remove("/sys/bus/pci");
  EXPECT_THAT(ids(), ElementsAre("hidden-identity"));
}

TEST_F(ChassisNow, AnAdapterSwappedAddedOrGoneIsNoticed) {
  const std::string guid = "/sys/class/infiniband/mlx5_2/node_guid";
  tree_.write(guid, "a088:c203:0045:ffff\n");
  EXPECT_THAT(ids(), ElementsAre("changed-hardware", "changed-hardware"));
  tree_.write(guid, "0000:0000:0000:0000\n");
  EXPECT_THAT(ids(), ElementsAre("changed-hardware", "hidden-identity"));
  tree_.remove("/sys/class/infiniband/mlx5_2");
  EXPECT_THAT(ids(), ElementsAre("changed-hardware"));
}

TEST_F(ChassisNow, AdaptersMayBeNamedAnew) {
  std::reverse(tested_.nics.begin(), tested_.nics.end());
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(ChassisNow, ABoardWithoutASerialMustStayWithoutOne) {
  tested_.board_serial.clear();
  EXPECT_THAT(ids(), ElementsAre("other-machine"));
  for (const char* blank : {"To Be Filled By O.E.M.\n", "Default string\n", "\n"}) {
    tree_.write("/sys/class/dmi/id/board_serial", blank);
    EXPECT_THAT(ids(), IsEmpty()) << blank;
  }
  tree_.make_unreadable("/sys/class/dmi/id/board_serial");
  EXPECT_THAT(ids(), ElementsAre("hidden-identity"));
}

TEST_F(ChassisNow, AnotherDriverIsNoticedWhereItIsAskedFor) {
  tree_.write("/proc/driver/nvidia/version",
              "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  590.10  Release Build\n");
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_THAT(ids_of(differences(true)), ElementsAre("changed-driver"));
}

TEST_F(ChassisNow, VirtualFunctionsAndOtherDisplaysAreNoGpus) {
  const std::string before = "/sys/bus/pci/devices/";
  tree_.write(before + "0000:fe:00.0/vendor", "0x1a03\n");
  tree_.write(before + "0000:fe:00.0/class", "0x030000\n");
  tree_.write(before + "0000:13:00.4/vendor", "0x10de\n");
  tree_.write(before + "0000:13:00.4/class", "0x030200\n");
  tree_.write(before + "0000:13:00.4/physfn/vendor", "0x10de\n");
  EXPECT_THAT(ids(), IsEmpty());
}

}  // namespace
}  // namespace assay
