#include "burnin/nvml/health.hpp"

#include "burnin/nvml/processes.hpp"
#include "tests/burnin/nvml/opened.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> names(const std::vector<NamedCounter>& counters) {
  std::vector<std::string> all;
  all.reserve(counters.size());
  for (const auto& [name, value] : counters) all.push_back(name);
  return all;
}

TEST_F(OpenedNvml, AHealthyGpuComplainsOfNothing) {
  const Nvml nvml(fake_.library());
  const GpuHealth health = read_health(nvml.gpu(address(0)));
  EXPECT_EQ(health.ecc_volatile.uncorrected.value, 0);
  EXPECT_EQ(health.ecc_aggregate.corrected.value, 3);
  EXPECT_EQ(health.sram_threshold_exceeded.value, false);
  EXPECT_FALSE(health.remapped.value->pending);
  EXPECT_EQ(health.spare_rows.value->all, 640);
  EXPECT_EQ(health.pcie_replays.value, 2);
  EXPECT_EQ(health.recovery_action.value, "none");
  EXPECT_EQ(health.fabric.value->state, "completed");
  EXPECT_EQ(health.fabric.value->status, "Success");
  EXPECT_THAT(health.fabric.value->complaints, IsEmpty());
  EXPECT_THAT(health.throttles, IsEmpty());
  ASSERT_THAT(health.links, SizeIs(18));
  for (const NvLink& link : health.links) {
    EXPECT_EQ(link.active.value, true);
    EXPECT_DOUBLE_EQ(link.speed.value.value(), 26.562e9);
    EXPECT_THAT(names(link.counters),
                ElementsAre("nvlink_replay_errors", "nvlink_recovery_errors", "nvlink_crc_errors"));
  }
}

TEST_F(OpenedNvml, KeepsMemoriesApart) {
  fake_.tell(
      "0 4 dram_corrected 25000\n0 4 dram_uncorrected 1\n0 4 sram_uncorrected 2\n"
      "0 4 sram_threshold 1\n0 4 aggregate_corrected 10\n");
  const Nvml nvml(fake_.library());
  const GpuHealth health = read_health(nvml.gpu(address(4)));
  EXPECT_EQ(health.dram_volatile.corrected.value, 25000);
  EXPECT_EQ(health.dram_volatile.uncorrected.value, 1);
  EXPECT_EQ(health.sram_volatile.corrected.value, 0);
  EXPECT_EQ(health.sram_volatile.uncorrected.value, 2);
  EXPECT_EQ(health.ecc_volatile.uncorrected.value, 3);
  EXPECT_EQ(health.ecc_aggregate.corrected.value, 25010);
  EXPECT_EQ(health.sram_threshold_exceeded.value, true);
}

TEST_F(OpenedNvml, TellsOfRowsThatWaitForAReset) {
  fake_.play("remap_pending");
  const Nvml nvml(fake_.library());
  const GpuHealth health = read_health(nvml.gpu(address(1)));
  EXPECT_TRUE(health.remapped.value->pending);
  EXPECT_FALSE(health.remapped.value->failed);
  EXPECT_EQ(health.remapped.value->uncorrected, 1);
  EXPECT_EQ(health.spare_rows.value->many, 1);
  EXPECT_EQ(health.recovery_action.value, "reset");
}

TEST_F(OpenedNvml, LinksThatAreDownAreListed) {
  fake_.tell("0 5 nvlinks_down 2\n0 5 nvlink_errors 7\n");
  const Nvml nvml(fake_.library());
  const auto links = read_health(nvml.gpu(address(5))).links;
  ASSERT_THAT(links, SizeIs(18));
  EXPECT_EQ(links[15].active.value, true);
  EXPECT_EQ(links[16].active.value, false);
  EXPECT_EQ(links[17].counters.front().second.value, 7);
  EXPECT_EQ(links[0].counters.front().second.value, 0);
}

