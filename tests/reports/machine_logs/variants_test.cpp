#include "variants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <set>

#include "importing.hpp"

namespace assay {
namespace {

using testing::IsEmpty;
using testing::Not;

struct Case {
  std::string tool, file;
};

std::string printed(const Case& each) { return each.tool + " " + each.file; }

std::vector<Case> own_samples() {
  return {{"dcgm-diag", "dcgm3.json"},
          {"dcgm-diag", "dcgm3_table.txt"},
          {"dcgm-diag", "dcgm4.json"},
          {"dcgm-diag", "dcgm4_table.txt"},
          {"ibstat", "ibstat.txt"},
          {"ibstat", "ibstatus.txt"},
          {"kernel-log", "dmesg.log"},
          {"kernel-log", "syslog.log"},
          {"nvidia-smi", "nvidia_smi_nvlink.txt"},
          {"nvidia-smi", "nvidia_smi_q.txt"},
          {"nvidia-smi", "nvidia_smi_q.xml"},
          {"nvidia-smi", "nvidia_smi_query.csv"},
          {"nvidia-smi", "nvidia_smi_table.txt"},
          {"nvidia-smi-topo", "topo.txt"},
          {"superbench", "superbench.jsonl"}};
}

const Metric* metric_like(const Imported& imported, const Result& result, const Metric& metric) {
  const Result* same = result_of(imported, result.test, label(result.subject));
  if (same == nullptr) return nullptr;
  for (const Metric& each : same->metrics)
    if (each.name == metric.name) return &each;
  return nullptr;
}

/// Is what the damaged log says of one quantity no better than what the whole log says?
bool is_no_better(const Metric& damaged, const Metric* whole) {
  if (!damaged.value) return true;
  if (whole == nullptr || !whole->value) return false;
  return damaged.better == Better::higher ? *damaged.value <= *whole->value
                                          : *damaged.value >= *whole->value;
}

/// Is it of a test that the whole log does not have, so that no limit can take it for another, or
/// of one that came out like this elsewhere?
bool is_known_so(const Result& result, const Imported& whole) {
  bool is_other = true;
  for (const Result& each : whole.results) {
    if (each.test != result.test) continue;
    is_other = false;
    if (each.outcome == result.outcome) return true;
  }
  return is_other;
}

/// Why a damaged log looks better than it is; "" if it does not.
std::string looks_better(const Imported& damaged, const Imported& whole) {
  for (const Result& result : damaged.results) {
    const Result* same = result_of(whole, result.test, label(result.subject));
    if (same == nullptr && !is_known_so(result, whole))
      return result.test + " on " + label(result.subject) + " was never there";
    if (same == nullptr) continue;
    if (result.outcome == Outcome::ok && same->outcome != Outcome::ok)
      return result.test + " on " + label(result.subject) + " became ok";
    for (const Metric& metric : result.metrics)
      if (!is_no_better(metric, metric_like(whole, result, metric)))
        return result.test + " on " + label(result.subject) + ": " + metric.name;
  }
  return "";
}

/// Nothing in a report of this could keep it from passing.
bool could_pass(const Imported& imported) {
  return imported.unread.empty() && imported.defects.empty();
}

class Damaged : public testing::TestWithParam<Case> {};

TEST_P(Damaged, TheWholeSampleIsRead) {
  const std::string text = sample(GetParam().file);
  const Imported whole = import_as(GetParam().tool, text);
  EXPECT_THAT(recognised_by(text), testing::ElementsAre(GetParam().tool));
  if (GetParam().tool != "superbench") {
    EXPECT_THAT(whole.unread, IsEmpty());
  }
}

/// A replaced digit is another number that nobody can tell from the right one; everything else that
/// happens to a log on its way must not make it look better than it was.
TEST_P(Damaged, NeverLooksBetter) {
  const std::string text = sample(GetParam().file);
  const Imported whole = import_as(GetParam().tool, text);
  for (const Variant& variant : variants_of(text)) {
    SCOPED_TRACE(variant.how);
    const auto began = std::chrono::steady_clock::now();
    const Imported damaged = import_as(GetParam().tool, variant.text);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
    if (variant.how.starts_with("byte") || !could_pass(damaged)) continue;
    if (GetParam().tool != "kernel-log") {
      EXPECT_EQ(looks_better(damaged, whole), "");
    }
    for (const Imported& other : damaged.others) EXPECT_TRUE(other.defects.empty());
  }
}

/// A kernel log may lose faults, for which reason none found is no finding; it cannot gain any.
TEST(DamagedKernelLog, HasNoFaultThatWasNotThereAndNoZero) {
  for (const char* file : {"dmesg.log", "syslog.log"}) {
    const std::string text = sample(file);
    std::set<std::string> known;
    for (const Event& event : import_as("kernel-log", text).events) known.insert(event.text);
    EXPECT_FALSE(known.empty());
    for (const Variant& variant : variants_of(text)) {
      const Imported damaged = import_as("kernel-log", variant.text);
      for (const Result& result : damaged.results)
        for (const Metric& metric : result.metrics) EXPECT_NE(metric.value, 0.0) << variant.how;
      if (!variant.how.starts_with("without line")) continue;
      for (const Event& event : damaged.events)
        EXPECT_TRUE(known.contains(event.text)) << event.text;
    }
  }
}

TEST_P(Damaged, HarmlessChangesChangeNothing) {
  const std::string text = sample(GetParam().file);
  const Imported whole = import_as(GetParam().tool, text);
  for (const Variant& variant : variants_of(text)) {
    const bool is_wide = variant.how.starts_with("UTF-16");
    if (variant.how != "CRLF" && variant.how != "BOM" && !is_wide) continue;
    const Imported same = import_as(GetParam().tool, variant.text);
    if (is_wide && GetParam().tool == "superbench") {
      EXPECT_THAT(same.unread, Not(IsEmpty()));
      continue;
    }
    EXPECT_EQ(same.results, whole.results) << variant.how;
    EXPECT_EQ(same.node, whole.node) << variant.how;
    EXPECT_EQ(same.events, whole.events) << variant.how;
    EXPECT_EQ(same.unread, whole.unread) << variant.how;
  }
}

/// What is read of any bytes must end, and must not claim anything.
TEST_P(Damaged, OtherToolsTakeItForNothing) {
  const std::string text = sample(GetParam().file);
  for (const Importer& importer : importers()) {
    if (importer.tool == GetParam().tool) continue;
    const Imported foreign = importer.read({"log", text});
    EXPECT_FALSE(could_pass(foreign) && !foreign.results.empty() && is_clean(foreign) &&
                 importer.tool != "kernel-log")
        << importer.tool;
  }
}

INSTANTIATE_TEST_SUITE_P(OwnSamples, Damaged, testing::ValuesIn(own_samples()),
                         [](const testing::TestParamInfo<Case>& each) {
                           std::string name;
                           for (const char c : printed(each.param))
                             name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name;
                         });

/// The same for other people's logs, where they are there.
TEST(ForeignDamaged, NeverLooksBetter) {
  if (foreign_samples().empty()) GTEST_SKIP() << "no samples; ASSAY_SAMPLES names their folder";
  const std::vector<std::pair<std::string, std::string>> folders{{"dcgm-diag", "dcgm-diag"},
                                                                 {"nvidia-smi", "nvidia-smi"},
                                                                 {"topo", "nvidia-smi-topo"},
                                                                 {"ib", "ibstat"}};
  for (const auto& [folder, tool] : folders)
    for (const auto& entry :
         std::filesystem::directory_iterator(foreign_samples() + "/" + folder)) {
      const std::string text = contents(entry.path().string());
      constexpr std::size_t kQuick = 8192;  // longer ones show nothing that these do not
      if (text.size() > kQuick || entry.path().string().find("syslog") != std::string::npos)
        continue;
      const Imported whole = import_as(tool, text);
      for (const Variant& variant : variants_of(text)) {
        const Imported damaged = import_as(tool, variant.text);
        if (variant.how.starts_with("byte") || !could_pass(damaged)) continue;
        EXPECT_EQ(looks_better(damaged, whole), "") << entry.path() << " " << variant.how;
      }
    }
}

}  // namespace
}  // namespace assay
