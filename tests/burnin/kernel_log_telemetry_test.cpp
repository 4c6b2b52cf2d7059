#include "burnin/host/kernel_log_telemetry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "burnin/events.hpp"
#include "core/error.hpp"
#include "tests/burnin/small_tree.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class KernelLogWatch : public testing::Test {
 protected:
  static constexpr double kNow_s = 1'795'000'000, kUptime_s = 5 * 86400;

  KernelLogWatch() {
    tree_.write("/proc/uptime", std::to_string(kUptime_s) + " 1.0\n");
    tree_.write("/dev/kmsg", "");
    for (int i = 0; i < 8; ++i) gpus_.push_back({.index = i, .pci = address(i)});
  }
  static std::string address(int gpu) { return "0000:1" + std::to_string(gpu) + ":00.0"; }
  static std::string xid(int gpu, const std::string& rest) {
    return "NVRM: Xid (PCI:" + address(gpu).substr(0, 10) + "): " + rest;
  }
  /// Appends, as a log grows.
  void log(const std::string& text, double age_s = 0) {
    tree_.append("/dev/kmsg", record(text, age_s));
  }
  std::string record(const std::string& text, double age_s) {
    const double micros = (kUptime_s - age_s) * 1e6;
    return "3," + std::to_string(sequence_++) + "," +
           std::to_string(static_cast<std::int64_t>(micros)) + ",-;" + text + "\n";
  }

  SmallTree tree_;
  HostFiles files_ = tree_.files();
  SimulatedClock clock_{kNow_s};
  std::vector<Gpu> gpus_;
  int sequence_ = 1000;
};

TEST_F(KernelLogWatch, TellsOnlyWhatIsNew) {
  log(xid(1, "79, fell off before the run"));
  KernelLogTelemetry watch(files_, clock_, gpus_);
  EXPECT_EQ(watch.read().at(0).value, 0);
  EXPECT_THAT(watch.take_events(), IsEmpty());
  log(xid(2, "94, pid=12, name=x, Contained"));
  log("usb 1-1: new device");
  EXPECT_EQ(watch.read().at(0).value, 1);
  const auto events = watch.take_events();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].code, 94);
  EXPECT_EQ(label(events[0].subject), "gpu 2");
  EXPECT_THAT(watch.take_events(), IsEmpty());
  EXPECT_EQ(watch.read().at(0).value, 1);
  EXPECT_THAT(watch.take_events(), IsEmpty()) << "told once";
}

TEST_F(KernelLogWatch, EveryKind) {
  KernelLogTelemetry watch(files_, clock_, gpus_);
  log("mce: [Hardware Error]: Machine check events logged");
  log("EDAC MC0: 1 CE memory read error on CPU_SrcID#0");
  log("pcieport 0000:10:00.0: AER: Corrected error received: 0000:13:00.0");
  log("INFO: task python:4242 blocked for more than 120 seconds.");
  log("NVRM: GPU 0000:13:00.0: RmInitAdapter failed! (0x26:0xffff:1474)");
  log("mlx5_core 0000:15:00.0: poll_health:796:(pid 0): device's health compromised - reached "
      "miss count");
  log("mlx5_core 0000:15:00.0: mlx5_pcie_event:301:(pid 9): Detected sufficient power");
  (void)watch.read();
  EXPECT_THAT(watch.take_events(),
              ElementsAre(Field(&Event::kind, "mce"), Field(&Event::kind, "edac"),
                          Field(&Event::kind, "aer"), Field(&Event::kind, "hung_task"),
                          Field(&Event::kind, "gpu_driver"), Field(&Event::kind, "nic")));
}

TEST_F(KernelLogWatch, LinesThatGoOnAreNotNews) {
  KernelLogTelemetry watch(files_, clock_, gpus_);
  log(xid(3, "79, pid=1, GPU has fallen off the bus."));
  (void)watch.read();
  EXPECT_THAT(watch.take_events(), SizeIs(1));
  log("NVRM: GPU " + address(3) + ": GPU has fallen off the bus.");
  (void)watch.read();
  EXPECT_THAT(watch.take_events(), IsEmpty());
}

