#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importing.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Outcome outcome_of(const Imported& imported, const std::string& test, const std::string& subject) {
  const Result* result = result_of(imported, test, subject);
  EXPECT_NE(result, nullptr) << test << " on " << subject;
  return result == nullptr ? Outcome::error : result->outcome;
}

std::string replaced(std::string text, const std::string& part, const std::string& instead) {
  const auto at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), instead);
}

TEST(DcgmTable, OfVersion3) {
  const Imported imported = import_as("dcgm-diag", sample("dcgm3_table.txt"));
  EXPECT_EQ(imported.tool_version, "3.3.5");
  EXPECT_EQ(imported.node.software.at("driver"), "550.54.15");
  EXPECT_EQ(outcome_of(imported, "dcgm.denylist", "node"), Outcome::ok);
  EXPECT_EQ(outcome_of(imported, "dcgm.persistence_mode", "node"), Outcome::error);
  EXPECT_EQ(outcome_of(imported, "dcgm.pcie", "gpu 3"), Outcome::ok);
  EXPECT_EQ(outcome_of(imported, "dcgm.gpu_memory", "gpu 3"), Outcome::ok);
  EXPECT_EQ(outcome_of(imported, "dcgm.gpu_memory", "gpu 2"), Outcome::failed);
  EXPECT_EQ(outcome_of(imported, "dcgm.memory_bandwidth", "gpu 0"), Outcome::skipped);
  EXPECT_EQ(
      result_of(imported, "dcgm.gpu_memory", "gpu 2")->defects[0].what,
      "GPU 2 There was a mismatch of memory contents at address 0x7f0012 and the part must be "
      "looked at.");
  const Result* pcie = result_of(imported, "dcgm.pcie", "gpu 0");
  EXPECT_EQ(metric_of(pcie, "device_to_host_bandwidth"), 52.10e9);
  EXPECT_EQ(metric_of(pcie, "host_to_device_bandwidth"), 51.25e9);
  EXPECT_EQ(metric_of(pcie, "bidirectional_bandwidth"), 96e9);
}

TEST(DcgmTable, OfVersion4) {
  const Imported imported = import_as("dcgm-diag", sample("dcgm4_table.txt"));
  EXPECT_EQ(outcome_of(imported, "dcgm.memory", "gpu 0"), Outcome::ok);
  EXPECT_EQ(outcome_of(imported, "dcgm.memory", "gpu 1"), Outcome::failed);
  EXPECT_EQ(outcome_of(imported, "dcgm.memory", "node"), Outcome::failed);
  EXPECT_EQ(metric_of(result_of(imported, "dcgm.diagnostic", "gpu 0"), "arithmetic"), 41200.5e9);
}

TEST(DcgmTable, AFailureWhoseRowIsLostIsADefectOfTheLog) {
  const Imported imported = import_as(
      "dcgm-diag",
      replaced(sample("dcgm3_table.txt"),
               "|                           | Fail - GPU: 2                                  |\n",
               ""));
  EXPECT_THAT(imported.defects, Contains(Field(&Defect::what, HasSubstr("no result says so"))));
  EXPECT_THAT(imported.unread, Contains(HasSubstr("tells of 3 of 4 GPUs")));
}

TEST(DcgmTable, AnErrorOutsideOfAnyTestIsADefectOfTheLog) {
  const Imported imported =
      import_as("dcgm-diag",
                "|-----  Deployment  --------+------------------------------------------------|\n"
                "| Error                     | GPU 1 has pages that wait for retirement, and  |\n"
                "|                           |  needs a reset                                 |\n");
  EXPECT_THAT(imported.defects, Contains(Field(&Defect::what, HasSubstr("needs a reset"))));
  EXPECT_THAT(imported.unread, Contains(HasSubstr("has no end")));
}

TEST(DcgmJson, OfVersion4) {
  const Imported imported = import_as("dcgm-diag", sample("dcgm4.json"));
  EXPECT_EQ(imported.tool_version, "4.2.0");
  EXPECT_EQ(outcome_of(imported, "dcgm.pcie", "gpu 0"), Outcome::ok);
  EXPECT_EQ(outcome_of(imported, "dcgm.pcie", "gpu 1"), Outcome::failed);
  EXPECT_EQ(outcome_of(imported, "dcgm.pcie", "node"), Outcome::failed);
  EXPECT_EQ(outcome_of(imported, "dcgm.targeted_power", "gpu 1"), Outcome::skipped);
  EXPECT_EQ(result_of(imported, "dcgm.pcie", "gpu 1")->defects[0].what,
            "GPU 1 link replayed 37 times.");
}

TEST(DcgmJson, OfVersion3WithCapitalsAndABanner) {
  const Imported imported = import_as("dcgm-diag", sample("dcgm3.json"));
  EXPECT_EQ(imported.tool_version, "3.1.8");
  EXPECT_EQ(outcome_of(imported, "dcgm.denylist", "gpu 1"), Outcome::ok);
  EXPECT_EQ(outcome_of(imported, "dcgm.pcie", "gpu 1"), Outcome::failed);
}

TEST(DcgmJson, AWordThatIsNoStatusNeverPasses) {
  const Imported imported =
      import_as("dcgm-diag", replaced(sample("dcgm3.json"), "\"PASS\"", "\"Fine\""));
  EXPECT_EQ(outcome_of(imported, "dcgm.denylist", "gpu 0"), Outcome::error);
  EXPECT_THAT(imported.unread, Not(IsEmpty()));
}

TEST(DcgmJson, AGpuWithoutAResultIsNamed) {
  const Imported imported =
      import_as("dcgm-diag",
                R"({"DCGM Diagnostic": {"test_categories": [{"category": "Hardware", "tests": [
          {"name": "memory", "results": [{"entity_group": "GPU", "entity_id": 0, "status": "Pass"}]}]}]},
          "entity_groups": [{"entity_group": "GPU", "entities": [{"entity_id": 0}, {"entity_id": 1}]}]})");
  EXPECT_THAT(imported.unread, Contains(HasSubstr("memory tells of 1 of 2 GPUs")));
}

}  // namespace
}  // namespace assay
