#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importing.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kTool = "nvidia-smi";

const Result& gpu(const Imported& imported, int index) {
  const Result* found = result_of(imported, "system.gpu", "gpu " + std::to_string(index));
  EXPECT_NE(found, nullptr) << index;
  static const Result kNone;
  return found == nullptr ? kNone : *found;
}

std::string without(std::string text, const std::string& part, const std::string& instead = "") {
  const auto at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), instead);
}

TEST(NvidiaSmiText, IdentityAndCountsOfEveryGpu) {
  const Imported imported = import_as(kTool, sample("nvidia_smi_q.txt"));
  EXPECT_EQ(imported.node.software.at("driver"), "580.95.05");
  EXPECT_EQ(imported.node.software.at("cuda"), "13.0");
  ASSERT_THAT(imported.node.gpus, SizeIs(2));
  const Gpu& second = imported.node.gpus[1];
  EXPECT_EQ(second.index, 1);
  EXPECT_EQ(second.name, "NVIDIA H100 80GB HBM3");
  EXPECT_EQ(second.uuid, "GPU-aaaaaaaa-0000-0000-0000-000000000002");
  EXPECT_EQ(second.serial, "1650000000002");
  EXPECT_EQ(second.vbios, "96.00.74.00.01");
  EXPECT_EQ(second.pci, "0000:43:00.0");
  EXPECT_EQ(second.board_part, "692-2G520-0200-000");
  EXPECT_EQ(second.module, 2);
  EXPECT_EQ(second.memory_bytes, 81559LL * 1024 * 1024);
  EXPECT_EQ(second.pcie_width, 8);
  const Result& result = gpu(imported, 1);
  EXPECT_EQ(metric_of(&result, "ecc_aggregate_uncorrected"), 8);
  EXPECT_EQ(metric_of(&result, "ecc_volatile_corrected"), 4);
  EXPECT_EQ(metric_of(&result, "ecc_volatile_uncorrected"), 0);
  EXPECT_EQ(metric_of(&result, "remapped_rows"), 3);
  EXPECT_EQ(metric_of(&result, "remap_pending"), 1);
  EXPECT_EQ(metric_of(&result, "remap_failed"), 0);
  EXPECT_EQ(metric_of(&result, "pcie_width_share"), 0.5);
  EXPECT_EQ(metric_of(&result, "power_limit"), 600);
  EXPECT_DOUBLE_EQ(*metric_of(&result, "power_limit_share"), 600.0 / 700);
  EXPECT_EQ(metric_of(&result, "recovery_needed"), 1);
  EXPECT_EQ(fact_of(&result, "recovery_action"), "Reset");
  EXPECT_EQ(fact_of(&result, "ecc"), "on");
  EXPECT_EQ(fact_of(&result, "mig"), "off");
  EXPECT_FALSE(metric_of(&result, "retired_pages"));  // N/A is absent, not 0
  EXPECT_EQ(metric_of(&gpu(imported, 0), "recovery_needed"), 0);
}

TEST(NvidiaSmiText, FewerGpusThanAttachedIsNamed) {
  const std::string text = sample("nvidia_smi_q.txt");
  const auto imported = import_as(kTool, text.substr(0, text.find("GPU 00000000:43")));
  EXPECT_THAT(imported.unread, Contains(HasSubstr("2 GPUs are attached and shows 1")));
}

TEST(NvidiaSmiText, ASumWithAPartMissingIsNoSum) {
  const auto imported =
      import_as(kTool, without(sample("nvidia_smi_q.txt"),
                               "            SRAM Uncorrectable SEC-DED                 : 2\n"));
  EXPECT_FALSE(metric_of(&gpu(imported, 0), "ecc_aggregate_uncorrected"));
  EXPECT_THAT(imported.unread, Contains(HasSubstr("no whole sum")));
}

TEST(NvidiaSmiXml, IdentityAndCountsOfEveryGpu) {
  const Imported imported = import_as(kTool, sample("nvidia_smi_q.xml"));
  ASSERT_THAT(imported.node.gpus, SizeIs(2));
  EXPECT_EQ(imported.node.gpus[1].pci, "0000:0f:00.0");
  EXPECT_EQ(imported.node.gpus[1].module, 4);
  EXPECT_EQ(imported.node.gpus[1].board_part, "");
  const Result& result = gpu(imported, 0);
  EXPECT_EQ(metric_of(&result, "ecc_aggregate_uncorrected"), 1);
  EXPECT_EQ(metric_of(&result, "remap_failed"), 1);
  EXPECT_EQ(metric_of(&result, "power_limit_share"), 1);
  EXPECT_EQ(metric_of(&result, "pcie_generation"), 4);
  EXPECT_EQ(fact_of(&result, "mig_pending"), "on");
  EXPECT_EQ(fact_of(&result, "persistence"), "off");
}

TEST(NvidiaSmiXml, WhatIsNoXmlIsNamedWithItsLine) {
  const auto cut = import_as(kTool, without(sample("nvidia_smi_q.xml"), "\t\t</pci>\n"));
  EXPECT_THAT(cut.unread, Contains(HasSubstr("is no XML")));
  EXPECT_THAT(cut.results, IsEmpty());
}

