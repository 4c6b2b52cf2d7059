#include <algorithm>
#include <map>
#include <set>

#include "tests/virtual_node/gpu_ranks.hpp"

namespace assay::test {
namespace {

TEST_F(GpuRanks, AgreeOnEveryFigure) {
  const Report report = carry_out({"--only", "collective.*", "--skip", "collective.rail", "--level",
                                   "standard", "--budget", "3s"});
  EXPECT_EQ(status, 0) << err;
  std::map<std::string, std::set<double>> figures;  // by test and configuration
  std::map<std::string, std::size_t> ranks;
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.test << ": " << result.reason;
    ASSERT_FALSE(result.metrics.empty());
    EXPECT_EQ(result.subject.kind, "gpu");
    EXPECT_EQ(std::get<std::int64_t>(result.params.at("ranks")), 8);
    EXPECT_EQ(std::get<std::int64_t>(result.params.at("nodes")), 1);
    EXPECT_THAT(result.facts.at("library"), testing::StartsWith("NCCL "));
    std::string configuration = result.test;
    for (const char* name : {"bytes", "type"})
      if (const auto param = result.params.find(name); param != result.params.end())
        configuration += std::visit(
            [](const auto& value) {
              if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>)
                return " " + value;
              else
                return " " + std::to_string(value);
            },
            param->second);
    figures[configuration].insert(result.metrics.front().value.value_or(-1));
    ++ranks[configuration];
  }
  EXPECT_GE(figures.size(), 9U) << "every test at least once";
  for (const auto& [configuration, values] : figures) {
    EXPECT_EQ(ranks[configuration], 8U) << configuration;
    EXPECT_EQ(values.size(), 1U) << configuration << " differs between ranks";
  }
}

TEST_F(GpuRanks, NameTheOneThatSendsWrongData) {
  const Report report = carry_out(
      {"--only", "collective.all_reduce", "--budget", "1s", "--inject", "wrong-element@rank5"});
  EXPECT_EQ(status, 1) << err;
  ASSERT_FALSE(report.results.empty());
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::failed);
    ASSERT_FALSE(result.defects.empty());
    const bool named =
        std::any_of(result.defects.begin(), result.defects.end(), [](const Defect& defect) {
          return defect.what == "wrong operand of all_reduce" &&
                 defect.where.ends_with("sent by rank 5");
        });
    EXPECT_TRUE(named) << label(result.subject);
  }
}

/// What one rank alone receives wrong was not sent wrong.
TEST_F(GpuRanks, NameTheOneThatReceivesWrongData) {
  setenv("FAKE_NCCL_WRONG", "AllReduce:2", 1);  // NOLINT(concurrency-mt-unsafe)
  const Report report = carry_out({"--only", "collective.all_reduce", "--budget", "1s"});
  EXPECT_EQ(status, 1) << err;
  std::set<std::int64_t> failed;
  for (const Result& result : report.results)
    if (result.outcome == Outcome::failed) {
      failed.insert(result.subject.index.value_or(-1));
      for (const Defect& defect : result.defects)
        EXPECT_EQ(defect.what.find("wrong operand"), std::string::npos) << "nobody sent it wrong";
    }
  EXPECT_EQ(failed, std::set<std::int64_t>{2});
}

/// The others notice, the run goes on, and GPUs meet anew for the next test.
TEST_F(GpuRanks, OneThatCrashesCostsOneTest) {
  const Report report =
      carry_out({"--only", "collective.all_gather", "--only", "collective.broadcast", "--level",
                 "standard", "--budget", "1s", "--inject", "crash@all_gather:gpu=6"});
  EXPECT_EQ(status, 2) << err;
  EXPECT_TRUE(report.run.complete);
  for (const Result& result : report.results)
    EXPECT_EQ(result.outcome, result.test == "collective.broadcast" ? Outcome::ok : Outcome::error)
        << label(result.subject) << ": " << result.reason;
  const bool named =
      std::any_of(report.results.begin(), report.results.end(), [](const Result& result) {
        return result.subject.index == 6 && result.reason.find("SIGSEGV") != std::string::npos;
      });
  EXPECT_TRUE(named);
}

TEST_F(GpuRanks, OneThatHangsInTheLibraryIsGivenUp) {
  setenv("FAKE_NCCL_HANG", "AllReduce:4", 1);  // NOLINT(concurrency-mt-unsafe)
  const Report report = carry_out({"--only", "collective.latency", "--budget", "1s"});
  EXPECT_EQ(status, 2) << err;
  EXPECT_TRUE(report.run.complete);
  ASSERT_EQ(report.results.size(), 8U);
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::error);
    EXPECT_FALSE(result.reason.empty());
  }
}

