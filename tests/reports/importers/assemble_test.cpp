#include "reports/importers/common/assemble.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "reports/judge.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "tests/reports/importers/variants.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

ReadLog read(const std::string& file, const std::string& text) {
  const std::string tool = recognised_by({file, text}).front();
  return {.file = file,
          .tool = tool,
          .written = "2026-11-20T08:00:00Z",
          .imported = importer_named(tool).read({file, text})};
}

ReadLog read(const std::string& file) { return read(file, content(own_samples() + "/" + file)); }

Judgement judged(const Report& report) {
  Profile none;
  none.name = "none";
  return judge(ReadReport{.report = report}, none, {.now_wall_s = 1.8e9});
}

std::vector<std::string> reasons_of(const Report& report) {
  std::vector<std::string> ids;
  for (const Reason& reason : judged(report).reasons) ids.push_back(reason.id);
  return ids;
}

class Assembled : public testing::TestWithParam<std::string> {};

/// Written and read again it is the same; and what is flagged never passes.
TEST_P(Assembled, IsAReport) {
  const ReadLog log = read(GetParam(), content(GetParam()));
  Report report = assemble({log}, "");
  report.run.id = "00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(to_json(read_report(to_json(report), "x")), to_json(report));
  EXPECT_EQ(report.run.tool.name, log.tool);
  EXPECT_EQ(report.run.complete, log.imported.unread.empty());
  EXPECT_EQ(report.results.size(), log.imported.results.size() + 1);
  EXPECT_NE(judged(report).verdict, Verdict::pass);  // no limit demands anything
  if (is_flagged(log.imported))
    EXPECT_THAT(reasons_of(report),
                testing::Contains(testing::AnyOf("defect", "test-error", "incomplete-run")));
  else
    EXPECT_THAT(reasons_of(report),
                testing::Each(testing::AllOf(testing::Ne("defect"), testing::Ne("test-error"),
                                             testing::Ne("incomplete-run"),
                                             testing::Ne("duplicate-result"))));
}

std::string name_of(const testing::TestParamInfo<std::string>& path) {
  std::string name = path.param.substr(path.param.rfind('/') + 1);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(EverySample, Assembled, testing::ValuesIn(logs_below(own_samples())),
                         name_of);

TEST(Assemble, PutsLogsOfOneMachineTogether) {
  const Report report =
      assemble({read("nvbandwidth_4_gpus.txt"), read("gpu_burn_2_gpus.txt")}, "gpu-node-21");
  EXPECT_EQ(report.node.hostname, "gpu-node-21");
  ASSERT_EQ(report.node.gpus.size(), 4U);
  EXPECT_EQ(report.node.gpus[0].pci, "00000000:19:00.0");
  EXPECT_EQ(report.node.gpus[1].uuid, "GPU-00000001-aaaa-bbbb-cccc-000000000001");
  EXPECT_EQ(report.run.tool.name, "gpu-burn+nvbandwidth");
  EXPECT_EQ(report.run.started, "2026-11-20T08:00:00Z");
  EXPECT_EQ(report.run.data, "unknown");
  EXPECT_TRUE(report.run.complete);
}

TEST(Assemble, RefusesLogsOfTwoMachines) {
  EXPECT_THROW((void)assemble({read("nvbandwidth_4_gpus.txt"), read("nvbandwidth.json")}, ""),
               InputError);
  EXPECT_THROW((void)assemble({read("nvbandwidth_4_gpus.txt")}, "another"), InputError);
  EXPECT_THROW(
      (void)assemble({read("nccl_all_gather_2_nodes_tagged.txt"), read("nvbandwidth.json")}, ""),
      InputError);
  try {
    (void)assemble({read("nvbandwidth_4_gpus.txt"), read("nvbandwidth.json")}, "");
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("nvbandwidth.json"));
    EXPECT_THAT(error.what(), HasSubstr("gpu-node-22"));
  }
}

TEST(Assemble, MakesAFabricOfSeveralHosts) {
  const Report report = assemble({read("nccl_all_gather_2_nodes_tagged.txt")}, "");
  EXPECT_EQ(report.run.nodes, 2);
  ASSERT_EQ(report.nodes.size(), 2U);
  EXPECT_EQ(report.nodes[1].hostname, "right");
  EXPECT_EQ(report.nodes[1].gpus.size(), 8U);
  EXPECT_EQ(report.node.hostname, "fabric of 2 nodes");
}

TEST(Assemble, TellsRepeatedMeasurementsApart) {
  const Report report = assemble({read("stream.txt"), read("stream.txt")}, "n1");
  EXPECT_THAT(reasons_of(report), testing::Each(testing::Ne("duplicate-result")));
  std::size_t second = 0;
  for (const Result& result : report.results) second += result.params.contains("run") ? 1 : 0;
  EXPECT_EQ(second, 5U);
}

TEST(Assemble, SaysWhenByTheLogItself) {
  const Report report = assemble({read("google_benchmark.json")}, "");
  EXPECT_EQ(report.run.started, "2026-11-20T03:12:44Z");
}

}  // namespace
}  // namespace assay::test
