#include <gmock/gmock.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "suites/registry.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;
using testing::ElementsAre;
using testing::HasSubstr;

/// A clock on which every look takes a minute.
class HastyClock final : public Clock {
 public:
  [[nodiscard]] double now_s() const override { return now_s_ += 60; }
  [[nodiscard]] double wall_s() const override { return now_s_; }
  void sleep_s(double seconds) override { now_s_ += seconds; }

 private:
  mutable double now_s_ = 0;
};

/// link.rdma on a node of eight adapters with the stand-ins for perftest's programs.
class Rdma : public testing::Test {
 protected:
  Rdma() {
    install("ib_write_bw");
    install("ib_write_lat");
  }

  void install(const std::string& program) {
    const std::filesystem::path to = tree_.root() / ("usr/bin/" + program);
    std::filesystem::create_directories(to.parent_path());
    std::filesystem::copy_file(ASSAY_SOURCE_DIR "/tests/fakes/perftest/ib_write", to);
  }
  void keep_ports(int count) {
    for (int i = count; i < 8; ++i) tree_.remove("/sys/class/infiniband/mlx5_" + std::to_string(i));
  }
  void say(const std::string& file, const std::string& text) {
    tree_.write("/usr/bin/" + file, text + "\n");
  }

  std::map<std::string, Result> run(Clock&& clock = SystemClock()) const {
    Registry registry;
    host::register_all(registry);
    const HostFiles files = tree_.files();
    Counters counters;
    const Context context{.seconds = 8, .files = files, .clock = clock, .counters = counters};
    Results results("link.rdma", {});
    alignas(std::max_align_t) std::array<std::byte, 64> none{};
    registry.find("link.rdma")->run(*reinterpret_cast<Device*>(none.data()), context, results);
    std::map<std::string, Result> found;
    for (Result& result : results.take()) found.emplace(label(result.subject), std::move(result));
    return found;
  }

  static std::optional<double> value(const Result& result, const std::string& name) {
    for (const Metric& metric : result.metrics)
      if (metric.name == name) return metric.value;
    return -1;  // no such metric
  }

