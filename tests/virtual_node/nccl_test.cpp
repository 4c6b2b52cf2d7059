#include <cstdlib>
#include <map>
#include <set>

#include "tests/cli/run/run_fixture.hpp"
#include "tests/fakes/host_tree.hpp"

// How NCCL worked, as it tells our plugin and its log, in reports of two described GPUs that talk
// through a stand-in for it.

namespace assay::test {
namespace {

using fakes::HostTree;
using testing::HasSubstr;

struct Nccl : Run {
  Nccl() { set("ASSAY_CUDA_LIBRARIES", ASSAY_FAKE_NCCL_FOLDER); }
  void TearDown() override {
    for (const std::string& name : names) unsetenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  }
  void set(const std::string& name, const std::string& value) {
    setenv(name.c_str(), value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): no other thread
    names.insert(name);
  }

  Report carry_out(const std::string& only, const std::vector<std::string>& more = {}) {
    const std::string script = directory.file(
        "node.txt",
        "gpus = 2\nmemory = 1048576\nbytes = 98304\nunits = 2\nbytes_per_second = 1e8\n"
        "uuid = GPU-00000000-0000-4000-8000-00000000000{}\nflops_per_second = 1e9\n");
    std::vector<std::string> words{
        "run", "--device", "cuda", "--script", script, "--profile", "none", "--quiet", "--timeout",
        "2m",  "--budget", "2s",   "--only",   only,   "-o",        path,   "--level", "standard"};
    words.insert(words.end(), more.begin(), more.end());
    status = run(words);
    return report();
  }

  /// Facts of the first result of a run of sums.
  std::map<std::string, std::string> facts() {
    const Report report = carry_out("collective.latency");
    EXPECT_EQ(status, 0) << err;
    EXPECT_EQ(report.results.size(), 2U);
    return report.results.empty() ? std::map<std::string, std::string>{}
                                  : report.results.front().facts;
  }

  int status = -1;
  std::set<std::string> names;
};

TEST_F(Nccl, TellsThePluginWhatItRuns) {
  set("FAKE_NCCL_ALGORITHM", "NVLS");
  const auto told = facts();
  EXPECT_EQ(told.at("algorithm"), "NVLS");
  EXPECT_EQ(told.at("protocol"), "SIMPLE");
  EXPECT_EQ(told.at("channels"), "1");
  EXPECT_EQ(told.at("algorithm_from"), "profiler");
  EXPECT_EQ(told.at("transport"), "P2P/CUMEM");
}

TEST_F(Nccl, Of227KnowsAnOlderInterface) {
  set("FAKE_NCCL_VERSION", "22707");
  EXPECT_EQ(facts().at("algorithm_from"), "profiler");
}

TEST_F(Nccl, ThatKnowsNoneOfThemIsReadFromItsLog) {
  set("FAKE_NCCL_VERSION", "22602");
  set("FAKE_NCCL_ALGORITHM", "TREE");
  const auto told = facts();
  EXPECT_EQ(told.at("algorithm"), "TREE");
  EXPECT_EQ(told.at("algorithm_from"), "log");
}

TEST_F(Nccl, IsLeftThePluginThatTheUserNamed) {
  set("NCCL_PROFILER_PLUGIN", "none");
  EXPECT_EQ(facts().at("algorithm_from"), "log");
}

TEST_F(Nccl, ThatTellsNobodyIsUnknown) {
  set("NCCL_PROFILER_PLUGIN", "none");
  set("NCCL_DEBUG", "WARN");
  const auto told = facts();
  EXPECT_EQ(told.at("algorithm"), "unknown");
  EXPECT_FALSE(told.contains("algorithm_from"));
}

/// A node with eight ports.
struct Rails : Nccl {
  Rails() {
    std::string nics;
    for (int i = 0; i < 8; ++i) nics += (i == 0 ? "mlx5_" : ",mlx5_") + std::to_string(i) + ":1";
    set("FAKE_NCCL_NICS", nics);
  }
  /// By port.
  std::map<std::string, Result> rails() {
    const Report report = carry_out("collective.rail", {"--root", tree.root()});
    std::map<std::string, Result> found;
    for (const Result& result : report.results) {
      EXPECT_EQ(result.subject.kind, "port");
      EXPECT_TRUE(found.emplace(result.subject.id, result).second) << "one result a port";
    }
    EXPECT_EQ(found.size(), 8U) << err;
    return found;
  }
  HostTree tree;
};

TEST_F(Rails, AreMeasuredOneByOne) {
  for (const auto& [port, result] : rails()) {
    EXPECT_EQ(result.outcome, Outcome::ok) << port << ": " << result.reason;
    ASSERT_EQ(result.metrics.size(), 1U);
    EXPECT_GT(result.metrics.front().value.value_or(0), 0);
    EXPECT_EQ(result.facts.at("nics") + "/1", port);
    EXPECT_EQ(result.facts.at("transport"), "IB");
  }
  EXPECT_EQ(status, 0) << err;
}

/// Two of them: one is down, and NCCL does not find the other and goes by Ethernet instead.
TEST_F(Rails, ThatAreNotUsableAreErrorsOfTheirOwn) {
  tree.write(HostTree::port_file(3, "state"), "1: DOWN\n");
  set("FAKE_NCCL_NICS", "mlx5_0:1,mlx5_1:1,mlx5_2:1,mlx5_3:1,mlx5_4:1,mlx5_6:1,mlx5_7:1");
  for (const auto& [port, result] : rails()) {
    const bool usable = port != "mlx5_3/1" && port != "mlx5_5/1";
    EXPECT_EQ(result.outcome, usable ? Outcome::ok : Outcome::error) << port << result.reason;
    EXPECT_EQ(result.metrics.empty(), !usable) << port;
    const std::string why = port == "mlx5_3/1" ? "is not active: 1: DOWN" : "NET/Socket";
    if (!usable) {
      EXPECT_THAT(result.reason, HasSubstr(why)) << port;
    }
  }
  EXPECT_EQ(status, 2) << err;
}

TEST_F(Rails, ThatWereNotTheOnesAskedForCountForNothing) {
  set("FAKE_NCCL_ANY_NIC", "1");
  for (const auto& [port, result] : rails()) {
    EXPECT_EQ(result.outcome, Outcome::error) << port;
    EXPECT_TRUE(result.metrics.empty()) << port;
    EXPECT_THAT(result.reason, HasSubstr("mlx5_7/1 (IB)"));
  }
  EXPECT_EQ(status, 2) << err;
}

TEST_F(Rails, ThatCarryWrongDataFail) {
  set("FAKE_NCCL_WRONG", "SendRecv:1");
  for (const auto& [port, result] : rails()) {
    EXPECT_EQ(result.outcome, Outcome::failed) << port;
    EXPECT_FALSE(result.defects.empty()) << port;
  }
  EXPECT_EQ(status, 1) << err;
}

TEST_F(Nccl, HasNoRailsWhereThereIsNoPort) {
  const std::string empty = directory.path() / "empty";
  std::filesystem::create_directory(empty);
  const Report report = carry_out("collective.rail", {"--root", empty});
  ASSERT_FALSE(report.results.empty()) << err;
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::skipped);
    EXPECT_TRUE(result.absent);
  }
}

}  // namespace
}  // namespace assay::test