TEST_F(OpenedNvml, LinksOfTheFifthGenerationCountOtherwise) {
  fake_.tell("0 * nvlink_generation 5\n0 * nvlink_mbps 53125\n");
  const Nvml nvml(fake_.library());
  const auto links = read_health(nvml.gpu(address(0))).links;
  ASSERT_THAT(links, SizeIs(18));
  EXPECT_THAT(names(links[3].counters), Contains("nvlink_symbol_errors"));
  EXPECT_THAT(names(links[3].counters), testing::Not(Contains("nvlink_crc_errors")));
  for (const std::string& name : names(links[3].counters))
    EXPECT_THAT(nvlink_counter_names(), Contains(name));
}

TEST_F(OpenedNvml, NamesThrottleReasons) {
  fake_.play("throttling");
  fake_.at(5);
  const Nvml nvml(fake_.library());
  const GpuHealth health = read_health(nvml.gpu(address(2)));
  EXPECT_THAT(health.throttles, ElementsAre("throttle_hardware", "throttle_hardware_thermal"));
  EXPECT_THAT(names(health.throttled_ns), Contains("throttle_hardware_thermal"));
  EXPECT_THAT(read_health(nvml.gpu(address(3))).throttles, IsEmpty());
}

TEST_F(OpenedNvml, TellsWhatTheFabricComplainsOf) {
  // Bandwidth degraded (bits 1:0 = 1), route healthy (bits 5:4 = 2), too few NVLinks (bits 11:8 =
  // 5).
  fake_.tell("0 7 fabric_state 2\n0 7 fabric_health 1313\n");
  const Nvml nvml(fake_.library());
  const auto fabric = read_health(nvml.gpu(address(7))).fabric;
  EXPECT_EQ(fabric.value->state, "in progress");
  EXPECT_THAT(fabric.value->complaints, ElementsAre("bandwidth degraded", "too few NVLinks"));
}

TEST_F(OpenedNvml, ListsProcesses) {
  fake_.tell("0 3 process 5555\n");
  const Nvml nvml(fake_.library());
  EXPECT_THAT(*read_processes(nvml.gpu(address(3))).value, ElementsAre(5555));
  EXPECT_THAT(*read_processes(nvml.gpu(address(2))).value, IsEmpty());
  fake_.play("unsupported");
  EXPECT_FALSE(read_processes(nvml.gpu(address(3))).supported());
}

TEST_F(OpenedNvml, HealthOfALostGpuIsAllFailures) {
  const Nvml nvml(fake_.library());
  const NvmlGpu gpu = nvml.gpu(address(6));
  fake_.tell("0 6 lost 1\n");
  const GpuHealth health = read_health(gpu);
  for (const auto* errors : {&health.ecc_volatile, &health.dram_volatile, &health.sram_aggregate})
    EXPECT_THAT(errors->uncorrected.failure, testing::HasSubstr("GPU is lost"));
  EXPECT_THAT(health.remapped.failure, testing::HasSubstr("GPU is lost"));
  EXPECT_THAT(health.recovery_action.failure, testing::HasSubstr("GPU is lost"));
  EXPECT_THAT(read_processes(gpu).failure, testing::HasSubstr("GPU is lost"));
  EXPECT_EQ(read_health(nvml.gpu(address(5))).ecc_volatile.uncorrected.value, 0);
}

TEST_F(OpenedNvml, WhatIsNotSupportedIsAbsentFromHealth) {
  fake_.play("unsupported");
  const Nvml nvml(fake_.library());
  const GpuHealth health = read_health(nvml.gpu(address(0)));
  EXPECT_FALSE(health.ecc_volatile.uncorrected.supported());
  EXPECT_FALSE(health.remapped.supported());
  EXPECT_FALSE(health.fabric.supported());
  EXPECT_THAT(health.links, IsEmpty());
  EXPECT_THAT(health.throttled_ns, IsEmpty());
}

}  // namespace
}  // namespace assay
