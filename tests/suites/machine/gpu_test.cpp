#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suites/machine/observe.hpp"

namespace assay {
namespace {

using fakes::FakeNvml;
using fakes::HostTree;
using testing::HasSubstr;

Result gpu_result(int number, const Change& before, const Change& during = nullptr) {
  for (Result& result : observe(before, during))
    if (result.test == "system.gpu" && result.subject.index == number) return std::move(result);
  ADD_FAILURE() << "no result of gpu " << number;
  return {};
}

Change tells(const std::string& lines) {
  return [lines](HostTree& tree) { tree.nvml().tell(lines); };
}

TEST(SystemGpu, NamesTheGpuByUuidAndSerial) {
  const Subject subject = gpu_result(3, nullptr).subject;
  EXPECT_EQ(subject.uuid, HostTree::uuid(3));
  EXPECT_EQ(subject.serial, "1650123000003");
}

TEST(SystemGpu, KeepsModesAsFacts) {
  const auto facts =
      gpu_result(1, tells("0 1 ecc_pending 0\n0 1 mig 1\n0 1 persistence 0\n")).facts;
  EXPECT_EQ(facts.at("ecc"), "on");
  EXPECT_EQ(facts.at("ecc_pending"), "off");
  EXPECT_EQ(facts.at("mig"), "on");
  EXPECT_EQ(facts.at("persistence"), "off");
  EXPECT_EQ(facts.at("compute_mode"), "default");
  EXPECT_EQ(facts.at("fabric"), "completed");
  EXPECT_EQ(facts.at("gsp_firmware"), "580.95.05");
}

/// What a limit may choose by: configuration, and never what happened.
TEST(SystemGpu, ParametersSayWhatTheGpuHas) {
  const auto healthy = gpu_result(0, nullptr).params;
  for (const char* name : {"ecc", "row_remapper", "nvlink"})
    EXPECT_EQ(healthy.at(name), ParamValue(true)) << name;
  EXPECT_EQ(gpu_result(0, tells("0 0 ecc 0\n")).params.at("ecc"), ParamValue(false));
  EXPECT_EQ(gpu_result(0, tells("0 0 nvlinks 0\n")).params.at("nvlink"), ParamValue(false));
  const auto none = gpu_result(0, tells("0 0 unsupported 1\n")).params;
  for (const char* name : {"ecc", "row_remapper", "nvlink"})
    EXPECT_EQ(none.at(name), ParamValue(false)) << name;
}

TEST(SystemGpu, SaysWhatToDo) {
  const auto action = [](const std::string& lines) {
    const auto facts = gpu_result(1, tells(lines)).facts;
    return facts.contains("action") ? facts.at("action") : "";
  };
  EXPECT_EQ(action(""), "");
  EXPECT_THAT(action("0 1 remap_pending 1\n"), HasSubstr("reset the GPU"));
  EXPECT_THAT(action("0 1 remap_pending 1\n0 1 recovery_action 2\n"), HasSubstr("reboot"));
  EXPECT_THAT(action("0 1 remap_failure 1\n0 1 recovery_action 1\n"),
              HasSubstr("replace the board"));
}

TEST(SystemGpu, SaysWhyAGpuIsUnreadable) {
  const auto reason = [](const Change& before, const Change& during = nullptr) {
    return gpu_result(6, before, during).reason;
  };
  EXPECT_THAT(reason(nullptr, tells("0 6 lost 1\n")),
              HasSubstr(HostTree::gpu(6) + ": GPU is lost"));
  EXPECT_THAT(reason(tells("0 6 absent 1\n")), HasSubstr(HostTree::gpu(6) + ": Not Found"));
  EXPECT_THAT(reason(tells("0 node driver_not_loaded 1\n")), HasSubstr("Driver Not Loaded"));
  EXPECT_EQ(reason([](HostTree& t) { t.remove("/usr"); }), "no libnvidia-ml.so.1");
}

TEST(SystemGpu, SaysWhichCounterMovedBackwardsAndWhichLinkErred) {
  const auto back =
      gpu_result(2, tells("0 2 dram_corrected 10\n"), tells("0 2 dram_corrected 4\n")).facts;
  EXPECT_THAT(back.at("dram_corrected_delta_unknown"), HasSubstr("moved backwards, from 10 to 4"));
  const auto links = gpu_result(2, nullptr, tells("0 2 nvlink_errors 4\n")).facts;
  EXPECT_EQ(links.at("nvlink_crc_errors"), "link 17: 4");
  EXPECT_EQ(gpu_result(2, tells("0 2 nvlinks_down 2\n")).facts.at("nvlinks_down"), "16, 17");
}

/// One GPU that is unwell must not blur what is said of the others.
TEST(SystemGpu, OthersStandBesideALostOne) {
  int looked_at = 0;
  for (const Result& result : observe(tells("0 6 lost 1\n"))) {
    if (result.test != "system.gpu") continue;
    EXPECT_EQ(result.outcome, result.subject.index == 6 ? Outcome::skipped : Outcome::ok);
    ++looked_at;
  }
  EXPECT_EQ(looked_at, 8);
}

TEST(SystemGpu, AnOlderDriverLeavesOutWhatItLacks) {
  const Result result = gpu_result(0, [](HostTree& t) {
    t.remove("/usr");
    t.install_nvml(FakeNvml::Driver::older);
  });
  EXPECT_EQ(result.outcome, Outcome::ok);
  EXPECT_FALSE(result.facts.contains("mig"));
  EXPECT_EQ(result.params.at("row_remapper"), ParamValue(false));
  EXPECT_EQ(result.metrics.front().value, 0) << result.metrics.front().name;
}

TEST(SystemGpu, OtherMakersGpusAreNotItsOwn) {
  for (const Result& result : observe([](HostTree& t) {
         for (int i = 0; i < 8; ++i)
           t.write(HostTree::pci_file(HostTree::gpu(i), "vendor"), "0x1002\n");
       }))
    if (result.test == "system.gpu") {
      EXPECT_TRUE(result.absent) << label(result.subject);
    }
}

}  // namespace
}  // namespace assay
