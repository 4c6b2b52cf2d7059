
#include "burnin/nvml/identity.hpp"
#include "burnin/nvml/xid.hpp"
#include "tests/burnin/nvml/opened.hpp"

namespace assay {
namespace {

using fakes::FakeNvml;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(OpenedNvml, ListsGpusInOrderOfTheirAddresses) {
  const Nvml nvml(fake_.library());
  std::vector<std::string> failures;
  const auto gpus = nvml.gpus(failures);
  ASSERT_THAT(gpus, SizeIs(8));
  EXPECT_THAT(failures, IsEmpty());
  for (int i = 0; i < 8; ++i) EXPECT_EQ(gpus[static_cast<std::size_t>(i)].pci(), address(i));
  EXPECT_EQ(nvml.versions().driver, "580.95.05");
  EXPECT_EQ(nvml.versions().nvml, "13.580.95.05");
  EXPECT_EQ(nvml.versions().cuda, "13.0");
}

TEST_F(OpenedNvml, LeavesOutAGpuThatIsNotThere) {
  fake_.play("seven_of_eight");
  const Nvml nvml(fake_.library());
  std::vector<std::string> failures;
  EXPECT_THAT(nvml.gpus(failures), SizeIs(7));
  EXPECT_THAT(message_of([&] { (void)nvml.gpu(address(7)); }),
              HasSubstr("nvmlDeviceGetHandleByPciBusId_v2 of 0000:44:00.0: Not Found"));
}

TEST_F(OpenedNvml, TellsOfAGpuThatIsListedAndLost) {
  fake_.play("lost_gpu");
  fake_.at(3);
  const Nvml nvml(fake_.library());
  std::vector<std::string> failures;
  EXPECT_THAT(nvml.gpus(failures), SizeIs(7));
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_EQ(failures[0], "nvmlDeviceGetHandleByIndex_v2 of device 6: GPU is lost");
}

TEST_F(OpenedNvml, SaysWhyItDoesNotOpen) {
  EXPECT_THAT(message_of([] { Nvml nvml("/nowhere/libnvidia-ml.so.1"); }),
              HasSubstr("/nowhere/libnvidia-ml.so.1"));
  EXPECT_THAT(message_of([] { Nvml nvml("libm.so.6"); }), HasSubstr("has no nvmlErrorString"));
  fake_.play("driver_not_loaded");
  EXPECT_THAT(message_of([&] { Nvml nvml(fake_.library()); }),
              HasSubstr("nvmlInit_v2: Driver Not Loaded"));
}

TEST_F(OpenedNvml, OpensAgainAfterItWasShut) {
  for (int round = 0; round < 3; ++round) {
    const Nvml nvml(fake_.library());
    std::vector<std::string> failures;
    EXPECT_THAT(nvml.gpus(failures), SizeIs(8));
  }
}

TEST_F(OpenedNvml, GivesXidsOnce) {
  fake_.play("lost_gpu");
  fake_.at(0);
  const Nvml nvml(fake_.library());
  std::vector<std::string> failures;
  XidWatch watch(nvml, nvml.gpus(failures));
  EXPECT_FALSE(watch.next(0));
  EXPECT_FALSE(watch.next(0.02));
  fake_.at(3);
  const auto xid = watch.next(1);
  ASSERT_TRUE(xid.has_value());
  EXPECT_EQ(xid->code, 79);
  EXPECT_EQ(xid->pci, address(6));
  EXPECT_FALSE(watch.next(0));
}

TEST(OlderDriver, LacksFunctionsAndStillAnswers) {
  FakeNvml fake(FakeNvml::Driver::older);
  fake.tell("0 1 xid 31\n0 1 temperature 50\n");
  const Nvml nvml(fake.library());
  std::vector<std::string> failures;
  const auto gpus = nvml.gpus(failures);
  ASSERT_THAT(gpus, SizeIs(8));
  const GpuSettings settings = read_settings(gpus[1]);
  EXPECT_EQ(settings.ecc.value, "on");
  EXPECT_FALSE(settings.mig.supported());
  const GpuIdentity identity = read_identity(gpus[1]);
  EXPECT_EQ(identity.gpu.module, std::nullopt);
  EXPECT_EQ(identity.gsp_firmware, "");
  EXPECT_THAT(identity.failures, IsEmpty());
  XidWatch watch(nvml, gpus);
  EXPECT_EQ(watch.next(0)->code, 31) << "by the name that the function had before";
}

TEST(NvmlLibrary, IsTheMachinesOwnOrTheTrees) {
  EXPECT_EQ(nvml_library(HostFiles()), "libnvidia-ml.so.1");
  const auto root = std::filesystem::path(testing::TempDir()) / "assay-nvml-tree";
  std::filesystem::remove_all(root);
  EXPECT_EQ(nvml_library(HostFiles(root)), "");
  const FakeNvml fake(FakeNvml::Driver::current, root / "usr/lib64");
  EXPECT_EQ(nvml_library(HostFiles(root)), fake.library());
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace assay
