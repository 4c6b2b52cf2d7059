#include "core/kernel_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "burnin/host/kernel_log.hpp"
#include "core/clock.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using Kind = KernelEvent::Kind;

std::optional<KernelEvent> event_in(const std::string& text) {
  return kernel_event({10.0, {}, text});
}

std::vector<KernelEvent> events_in(const std::vector<std::pair<double, std::string>>& lines) {
  std::vector<LogRecord> records;
  records.reserve(lines.size());
  for (const auto& [at, text] : lines) records.push_back({at, {}, text});
  return kernel_events(records);
}

struct Line {
  std::string text;
  std::optional<Kind> kind;
  std::optional<std::int64_t> code;
  std::string pci;
};

class KernelLine : public testing::TestWithParam<Line> {};

TEST_P(KernelLine, IsWhatItIs) {
  const Line& line = GetParam();
  const auto event = event_in(line.text);
  ASSERT_EQ(event.has_value(), line.kind.has_value()) << line.text;
  if (!event) return;
  EXPECT_EQ(event->kind, *line.kind) << name(event->kind);
  EXPECT_EQ(event->code, line.code);
  EXPECT_EQ(event->pci, line.pci);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, KernelLine,
    testing::Values(
        Line{"NVRM: Xid (PCI:0000:5d:00): 48, pid=77, name=train, DBE in the framebuffer",
             Kind::xid, 48, "0000:5d:00"},
        Line{"NVRM: Xid (0000:02:00): 31, Ch 00000003", Kind::xid, 31, "0000:02:00"},
        Line{"NVRM: Xid (PCI:0009:01:00): 149, NETIR_LINK_EVT  Fatal   XC0 i0 Link 01", Kind::xid,
             149, "0009:01:00"},
        Line{"prefix kernel: NVRM: Xid (PCI:0000:10:1c): 63, pid=9, Row Remapper", Kind::xid, 63,
             "0000:10:1c"},
        Line{"nvidia-nvswitch3: SXid (PCI:0000:04:00.0): 22013, Non-fatal, Link 44 Minion",
             Kind::sxid, 22013, "0000:04:00.0"},
        Line{"NVRM: GPU 0000:65:00.0: GPU has fallen off the bus.", Kind::xid, 79, "0000:65:00.0"},
        Line{"mce: [Hardware Error]: CPU 12: Machine Check: 0 Bank 7: 8c00004000010090",
             Kind::mce,
             {},
             ""},
        Line{"{3}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 4",
             Kind::mce,
             {},
             ""},
        Line{"EDAC MC3: 2 UE memory scrubbing error on CPU_SrcID#1_MC#1", Kind::edac, {}, ""},
        Line{"EDAC sbridge MC0: 1 CE memory read error", std::nullopt, {}, ""},
        Line{"pcieport 0000:20:01.0: AER: Multiple Corrected error received: 0000:24:00.0",
             Kind::aer,
             {},
             "0000:24:00.0"},
        Line{"pcieport 0000:20:01.0: AER: Correctable error message received from 0000:24:00.0",
             Kind::aer,
             {},
             "0000:24:00.0"},
        Line{"pcieport 0000:20:01.0: AER: Uncorrected (Fatal) error received: id=0008",
             Kind::aer,
             {},
             "0000:20:01.0"},
        Line{"I/O error, dev nvme1n1, sector 99 op 0x1:(WRITE)", Kind::io, {}, ""},
        Line{"nvme nvme0: I/O tag 12 (000c) QID 5 timeout, aborting", Kind::io, {}, ""},
        Line{"INFO: task nccl:881 blocked for more than 241 seconds.", Kind::hung, {}, ""},
        Line{"watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [python3:99]", Kind::hung, {}, ""},
        Line{"rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:", Kind::hung, {}, ""}));

INSTANTIATE_TEST_SUITE_P(
    Harmless, KernelLine,
    testing::Values(Line{"mce: CPU supports 20 MCE banks", {}, {}, ""},
                    Line{"EDAC MC: Ver: 3.0.0", {}, {}, ""},
                    Line{"EDAC MC0: Giving out device to module skx_edac controller", {}, {}, ""},
                    Line{"pcieport 0000:20:01.0: AER: enabled with IRQ 31", {}, {}, ""},
                    Line{"pcieport 0000:20:01.0: PME: Signaling with IRQ 31", {}, {}, ""},
                    Line{"blk_update_request: I/O error, dev fd0, sector 0", {}, {}, ""},
                    Line{"NVRM: loading NVIDIA UNIX x86_64 Kernel Module  580.95.05", {}, {}, ""},
                    Line{"nvidia-nvswitch3: open (major=510)", {}, {}, ""},
                    Line{"NVRM: Xid (PCI:0000:5d:00): none", {}, {}, ""}));

TEST(KernelEvents, OneSwitchErrorOfThreeLinesCountsOnce) {
  const std::string head = "nvidia-nvswitch1: SXid (PCI:0000:84:00.0): 12028, ";
  const std::vector<std::pair<double, std::string>> report{
      {5, head + "Non-fatal, Link 31 egress"},
      {5, head + "Severity 0 Engine instance 31"},
      {5, head + "Data {0x1, 0x2}"}};
  EXPECT_EQ(events_in(report).size(), 1U);
  EXPECT_EQ(events_in({report[2]}).size(), 1U) << "only its data line is left";
}