TEST_F(KernelLogWatch, AStormIsCountedAndNotTold) {
  KernelLogTelemetry watch(files_, clock_, gpus_);
  std::size_t told = 0;
  for (int burst = 0; burst < 50; ++burst) {
    for (int i = 0; i < 100; ++i)
      log("EDAC MC0: 1 CE error " + std::to_string(i), -0.001 * (burst * 100 + i));
    (void)watch.read();
    told += watch.take_events().size();
  }
  EXPECT_EQ(told, static_cast<std::size_t>(KernelLogTelemetry::kMostAlike));
  EXPECT_EQ(watch.read().at(0).value, 5000);
  log(xid(0, "48, DBE"));
  (void)watch.read();
  EXPECT_THAT(watch.take_events(), SizeIs(1)) << "another kind is told all the same";
}

TEST_F(KernelLogWatch, ALineIsReadWhenItIsWhole) {
  tree_.remove("/dev/kmsg");
  tree_.write("/var/log/kern.log", "2026-11-18T00:00:00+00:00 n kernel: old\n");
  KernelLogTelemetry watch(files_, clock_, gpus_);
  (void)watch.read();
  tree_.append("/var/log/kern.log", "2026-11-18T00:00:01+00:00 n kernel: " + xid(4, "4"));
  (void)watch.read();
  EXPECT_THAT(watch.take_events(), IsEmpty()) << "not Xid 4";
  tree_.append("/var/log/kern.log", "8, DBE\n");
  (void)watch.read();
  EXPECT_THAT(watch.take_events(), ElementsAre(Field(&Event::code, 48)));
}

TEST_F(KernelLogWatch, ARotatedLogIsFollowed) {
  tree_.remove("/dev/kmsg");
  tree_.write("/var/log/kern.log", "2026-11-18T00:00:00+00:00 n kernel: old\n");
  KernelLogTelemetry watch(files_, clock_, gpus_);
  (void)watch.read();
  tree_.append("/var/log/kern.log", "2026-11-18T00:00:01+00:00 n kernel: " + xid(4, "48, DBE\n"));
  std::filesystem::rename(tree_.at("/var/log/kern.log"), tree_.at("/var/log/kern.log.1"));
  tree_.write("/var/log/kern.log",
              "2026-11-18T00:00:02+00:00 n kernel: " + xid(5, "95, Uncontained\n"));
  (void)watch.read();
  EXPECT_THAT(watch.take_events(), ElementsAre(Field(&Event::code, 48), Field(&Event::code, 95)));
}

TEST_F(KernelLogWatch, NoLogAndAnUnreadableOneThrow) {
  tree_.remove("/dev/kmsg");
  tree_.write("/dev/kmsg/in its place", "reading a folder fails, also for root");
  KernelLogTelemetry unreadable(files_, clock_, gpus_);
  EXPECT_THROW((void)unreadable.read(), Error);
  tree_.remove("/dev/kmsg");
  KernelLogTelemetry absent(files_, clock_, gpus_);
  EXPECT_THROW((void)absent.read(), Error);
}

Event xid_event(const std::string& at, std::int64_t code, const std::string& text,
                std::int64_t gpu = 1) {
  return {.at = at,
          .kind = "xid",
          .subject = {.kind = "gpu", .index = gpu},
          .code = code,
          .text = text};
}

TEST(AddEvent, OneXidOfTwoSourcesIsOne) {
  const Event nvml = xid_event("2026-11-22T10:00:03Z", 79, "Xid 79 of 0000:14:00.0");
  const Event kernel = xid_event("2026-11-22T10:00:01Z", 79, "NVRM: Xid (PCI:0000:14:00): 79, x");
  std::vector<Event> events;
  EXPECT_TRUE(add_event(events, nvml));
  EXPECT_FALSE(add_event(events, kernel));
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_THAT(events[0].text, HasSubstr("NVRM"));
  EXPECT_FALSE(add_event(events, nvml));
  EXPECT_TRUE(add_event(events, kernel)) << "the kernel says each thing once";
}

TEST(AddEvent, DifferentXidsStay) {
  std::vector<Event> events;
  EXPECT_TRUE(add_event(events, xid_event("2026-11-22T10:00:03Z", 79, "Xid 79")));
  EXPECT_TRUE(add_event(events, xid_event("2026-11-22T10:00:03Z", 48, "NVRM: Xid: 48")));
  EXPECT_TRUE(add_event(events, xid_event("2026-11-22T10:00:03Z", 79, "NVRM: Xid: 79", 2)));
  EXPECT_TRUE(add_event(events, xid_event("2026-11-22T10:05:03Z", 79, "NVRM: Xid: 79")));
  EXPECT_TRUE(add_event(events, {.kind = "edac", .text = "NVRM: "}));
  EXPECT_THAT(events, SizeIs(5));
}

}  // namespace
}  // namespace assay
