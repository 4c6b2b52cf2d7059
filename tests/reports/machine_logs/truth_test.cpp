// Other people's logs, beside what a correct reading of each is. Where the truth was taken by a
// script that overlooked something the file is right, and the case says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "importing.hpp"

namespace assay {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Counts = std::map<std::string, std::size_t>;

class Truth : public testing::Test {
 protected:
  void SetUp() override {
    if (foreign_samples().empty()) GTEST_SKIP() << "no samples; ASSAY_SAMPLES names their folder";
    truth_ = json::parse(contents(foreign_samples() + "/truth.json"));
  }

  [[nodiscard]] json facts(const std::string& name) const { return truth_.at(name).at("facts"); }

  [[nodiscard]] static Imported read(const std::string& tool, const std::string& name) {
    return import_as(tool, contents(foreign_samples() + "/" + name), name);
  }

  /// Names in one folder that hold `part`.
  [[nodiscard]] std::vector<std::string> names(const std::string& folder,
                                               const std::string& part = "") const {
    std::vector<std::string> found;
    for (const auto& [name, value] : truth_.items())
      if (name.starts_with(folder + "/") && name.find(part) != std::string::npos)
        found.push_back(name);
    EXPECT_FALSE(found.empty()) << folder << part;
    return found;
  }

  json truth_;
};

Counts fact_counts(const Imported& imported, const std::string& fact) {
  Counts counts;
  for (const Result& result : imported.results) ++counts[fact_of(&result, fact)];
  return counts;
}

std::string bare_state(const std::string& text) {
  const auto colon = text.find(": ");
  return colon == std::string::npos ? text : text.substr(colon + 2);
}

TEST_F(Truth, PortsAreAsTheirFilesSay) {
  for (const std::string& name : names("ib", "ibstat")) {
    const Imported imported = read("ibstat", name);
    const json expected = facts(name);
    EXPECT_THAT(imported.node.nics, SizeIs(expected["CAs"].get<std::size_t>())) << name;
    EXPECT_THAT(imported.results, SizeIs(expected["ports"].get<std::size_t>())) << name;
    EXPECT_EQ(fact_counts(imported, "rate"), expected["rate"].get<Counts>()) << name;
    Counts states;
    Counts physical;
    std::set<std::string> down;
    for (const Result& result : imported.results) {
      ++states[bare_state(fact_of(&result, "state"))];
      ++physical[bare_state(fact_of(&result, "physical_state"))];
      EXPECT_TRUE(metric_of(&result, "rate")) << name;
      if (metric_of(&result, "active") == 0)
        down.insert(result.subject.id.substr(0, result.subject.id.find('/')));
    }
    EXPECT_EQ(states, expected["state"].get<Counts>()) << name;
    EXPECT_EQ(physical, expected["phys"].get<Counts>()) << name;
    EXPECT_EQ(down, expected["not_active"].get<std::set<std::string>>()) << name;
    EXPECT_THAT(imported.unread, IsEmpty()) << name;
    EXPECT_THAT(recognised_by(contents(foreign_samples() + "/" + name)),
                testing::ElementsAre("ibstat"));
  }
}

TEST_F(Truth, XidsAreAsTheirLogsSay) {
  for (const std::string& name : names("dmesg-xid")) {
    const Imported imported = read("kernel-log", name);
    Counts codes;
    for (const Event& event : imported.events)
      if (event.kind == "xid") ++codes[event.subject.id + " x" + std::to_string(*event.code)];
    EXPECT_EQ(codes, facts(name)["by_pci_code"].get<Counts>()) << name;
    EXPECT_THAT(recognised_by(contents(foreign_samples() + "/" + name)),
                testing::ElementsAre("kernel-log"))
        << name;
  }
}

TEST_F(Truth, LostCarriersAreAsTheirLogsSay) {
  for (const std::string& name : names("ib", "syslog")) {
    const Imported imported = read("kernel-log", name);
    const auto lost = std::count_if(imported.events.begin(), imported.events.end(),
                                    [](const Event& event) { return event.kind == "link_down"; });
    EXPECT_EQ(lost, facts(name)["link_down_lines"].get<int>()) << name;
  }
}

TEST_F(Truth, TopologiesAreAsTheirMatricesSay) {
  for (const std::string& name : names("topo")) {
    const Imported imported = read("nvidia-smi-topo", name);
    if (name.find("not_topo") != std::string::npos) {
      EXPECT_THAT(imported.unread, Not(IsEmpty()));
      EXPECT_THAT(imported.node.links, IsEmpty());
      EXPECT_THAT(recognised_by(contents(foreign_samples() + "/" + name)), IsEmpty());
      continue;
    }
    Counts kinds;  // the truth counts every pair from both ends
    for (const Link& link : imported.node.links) kinds[link.kind] += 2;
    EXPECT_EQ(kinds, facts(name)["gpu_gpu_links"].get<Counts>()) << name;
    EXPECT_THAT(imported.node.gpus, SizeIs(facts(name)["gpu_rows"].get<std::size_t>())) << name;
    EXPECT_THAT(imported.unread, IsEmpty()) << name;
  }
}

TEST_F(Truth, NvidiaSmiShowsAsManyGpus) {
  for (const std::string& name : names("nvidia-smi")) {
    const Imported imported = read("nvidia-smi", name);
    const json expected = facts(name);
    std::size_t gpus = 0;
    for (const char* key : {"gpus", "gpu_blocks", "data_rows"})
      if (expected.contains(key)) gpus = expected[key].get<std::size_t>();
    if (name.find("k80") != std::string::npos) gpus = 1;      // an address of 12 places, not 16
    if (name.find("retired") != std::string::npos) gpus = 1;  // a row for each kind of page
    if (name.find("FAULT") != std::string::npos) gpus = 4;    // with the one that is lost
    EXPECT_THAT(imported.node.gpus, SizeIs(gpus)) << name;
    EXPECT_THAT(imported.unread, IsEmpty()) << name;
    EXPECT_THAT(recognised_by(contents(foreign_samples() + "/" + name)),
                testing::Contains("nvidia-smi"))
        << name;
    const std::string driver = imported.node.software.contains("driver")
                                   ? imported.node.software.at("driver")
                                   : std::string();
    if (expected.contains("driver")) {
      EXPECT_THAT(expected["driver"].get<std::string>(), HasSubstr(driver)) << name;
      EXPECT_FALSE(driver.empty()) << name;
    }
    if (expected.contains("names") && !expected["names"].empty()) {
      EXPECT_EQ(imported.node.gpus[0].name, expected["names"][0].get<std::string>()) << name;
    }
    if (expected.contains("temp")) {
      EXPECT_EQ(metric_of(&imported.results[0], "temperature"),
                std::stod(expected["temp"][0].get<std::string>()))
          << name;
      EXPECT_EQ(imported.node.gpus[0].pcie_width, 16) << name;
    }
  }
}

TEST_F(Truth, AGpuThatIsLostIsAnErrorAndTheOthersAreNot) {
  const Imported imported =
      read("nvidia-smi", "nvidia-smi/FAULT_rtxpro6000_gpu1_lost_error_line_then_table.txt");
  const Result* lost = result_of(imported, "system.gpu", "gpu 1");
  ASSERT_NE(lost, nullptr);
  EXPECT_EQ(lost->outcome, Outcome::error);
  EXPECT_THAT(lost->reason, HasSubstr("0000:34:00.0: Unknown Error"));
  for (const char* subject : {"gpu 0", "gpu 2", "gpu 3"}) {
    ASSERT_NE(result_of(imported, "system.gpu", subject), nullptr);
    EXPECT_EQ(result_of(imported, "system.gpu", subject)->outcome, Outcome::ok);
  }
}

TEST_F(Truth, DcgmFindsWhatItsJsonSays) {
  for (const std::string& name : names("dcgm-diag")) {
    if (!truth_[name].contains("facts") || !facts(name).contains("tests")) continue;
    const Imported imported = read("dcgm-diag", name);
    Counts statuses;
    for (const Result& result : imported.results) ++statuses[fact_of(&result, "status")];
    EXPECT_EQ(statuses, facts(name)["status_counts"].get<Counts>()) << name;
    EXPECT_THAT(imported.unread, IsEmpty()) << name;
    EXPECT_EQ(is_clean(imported), statuses.size() == 1 && statuses.contains("Pass")) << name;
  }
}

TEST_F(Truth, DcgmFindsWhatItsTableSays) {
  const Imported imported =
      read("dcgm-diag", "dcgm-diag/ncclissue264_h100x8_dcgm3.3.8_text_fail_all.txt");
  Counts statuses;
  for (const Result& result : imported.results) ++statuses[fact_of(&result, "status")];
  EXPECT_EQ(statuses, (Counts{{"Pass", 9}, {"Fail", 8}, {"Skip", 24}}));
  const Result* memory = result_of(imported, "dcgm.gpu_memory", "gpu 3");
  ASSERT_NE(memory, nullptr);
  ASSERT_THAT(memory->defects, SizeIs(1));
  EXPECT_THAT(memory->defects[0].what,
              testing::StartsWith("GPU 3 Error using CUDA API cuInit Check DCGM and system logs"));
  EXPECT_EQ(imported.tool_version, "3.3.8");
  EXPECT_THAT(imported.unread, IsEmpty());
}

TEST_F(Truth, DcgmPiecesAreNamedAndNeverPass) {
  for (const std::string& name : names("dcgm-diag")) {
    if (truth_[name].contains("facts") && facts(name).contains("tests")) continue;
    if (name.find("fail_all") != std::string::npos) continue;
    const std::string text = contents(foreign_samples() + "/" + name);
    EXPECT_THAT(recognised_by(text), testing::ElementsAre("dcgm-diag")) << name;
    EXPECT_FALSE(is_clean(read("dcgm-diag", name))) << name;
  }
  const Imported cut =
      read("dcgm-diag", "dcgm-diag/TRUNCATED_godcgm52_2gpu_text_mixed_pass_fail.txt");
  EXPECT_EQ(result_of(cut, "dcgm.gpu_memory", "gpu 1")->outcome, Outcome::ok);
  EXPECT_EQ(result_of(cut, "dcgm.gpu_memory", "gpu 0")->outcome, Outcome::failed);
  EXPECT_THAT(cut.unread, Not(IsEmpty()));
}

TEST_F(Truth, SuperbenchHasAReportANode) {
  const std::string text = contents(foreign_samples() + "/superbench/test_results.jsonl");
  const Imported imported = import_as("superbench", text);
  EXPECT_THAT(recognised_by(text), testing::ElementsAre("superbench"));
  EXPECT_THAT(imported.others, SizeIs(2));
  EXPECT_EQ(imported.node.hostname, "sb-validation-01");
  std::size_t metrics = 0;
  for (const Result& result : imported.results) metrics += result.metrics.size();
  EXPECT_EQ(metrics, 462U);
  EXPECT_THAT(imported.unread, IsEmpty());
}

}  // namespace
}  // namespace assay
