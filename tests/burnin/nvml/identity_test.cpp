#include "burnin/nvml/identity.hpp"

#include "tests/burnin/nvml/opened.hpp"

namespace assay {
namespace {

using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(OpenedNvml, TellsWhoAGpuIs) {
  fake_.play("mixed_vbios");
  const Nvml nvml(fake_.library());
  const GpuIdentity identity = read_identity(nvml.gpu(address(3)));
  EXPECT_THAT(identity.failures, IsEmpty());
  EXPECT_EQ(identity.gpu.name, "NVIDIA H100 80GB HBM3");
  EXPECT_EQ(identity.gpu.uuid, "GPU-00000000-0000-4000-8000-000000000003");
  EXPECT_EQ(identity.gpu.serial, "1650123000003");
  EXPECT_EQ(identity.gpu.vbios, "96.00.74.00.01");
  EXPECT_EQ(identity.gpu.board_part, "692-2G520-0200-000");
  EXPECT_EQ(identity.gpu.pci, address(3));
  EXPECT_EQ(identity.gpu.module, 4);
  EXPECT_EQ(identity.gpu.compute_capability, "9.0");
  EXPECT_EQ(identity.gpu.memory_bytes, std::int64_t{80} << 30);
  EXPECT_EQ(identity.gsp_firmware, "580.95.05");
  EXPECT_EQ(identity.inforom, "G520.0200.00.05");
  EXPECT_EQ(identity.numa_node, 0);
  EXPECT_EQ(read_identity(nvml.gpu(address(4))).gpu.vbios, "96.00.89.00.01");
}

TEST_F(OpenedNvml, TellsHowAGpuIsSet) {
  fake_.tell("0 2 ecc 0\n0 2 mig 1\n0 2 persistence 0\n0 2 compute_mode 3\n0 2 power_limit 350\n");
  const Nvml nvml(fake_.library());
  const GpuSettings odd = read_settings(nvml.gpu(address(2)));
  EXPECT_EQ(odd.ecc.value, "off");
  EXPECT_EQ(odd.ecc_pending.value, "on");
  EXPECT_EQ(odd.mig.value, "on");
  EXPECT_EQ(odd.persistence.value, "off");
  EXPECT_EQ(odd.compute_mode.value, "exclusive_process");
  EXPECT_EQ(odd.power_limit_w.value, 350);
  EXPECT_EQ(odd.default_power_limit_w.value, 700);
  EXPECT_EQ(odd.least_power_limit_w.value, 200);
  EXPECT_EQ(odd.greatest_power_limit_w.value, 700);
  const GpuSettings usual = read_settings(nvml.gpu(address(1)));
  EXPECT_EQ(usual.ecc.value, "on");
  EXPECT_EQ(usual.mig.value, "off");
  EXPECT_EQ(usual.compute_mode.value, "default");
  EXPECT_EQ(usual.pcie_width.value, 16);
  EXPECT_EQ(usual.pcie_generation_max.value, 5);
}

TEST_F(OpenedNvml, WhatIsNotSupportedIsNoFailure) {
  fake_.play("unsupported");
  const Nvml nvml(fake_.library());
  const GpuIdentity identity = read_identity(nvml.gpu(address(0)));
  EXPECT_THAT(identity.failures, IsEmpty());
  EXPECT_EQ(identity.gpu.serial, "");
  EXPECT_EQ(identity.gpu.memory_bytes, std::nullopt);
  const GpuSettings settings = read_settings(nvml.gpu(address(0)));
  EXPECT_FALSE(settings.ecc.supported());
  EXPECT_FALSE(settings.power_limit_w.supported());
}

TEST_F(OpenedNvml, EveryFailureNamesCallDeviceAndStatus) {
  const Nvml nvml(fake_.library());
  const NvmlGpu gpu = nvml.gpu(address(6));
  fake_.tell("0 6 lost 1\n");
  const GpuIdentity identity = read_identity(gpu);
  ASSERT_FALSE(identity.failures.empty());
  EXPECT_THAT(identity.failures, Each(EndsWith(" of 0000:43:00.0: GPU is lost")));
  EXPECT_EQ(identity.failures.front(), "nvmlDeviceGetName of 0000:43:00.0: GPU is lost");
  EXPECT_THAT(read_settings(gpu).ecc.failure, HasSubstr("nvmlDeviceGetEccMode of 0000:43:00.0"));
}

}  // namespace
}  // namespace assay