  std::vector<std::string> asked() const {
    std::ifstream file(tree_.root() / "usr/bin/asked");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  HostTree tree_;
};

TEST_F(Rdma, MeasuresEveryPort) {
  const auto found = run();
  ASSERT_EQ(found.size(), 8U);
  for (const auto& [port, result] : found) {
    EXPECT_EQ(result.outcome, Outcome::ok) << port << ": " << result.reason;
    EXPECT_EQ(value(result, "bandwidth"), 392.51e9 / 8);
    EXPECT_EQ(result.metrics.front().nominal, 400e9 / 8);
    EXPECT_DOUBLE_EQ(value(result, "latency").value_or(0), 1.05e-6);
    EXPECT_DOUBLE_EQ(value(result, "latency_p99").value_or(0), 1.25e-6);
    EXPECT_EQ(result.facts.at("perftest"), "6.06");
    EXPECT_THAT(result.facts.at("gpu_memory"), HasSubstr("built without it"));
    EXPECT_EQ(value(result, "gpu_bandwidth"), -1);
    EXPECT_EQ(std::get<std::int64_t>(result.params.at("bytes")), 1 << 20);
  }
  EXPECT_TRUE(found.contains("port mlx5_7/1"));
}

TEST_F(Rdma, AsksForBothOfEachPortInTurn) {
  keep_ports(2);
  (void)run();
  EXPECT_THAT(asked(), ElementsAre("ib_write_bw mlx5_0/1 1048576 ", "ib_write_lat mlx5_0/1 8 ",
                                   "ib_write_bw mlx5_1/1 1048576 ", "ib_write_lat mlx5_1/1 8 "));
}

TEST_F(Rdma, UsesTheMemoryOfTheGpuBesideTheAdapter) {
  keep_ports(2);
  say("cuda", "");
  const auto found = run();
  for (const int number : {0, 1}) {
    const Result& result = found.at("port mlx5_" + std::to_string(number) + "/1");
    EXPECT_EQ(value(result, "gpu_bandwidth"), 392.51e9 / 8);
    EXPECT_THAT(asked(), testing::Contains("ib_write_bw mlx5_" + std::to_string(number) +
                                           "/1 1048576 " + result.facts.at("gpu_memory")));
    EXPECT_TRUE(result.facts.at("gpu_memory") == HostTree::gpu(0) ||
                result.facts.at("gpu_memory") == HostTree::gpu(1));
  }
}

TEST_F(Rdma, ShowsASlowPort) {
  keep_ports(1);
  say("gigabits", "196.20");
  EXPECT_EQ(value(run().at("port mlx5_0/1"), "bandwidth"), 196.20e9 / 8);
}

TEST_F(Rdma, WaitsForTheOtherProcessToListen) {
  keep_ports(1);
  say("faults", "mlx5_0 slow-start");
  EXPECT_EQ(run().at("port mlx5_0/1").outcome, Outcome::ok);
}

struct Trouble {
  const char* fault;
  const char* reason;
};
class RdmaTrouble : public Rdma, public testing::WithParamInterface<Trouble> {};

TEST_P(RdmaTrouble, IsUnknownAndCostsNoOtherPort) {
  keep_ports(2);
  say("faults", std::string("mlx5_0 ") + GetParam().fault);
  const auto found = run();
  const Result& broken = found.at("port mlx5_0/1");
  EXPECT_EQ(broken.outcome, Outcome::skipped);
  EXPECT_THAT(broken.reason, HasSubstr(GetParam().reason));
  EXPECT_EQ(value(broken, "bandwidth"), std::nullopt);
  EXPECT_FALSE(broken.absent);
  EXPECT_EQ(found.at("port mlx5_1/1").outcome, Outcome::ok);
}

INSTANTIATE_TEST_SUITE_P(
    Each, RdmaTrouble,
    testing::Values(Trouble{"hang", "did not end in time"}, Trouble{"deaf", "Couldn't connect"},
                    Trouble{"cut", "the table is cut off"},
                    Trouble{"unit", "is not the message rate times the size"},
                    Trouble{"two", "not one line of 1048576 bytes"},
                    Trouble{"refuse", "Unable to find the Infiniband/RoCE device"},
                    Trouble{"waiting-fails", "Failed to exchange data"}),
    [](const auto& trouble) {
      std::string name = trouble.param.fault;
      std::erase(name, '-');
      return name;
    });

TEST_F(Rdma, LeavesPortsOutThatAreDown) {
  keep_ports(2);
  tree_.write(HostTree::port_file(1, "state"), "1: DOWN\n");
  const auto found = run();
  EXPECT_EQ(found.at("port mlx5_0/1").outcome, Outcome::ok);
  EXPECT_EQ(found.at("port mlx5_1/1").outcome, Outcome::skipped);
  EXPECT_THAT(found.at("port mlx5_1/1").reason, HasSubstr("not active: 1: DOWN"));
  EXPECT_FALSE(found.at("port mlx5_1/1").absent);
}

TEST_F(Rdma, EndsWhenItsTimeIsOver) {
  keep_ports(3);
  const auto found = run(HastyClock());
  for (const auto& [port, result] : found) EXPECT_THAT(result.reason, HasSubstr("no time left"));
  EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(Rdma, IsAbsentWithoutAPort) {
  keep_ports(0);
  const auto found = run();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found.begin()->second.absent);
}

TEST_F(Rdma, IsSkippedWithoutTheTool) {
  for (const char* program : {"ib_write_lat", "ib_write_bw"}) {
    tree_.remove(std::string("/usr/bin/") + program);
    const auto found = run();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.begin()->second.outcome, Outcome::skipped);
    EXPECT_FALSE(found.begin()->second.absent);
    EXPECT_THAT(found.begin()->second.reason,
                HasSubstr(std::string(program) + " is not installed"));
  }
}

}  // namespace
}  // namespace assay
