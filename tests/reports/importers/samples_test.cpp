#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "tests/reports/importers/variants.hpp"

namespace assay::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What one of the project's own logs must be read as.
struct Sample {
  const char* file;
  const char* tool;
  std::size_t results;
  const char* host;
  bool flagged;
  /// One figure of it.
  const char* test;
  const char* subject;
  const char* metric;
  double value;  ///< of the last such result
};

constexpr double kGB = 1e9;

constexpr auto kOwnSamples = std::to_array<Sample>({
    {"babelstream.txt", "babelstream", 5, "", false, "memory.stream_triad",
     "gpu NVIDIA H100 80GB HBM3", "best_bandwidth", 3065017.9e6},
    {"cuda_bandwidth_test.txt", "cuda-bandwidth-test", 3, "", false, "memory.copy", "gpu 0",
     "copy_engine_bandwidth", 2511.8 * kGB},
    {"cuda_bandwidth_test_csv.txt", "cuda-bandwidth-test", 4, "", false, "link.host_to_device",
     "gpu 0", "bandwidth", 12480.1 * 1048576},
    {"google_benchmark.json", "google-benchmark", 2, "gpu-node-23", false, "benchmark.google",
     "node", "time", 2.31e-6},
    {"google_benchmark_error.json", "google-benchmark", 2, "gpu-node-23", true, "benchmark.google",
     "node", "time", 2.31e-6},
    {"gpu_burn_2_gpus.txt", "gpu-burn", 2, "", false, "compute.gemm_fp32", "gpu 1", "flops",
     49285e9},
    {"gpu_burn_faulty.txt", "gpu-burn", 2, "", true, "compute.gemm_fp32", "gpu 0", "flops",
     49274e9},
    {"gpu_burn_ok_without_work.txt", "gpu-burn", 2, "", true, "compute.gemm_fp32", "gpu 0", "flops",
     49274e9},
    {"nccl_all_gather_2_nodes_tagged.txt", "nccl-tests", 18, "", false, "collective.all_gather",
     "group left right of 16 ranks", "time", 89.9e-3},
    {"nccl_all_reduce.json", "nccl-tests", 144, "gpu-node-20", false, "collective.all_reduce",
     "gpu 7", "time", 64.0e-3},
    {"nccl_all_reduce_8_gpus.txt", "nccl-tests", 144, "gpu-node-17", false, "collective.all_reduce",
     "gpu 3", "time", 64.2e-3},
    {"nccl_all_reduce_pretty.json", "nccl-tests", 144, "gpu-node-20", false,
     "collective.all_reduce", "gpu 7", "time", 64.0e-3},
    {"nccl_alltoall_not_checked.txt", "nccl-tests", 144, "n4", false, "collective.all_to_all",
     "gpu 0", "time", 60.5e-3},
    {"nccl_gave_up.txt", "nccl-tests", 1, "", true, "", "", "", 0},
    {"nccl_old_error_column.txt", "nccl-tests", 18, "", false, "collective.all_reduce",
     "group of 32 ranks", "deviation", 5e-7},
    {"nccl_reduce_scatter_srun_l.txt", "nccl-tests", 144, "n1", false, "collective.reduce_scatter",
     "gpu 1", "time", 50.4e-3},
    {"nccl_three_runs.txt", "nccl-tests", 432, "gpu-node-19", false, "collective.broadcast",
     "gpu 5", "time", 43.2e-3},
    {"nccl_wrong_elements.txt", "nccl-tests", 144, "gpu-node-18", true, "collective.all_reduce",
     "gpu 2", "time", 64.2e-3},
    {"nvbandwidth.json", "nvbandwidth", 21, "gpu-node-22", false, "link.host_latency", "gpu 2",
     "latency", 813e-9},
    {"nvbandwidth_4_gpus.txt", "nvbandwidth", 32, "gpu-node-21", false, "memory.copy", "gpu 1",
     "copy_engine_bandwidth", 2622 * kGB},
    {"osu_allreduce_validated.txt", "osu", 7, "", false, "collective.all_reduce", "group", "time",
     136.51e-6},
    {"osu_barrier.txt", "osu", 1, "", false, "mpi.barrier", "group", "time", 41.14e-6},
    {"osu_latency.txt", "osu", 13, "", false, "mpi.latency", "group", "latency", 382.9e-6},
    {"osu_mbw_mr.txt", "osu", 4, "", false, "mpi.many_pairs", "group", "bandwidth", 48200.3e6},
    {"perftest_no_work.txt", "perftest", 0, "", true, "", "", "", 0},
    {"perftest_read_lat.txt", "perftest", 3, "", false, "link.rdma_read", "port mlx5_1",
     "latency_p99", 2.25e-6},
    {"perftest_send_lat_by_time.txt", "perftest", 1, "", false, "link.rdma_send", "port mlx5_1",
     "latency", 1.06e-6},
    {"perftest_write_bidirectional_mb.txt", "perftest", 1, "", false, "link.rdma_write",
     "port mlx5_0", "bandwidth", 23355.62 * 1048576},
    {"perftest_write_bw.txt", "perftest", 7, "", false, "link.rdma_write", "port mlx5_3",
     "bandwidth", 396.4e9 / 8},
    {"stream.txt", "stream", 4, "", false, "memory.stream_triad", "node", "best_bandwidth",
     312900e6},
    {"stream_wrong_answer.txt", "stream", 4, "", true, "memory.stream_copy", "node",
     "best_bandwidth", 301500e6},
});