/// Every type, reduction and way, through the library's own calls.
TEST_F(GpuRanks, CarryOutASweep) {
  const Report report =
      carry_out({"--sweep", "--only", "collective.all_reduce", "--only", "collective.all_to_all_v",
                 "--sizes", "1K..2K", "--budget", "300s"});
  EXPECT_EQ(status, 0) << err;
  std::map<std::string, std::set<ResultParams>> ways;  // of the first GPU
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.test << ": " << result.reason;
    EXPECT_EQ(result.facts.count("left_out"), 0U) << result.facts.at("left_out");
    if (result.subject.index == 0) {
      EXPECT_TRUE(ways[result.test].insert(result.params).second) << "measured twice";
    }
  }
  const auto with = [&](const char* test, const char* param) {
    const auto& all = ways[test];
    return std::count_if(all.begin(), all.end(),
                         [&](const ResultParams& params) { return params.contains(param); });
  };
  EXPECT_EQ(ways["collective.all_reduce"].size(), 2U * (12 * 5 * 2 + 4));
  EXPECT_EQ(ways["collective.all_to_all_v"].size(), 2U * (12 + 2));
  EXPECT_EQ(with("collective.all_reduce", "graph"), 4);
  EXPECT_EQ(with("collective.all_reduce", "registered"), 4);
  EXPECT_EQ(with("collective.all_to_all_v", "graph"), 2);
}

TEST_F(GpuRanks, NameWhatTheLibraryIsTooOldFor) {
  setenv("FAKE_NCCL_VERSION", "22105", 1);  // NOLINT(concurrency-mt-unsafe)
  const Report report =
      carry_out({"--sweep", "--only", "collective.broadcast", "--sizes", "4K", "--budget", "20s"});
  unsetenv("FAKE_NCCL_VERSION");  // NOLINT(concurrency-mt-unsafe)
  EXPECT_EQ(status, 0) << err;
  std::set<std::string> types;
  std::string left_out;
  for (const Result& result : report.results) {
    types.insert(std::get<std::string>(result.params.at("type")));
    if (const auto fact = result.facts.find("left_out"); fact != result.facts.end())
      left_out = fact->second;
  }
  EXPECT_EQ(types.size(), 10U);
  EXPECT_THAT(left_out, testing::HasSubstr("NCCL 2.21.5 has no fp8: fp8_e4m3 in place"));
}

TEST_F(GpuRanks, GoOnWithoutRegisteredMemoryWhereTheLibraryHasNone) {
  setenv("ASSAY_CUDA_LIBRARIES", ASSAY_FAKE_NCCL_FOLDER "-old",
         1);  // NOLINT(concurrency-mt-unsafe)
  const Report report = carry_out({"--sweep", "--only", "collective.all_gather", "--sizes", "4K",
                                   "--type", "fp32", "--budget", "10s"});
  EXPECT_EQ(status, 0) << err;
  ASSERT_FALSE(report.results.empty());
  bool graph = false;
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_FALSE(result.params.contains("registered"));
    graph |= result.params.contains("graph");
  }
  EXPECT_TRUE(graph);
  EXPECT_THAT(report.results.back().facts.at("left_out"), testing::HasSubstr("ncclMem"));
}

/// What a graph gets wrong is found, too.
TEST_F(GpuRanks, CheckWhatGraphsDeliver) {
  setenv("FAKE_NCCL_WRONG", "AllReduce:2", 1);  // NOLINT(concurrency-mt-unsafe)
  const Report report = carry_out({"--sweep", "--only", "collective.all_reduce", "--sizes", "4K",
                                   "--type", "bf16", "--reduction", "sum", "--budget", "10s"});
  EXPECT_EQ(status, 1) << err;
  int failed = 0;
  for (const Result& result : report.results)
    if (result.subject.index == 2) {
      EXPECT_EQ(result.outcome, Outcome::failed);
      failed += static_cast<int>(result.params.contains("graph"));
    }
  EXPECT_EQ(failed, 2) << "in place and not";
}

TEST_F(GpuRanks, AreNotThereWithoutTheLibrary) {
  unsetenv("ASSAY_CUDA_LIBRARIES");  // NOLINT(concurrency-mt-unsafe)
  EXPECT_EQ(run({"run", "--device", "cuda", "--script",
                 std::string(ASSAY_SOURCE_DIR) + "/tests/virtual_node/scenarios/healthy.txt",
                 "--only", "collective.latency", "-o", path}),
            3);
  EXPECT_THAT(err, testing::HasSubstr("no test is left to run"));
}

}  // namespace
}  // namespace assay::test