/// Entities are not expanded, and nothing outside is looked at.
TEST(NvidiaSmiXml, AnEntityIsText) {
  const auto imported =
      import_as(kTool, without(without(sample("nvidia_smi_q.xml"), "\"nvsmi_device_v11.dtd\"",
                                       R"("x" [<!ENTITY a SYSTEM "file:///etc/hostname">])"),
                               "525.147.05", "&a;"));
  EXPECT_EQ(imported.node.software.at("driver"), "&a;");
}

TEST(NvidiaSmiCsv, UnitsAreTakenOffAndWhatIsNotSupportedIsAbsent) {
  const Imported imported = import_as(kTool, sample("nvidia_smi_query.csv"));
  ASSERT_THAT(imported.node.gpus, SizeIs(2));
  EXPECT_EQ(imported.node.gpus[1].memory_bytes, 46068LL * 1024 * 1024);
  EXPECT_EQ(metric_of(&gpu(imported, 0), "ecc_aggregate_uncorrected"), 0);
  EXPECT_FALSE(metric_of(&gpu(imported, 1), "ecc_aggregate_uncorrected"));
  EXPECT_EQ(metric_of(&gpu(imported, 1), "power_limit"), 300);
  EXPECT_EQ(fact_of(&gpu(imported, 1), "ecc"), "off");
}

TEST(NvidiaSmiCsv, ACellThatSaysErrorMakesTheGpuOne) {
  const Imported imported = import_as(kTool, sample("nvidia_smi_query.csv"));
  EXPECT_EQ(gpu(imported, 0).outcome, Outcome::ok);
  EXPECT_EQ(gpu(imported, 1).outcome, Outcome::error);
  EXPECT_THAT(gpu(imported, 1).reason, HasSubstr("temperature.gpu is \"[Unknown Error]\""));
}

TEST(NvidiaSmiCsv, ARowMissingFromTheCountIsNamed) {
  const std::string text = sample("nvidia_smi_query.csv");
  const auto imported = import_as(kTool, text.substr(0, text.rfind("1, NVIDIA")));
  EXPECT_THAT(imported.unread, Contains(HasSubstr("2 GPUs are attached and shows 1")));
}

TEST(NvidiaSmiCsv, RetiredPagesAreCountedByGpu) {
  const Imported imported = import_as(
      kTool,
      "gpu_name, gpu_bus_id, gpu_serial, gpu_uuid, retired_pages.address, retired_pages.cause\n"
      "V100, 00000000:07:00.0, 11, GPU-1, 0x00000000000a0001, Single Bit ECC\n"
      "V100, 00000000:07:00.0, 11, GPU-1, 0x00000000000a0002, Double Bit ECC\n"
      "V100, 00000000:0A:00.0, 12, GPU-2, [N/A], Double Bit ECC\n");
  ASSERT_THAT(imported.node.gpus, SizeIs(2));
  EXPECT_EQ(metric_of(&gpu(imported, 0), "retired_pages"), 2);
  EXPECT_EQ(metric_of(&gpu(imported, 1), "retired_pages"), 0);
  EXPECT_THAT(imported.unread, IsEmpty());
}

TEST(NvidiaSmiCsv, TwoGpusOfOneUuidAreNamed) {
  const auto imported = import_as(kTool, "index, uuid\n0, GPU-1\n1, GPU-1\n");
  EXPECT_THAT(imported.unread, Contains(HasSubstr("a second GPU with the UUID GPU-1")));
}

TEST(NvidiaSmiTable, ALostGpuAndOneThatDoesNotAnswerAreErrors) {
  const Imported imported = import_as(kTool, sample("nvidia_smi_table.txt"));
  ASSERT_THAT(imported.node.gpus, SizeIs(4));
  EXPECT_EQ(gpu(imported, 2).outcome, Outcome::error);
  EXPECT_THAT(gpu(imported, 2).reason, HasSubstr("GPU is lost"));
  EXPECT_EQ(gpu(imported, 3).outcome, Outcome::error);
  EXPECT_EQ(gpu(imported, 0).outcome, Outcome::ok);
  EXPECT_EQ(metric_of(&gpu(imported, 1), "ecc_volatile_uncorrected"), 3);
  EXPECT_EQ(metric_of(&gpu(imported, 1), "power_limit"), 400);
  EXPECT_EQ(metric_of(&gpu(imported, 1), "temperature"), 30);
}

TEST(NvidiaSmiNvlink, CountsActiveLinksAndTheSlowest) {
  const Imported imported = import_as(kTool, sample("nvidia_smi_nvlink.txt"));
  EXPECT_EQ(metric_of(&gpu(imported, 0), "nvlinks"), 18);
  EXPECT_EQ(metric_of(&gpu(imported, 1), "nvlinks"), 17);
  EXPECT_DOUBLE_EQ(*metric_of(&gpu(imported, 1), "nvlink_speed"), 26.562e9);
}

}  // namespace
}  // namespace assay