class OwnSample : public testing::TestWithParam<Sample> {};

TEST_P(OwnSample, IsReadAsItStands) {
  const Sample& sample = GetParam();
  const Log log{sample.file, content(own_samples() + "/" + sample.file)};
  EXPECT_THAT(recognised_by(log), ElementsAre(sample.tool));
  const Imported found = importer_named(sample.tool).read(log);
  EXPECT_EQ(found.results.size(), sample.results);
  EXPECT_EQ(found.node.hostname, sample.host);
  EXPECT_EQ(is_flagged(found), sample.flagged)
      << (found.unread.empty() ? "" : found.unread.front());
  if (*sample.metric == '\0') return;
  const Metric* last = nullptr;
  for (const Result& result : found.results)
    for (const Metric& metric : result.metrics)
      if (result.test == sample.test && label(result.subject) == sample.subject &&
          metric.name == sample.metric)
        last = &metric;
  ASSERT_TRUE(last != nullptr && last->value);
  EXPECT_NEAR(*last->value, sample.value, 0.02 * sample.value);
}

/// Whatever a log says, no two results of it are the same measurement.
TEST_P(OwnSample, HasNoResultTwice) {
  const Sample& sample = GetParam();
  const Imported found =
      importer_named(sample.tool).read({sample.file, content(own_samples() + "/" + sample.file)});
  std::set<std::tuple<std::string, std::string, ResultParams>> seen;
  for (const Result& result : found.results) {
    EXPECT_TRUE(seen.emplace(result.test, label(result.subject), result.params).second)
        << result.test << " on " << label(result.subject);
    EXPECT_TRUE(result.outcome == Outcome::ok || !result.reason.empty()) << result.test;
  }
}

std::string name_of(const testing::TestParamInfo<Sample>& sample) {
  std::string name = sample.param.file;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Each, OwnSample, testing::ValuesIn(kOwnSamples), name_of);

TEST(OwnSamples, AreAllListed) {
  std::set<std::string> listed;
  std::set<std::string> tools;
  for (const Sample& sample : kOwnSamples) listed.insert(sample.file);
  for (const Sample& sample : kOwnSamples) tools.insert(sample.tool);
  for (const std::string& path : logs_below(own_samples())) {
    const std::string name = std::filesystem::path(path).filename().string();
    const bool mine = !recognised_by({name, content(path)}).empty() &&
                      tools.contains(recognised_by({name, content(path)}).front());
    EXPECT_TRUE(listed.contains(name) || !mine) << name;
  }
}

/// What the environment held when the tool ran is nobody's business.
TEST(NcclJson, LeavesTheEnvironmentOut) {
  const Imported found =
      importer_named("nccl-tests").read({"x", content(own_samples() + "/nccl_all_reduce.json")});
  EXPECT_EQ(found.command.find("SECRET"), std::string::npos);
  for (const Result& result : found.results)
    for (const auto& [name, text] : result.facts) EXPECT_EQ(text.find("SECRET"), std::string::npos);
}

TEST(NcclTests, SaysThatNothingWasChecked) {
  const Imported found =
      importer_named("nccl-tests")
          .read({"x", content(own_samples() + "/nccl_alltoall_not_checked.txt")});
  for (const Result& result : found.results) EXPECT_EQ(result.facts.at("checked"), "no");
}

TEST(NcclTests, CountsWrongElements) {
  const Imported found =
      importer_named("nccl-tests").read({"x", content(own_samples() + "/nccl_wrong_elements.txt")});
  std::uint64_t most = 0;
  for (const Result& result : found.results)
    for (const Defect& defect : result.defects) most = std::max(most, defect.count);
  EXPECT_EQ(most, 1048580U);
}

TEST(NcclTests, NumbersRunsOfOneKind) {
  const Imported found =
      importer_named("nccl-tests").read({"x", content(own_samples() + "/nccl_three_runs.txt")});
  std::set<std::pair<std::string, std::int64_t>> runs;
  for (const Result& result : found.results) {
    const auto run = result.params.find("run");
    runs.emplace(result.test, run == result.params.end() ? 0 : std::get<std::int64_t>(run->second));
  }
  EXPECT_THAT(runs, ElementsAre(testing::Pair("collective.all_reduce", 1),
                                testing::Pair("collective.all_reduce", 2),
                                testing::Pair("collective.broadcast", 0)));
}

}  // namespace
}  // namespace assay::test
