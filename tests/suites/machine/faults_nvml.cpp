#include "tests/suites/machine/faults.hpp"

namespace assay {
using fakes::HostTree;
namespace {

std::string gpu(int number, const std::string& metric) {
  return "system.gpu|gpu " + std::to_string(number) + "|" + metric;
}

Change tells(const std::string& lines) {
  return [lines](HostTree& tree) { tree.nvml().tell(lines); };
}

Change plays(const std::string& scenario, double at_s = 0) {
  return [=](HostTree& tree) {
    tree.nvml().play(scenario);
    tree.nvml().at(at_s);
  };
}

Readings no_reading_of(int number) {
  Readings readings = all_of(healthy(), gpu(number, ""), "-");
  readings.erase(gpu(number, "outcome"));
  return readings;
}

/// The GPU is there and does not answer.
Readings silence_of(int number) {
  return merged({{{gpu(number, "outcome"), "skipped"}}, no_reading_of(number)});
}

Readings silence_of_all() {
  Readings all;
  for (int i = 0; i < 8; ++i) all.merge(silence_of(i));
  return all;
}

std::vector<Fault> memory_errors() {
  return {
      {"EccStorm",
       plays("ecc_storm"),
       plays("ecc_storm", 3),
       {{gpu(4, "ecc_corrected_delta"), "24990"},
        {gpu(4, "dram_corrected_delta"), "24990"},
        {gpu(4, "ecc_uncorrected_delta"), "1"},
        {gpu(4, "dram_uncorrected_delta"), "1"},
        {gpu(4, "ecc_aggregate_uncorrected"), "1"}}},
      {"SramErrors",
       nullptr,
       tells("0 0 sram_uncorrected 5\n0 0 sram_threshold 1\n"),
       {{gpu(0, "sram_uncorrected_delta"), "5"},
        {gpu(0, "ecc_uncorrected_delta"), "5"},
        {gpu(0, "ecc_aggregate_uncorrected"), "5"},
        {gpu(0, "sram_threshold_exceeded"), "1"}}},
      {"GpuCounterMovedBackwards",
       tells("0 2 dram_corrected 10\n"),
       tells(""),
       {{gpu(2, "ecc_corrected_delta"), "?"}, {gpu(2, "dram_corrected_delta"), "?"}}},
      {"RemapPending",
       plays("remap_pending"),
       nullptr,
       {{gpu(1, "remap_pending"), "1"},
        {gpu(1, "remapped_rows"), "1"},
        {gpu(1, "recovery_needed"), "1"},
        {gpu(1, "ecc_aggregate_uncorrected"), "1"}}},
      {"RemapFailed", tells("0 6 remap_failure 1\n"), nullptr, {{gpu(6, "remap_failed"), "1"}}},
      {"RowRemappedDuringTheRun",
       nullptr,
       tells("0 3 remap_corrected 2\n"),
       {{gpu(3, "rows_remapped_delta"), "2"}, {gpu(3, "remapped_rows"), "2"}}},
  };
}

std::vector<Fault> settings() {
  return {
      {"GpuLinkAtX8",
       plays("pcie_x8"),
       nullptr,
       {{gpu(0, "pcie_width"), "8"}, {gpu(0, "pcie_width_share"), "0.5"}}},
      {"PcieReplaysRise",
       nullptr,
       tells("0 5 pcie_replays 12\n"),
       {{gpu(5, "pcie_replays_delta"), "10"}}},
      {"PowerLimitLowered",
       tells("0 7 power_limit 350\n"),
       nullptr,
       {{gpu(7, "power_limit"), "350"}, {gpu(7, "power_limit_share"), "0.5"}}},
      {"NvlinkDown",
       tells("0 2 nvlinks_down 9\n"),
       nullptr,
       {{gpu(2, "nvlinks"), "9"}, {gpu(2, "nvlinks_share"), "0.5"}}},
      {"NvlinkSlow",
       tells("0 2 nvlink_mbps 13281\n"),
       nullptr,
       {{gpu(2, "nvlink_speed"), "1.3281e+10"}}},
      {"NvlinkErrorsRise",
       tells("0 4 nvlink_errors 1\n"),
       tells("0 4 nvlink_errors 6\n"),
       {{gpu(4, "nvlink_replay_errors_delta"), "5"},
        {gpu(4, "nvlink_recovery_errors_delta"), "5"},
        {gpu(4, "nvlink_crc_errors_delta"), "5"}}},
      {"NvlinkCountersMovedBackwards",
       tells("0 4 nvlink_errors 6\n"),
       tells("0 4 nvlink_errors 1\n"),
       {{gpu(4, "nvlink_replay_errors_delta"), "?"},
        {gpu(4, "nvlink_recovery_errors_delta"), "?"},
        {gpu(4, "nvlink_crc_errors_delta"), "?"}}},
      {"FabricComplains",
       tells("0 1 fabric_health 1\n"),
       nullptr,
       {{gpu(1, "fabric_complaints"), "1"}}},
      {"ContextOfAForeignProcess",
       tells("0 6 process 4000\n"),
       nullptr,
       {{"system.foreign|gpu 6|gpu_processes", "1"}}},
  };
}

std::vector<Fault> silence() {
  return {
      {"GpuLostDuringTheRun", plays("lost_gpu"), plays("lost_gpu", 3), silence_of(6)},
      {"GpuThatNvmlDoesNotList", plays("seven_of_eight"), nullptr, silence_of(7)},
      {"DriverNotLoaded", plays("driver_not_loaded"), nullptr, silence_of_all()},
      {"NoNvmlLibrary", [](HostTree& t) { t.remove("/usr"); }, nullptr, silence_of_all()},
      {"GpuThatSupportsNothing", tells("0 3 unsupported 1\n"), nullptr, no_reading_of(3)},
  };
}

}  // namespace

std::vector<Fault> nvml_faults() {
  std::vector<Fault> all = memory_errors();
  for (const auto& some : {settings(), silence()}) all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace assay
