#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "importing.hpp"
#include "tests/reports/importers/variants.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(KernelLogImport, EveryFaultOnceWithItsKind) {
  const Imported imported = import_as("kernel-log", sample("dmesg.log"));
  EXPECT_THAT(imported.events, ElementsAre(Field(&Event::kind, "xid"), Field(&Event::kind, "xid"),
                                           Field(&Event::kind, "aer"), Field(&Event::kind, "edac"),
                                           Field(&Event::kind, "mce"), Field(&Event::kind, "xid"),
                                           Field(&Event::kind, "link_down")));
  const Result* result = result_of(imported, "system.kernel_log");
  EXPECT_EQ(metric_of(result, "xid_count"), 3);
  EXPECT_EQ(metric_of(result, "edac_count"), 1);
  EXPECT_EQ(metric_of(result, "link_down_count"), 1);
  EXPECT_EQ(fact_of(result, "xid_codes"), "31 on 0000:3b:00 x2, 79 on 0000:86:00 x1");
  EXPECT_THAT(fact_of(result, "xid_meanings"), HasSubstr("79: "));
  EXPECT_EQ(imported.events.back().subject.id, "ens10f0np0");
}

TEST(KernelLogImport, SecondsSinceBootTellNoTime) {
  for (const Event& event : import_as("kernel-log", sample("dmesg.log")).events)
    EXPECT_EQ(event.at, "");
}

TEST(KernelLogImport, AStampWithItsZoneTellsTheTime) {
  const Imported imported = import_as("kernel-log", sample("syslog.log"));
  ASSERT_THAT(imported.events, SizeIs(2));
  EXPECT_EQ(imported.events[0].at, "2026-03-04T00:02:03Z");
  EXPECT_EQ(imported.events[0].code, 63);
  EXPECT_EQ(imported.events[1].kind, "link_down");
  EXPECT_EQ(imported.events[1].subject.id, "ib2");
}

/// A quiet log is no proof of health.
TEST(KernelLogImport, NothingFoundIsNoFinding) {
  const Imported imported = import_as("kernel-log", "[    1.000000] usb 1-1: new device\n");
  EXPECT_THAT(imported.events, IsEmpty());
  const Result* result = result_of(imported, "system.kernel_log");
  ASSERT_NE(result, nullptr);
  for (const Metric& metric : result->metrics) EXPECT_FALSE(metric.value) << metric.name;
  EXPECT_EQ(fact_of(result, "xid_count_unknown"), "a log does not say that it is whole");
}

/// A kernel log may lose faults, for which reason none found is no finding; it cannot gain any.
TEST(DamagedKernelLog, HasNoFaultThatWasNotThereAndNoZero) {
  for (const char* file : {"dmesg.log", "syslog.log"}) {
    const std::string text = sample(file);
    std::set<std::pair<std::string, std::optional<std::int64_t>>> known;
    for (const Event& event : import_as("kernel-log", text).events)
      known.emplace(event.kind, event.code);
    EXPECT_FALSE(known.empty());
    for (const test::Variant& variant : test::variants_of(text)) {
      const Imported damaged = import_as("kernel-log", variant.text);
      for (const Result& result : damaged.results)
        for (const Metric& metric : result.metrics) EXPECT_NE(metric.value, 0.0) << variant.name;
      if (!variant.name.starts_with("without line")) continue;
      for (const Event& event : damaged.events)
        EXPECT_TRUE(known.contains({event.kind, event.code})) << event.text;
    }
  }
}

}  // namespace
}  // namespace assay