TEST(KernelEvents, FallenGpuCountsOnceWithItsXid) {
  const std::string xid = "NVRM: Xid (PCI:0000:65:00): 79, GPU has fallen off the bus.";
  const std::string line = "NVRM: GPU 0000:65:00.0: GPU has fallen off the bus.";
  EXPECT_EQ(events_in({{5, xid}, {5, line}}).size(), 1U);
  EXPECT_EQ(events_in({{5, line}, {6, line}}).size(), 1U);
  EXPECT_EQ(events_in({{5, xid}, {5000, line}}).size(), 2U) << "that was another day";
  EXPECT_EQ(
      events_in({{5, xid}, {5, "NVRM: GPU 0000:66:00.0: GPU has fallen off the bus."}}).size(), 2U);
}

TEST(KernelEvents, RepeatedXidsCountEach) {
  const std::string xid = "NVRM: Xid (PCI:0000:65:00): 94, Contained";
  EXPECT_EQ(events_in({{5, xid}, {5, xid}, {6, xid}}).size(), 3U);
}

TEST(KernelEvents, AreAboutTheGpuAtTheAddress) {
  const std::vector<Gpu> gpus{{.index = 0, .uuid = "GPU-a", .pci = "0000:13:00.0"},
                              {.index = 1, .uuid = "GPU-b", .pci = "0000:14:00.0"}};
  const Event on_gpu = to_event(*event_in("NVRM: Xid (PCI:0000:14:00): 79, x"), gpus);
  EXPECT_EQ(label(on_gpu.subject), "gpu 1");
  EXPECT_EQ(on_gpu.subject.uuid, "GPU-b");
  EXPECT_EQ(on_gpu.kind, "xid");
  EXPECT_EQ(on_gpu.code, 79);
  EXPECT_EQ(on_gpu.at, "1970-01-01T00:00:10Z");
  EXPECT_EQ(label(to_event(*event_in("NVRM: Xid (PCI:0000:99:00): 79, x"), gpus).subject),
            "pci 0000:99:00");
  EXPECT_EQ(gpu_at(gpus, ""), nullptr);
}

TEST(KernelLog, ReadsTextWhereThereIsNoKmsg) {
  fakes::HostTree tree;
  tree.remove("/dev/kmsg");
  tree.write("/var/log/kern.log",
             "2026-11-18T00:00:00.5+00:00 node-0001 kernel: [1.5] NVRM: Xid (PCI:" +
                 fakes::HostTree::gpu(2).substr(0, 10) + "): 48, DBE\n");
  const KernelLog log = read_kernel_log(tree.files(), fakes::HostTree::kNow_s);
  EXPECT_EQ(log.source, "/var/log/kern.log");
  const auto events = kernel_events(log.records);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].code, 48);
  EXPECT_EQ(iso8601(events[0].wall_s.value_or(0)), "2026-11-18T00:00:00Z");
}

TEST(KernelLog, UnreadableLogIsNotReplacedByAnother) {
  fakes::HostTree tree;
  tree.make_unreadable("/dev/kmsg");
  tree.write("/var/log/kern.log", "2026-11-18T00:00:00+00:00 node-0001 kernel: quiet\n");
  EXPECT_THAT(read_kernel_log(tree.files(), fakes::HostTree::kNow_s).why_not,
              testing::HasSubstr("/dev/kmsg"));
}

TEST(KernelLog, EmptyAndAbsentLogsSayNothing) {
  fakes::HostTree tree;
  tree.write("/dev/kmsg", "");
  EXPECT_NE(read_kernel_log(tree.files(), fakes::HostTree::kNow_s).why_not, "");
  tree.remove("/dev/kmsg");
  EXPECT_NE(read_kernel_log(tree.files(), fakes::HostTree::kNow_s).why_not, "");
}

/// Logs of real machines, where they lie beside the project.
TEST(KernelEvents, RealLogsGiveTheirXids) {
  const std::filesystem::path folder =
      std::filesystem::path(ASSAY_SOURCE_DIR) / "../shared/samples/dmesg-xid";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no samples at " << folder;
  const std::map<std::string, std::map<std::int64_t, int>> wanted{
      {"gpud_dmesg-time-format-iso.log", {{48, 1}, {63, 1}, {94, 9}}},
      {"gpud_dmesg-with-xid-119.log", {{119, 5}}},
      {"gpud_gb200_nvlink5_xid_144_154_timestamped.log", {{79, 1}, {149, 5}, {154, 4}}},
      {"bumblebee677_old_format_xid32_31.log", {{31, 1}, {32, 2}}},
      {"hf_m4_chronicles_a100_xid63_double_prefix.log", {{63, 1}}},
      {"azhpcdiag_journald.log", {}},
      {"gpud_kmsg.1.log", {}},
      {"gpud_dmesg.peermem.log.0.txt", {}},
      {"amd_nodescraper_dmesg_sample_with_collapsing.log", {}}};
  for (const auto& [file, codes] : wanted) {
    std::stringstream text;
    text << std::ifstream(folder / file).rdbuf();
    std::map<std::int64_t, int> found;
    for (const KernelEvent& event : kernel_events(parse_log(text.str(), {1.8e9, 1.7e9})))
      ++found[event.code.value_or(-1)];
    EXPECT_EQ(found, codes) << file;
  }
}

}  // namespace
}  // namespace assay
