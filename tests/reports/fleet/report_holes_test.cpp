// What SuperBench's comparator accepts wrongly, one test each, in full reports; flat_test.cpp has
// the same for its own format.
#include <gmock/gmock.h>

#include "core/error.hpp"
#include "reports/fleet/conclude.hpp"
#include "reports/peers/judge_peers.hpp"
#include "reports/peers/simulate/noise.hpp"
#include "reports/writer.hpp"
#include "tests/reports/fleet/files.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using fleet::FleetNode;
using fleet::FleetRead;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// Three nodes a, b and c of eight GPUs; tests break the second.
class ReportHoles : public FleetFiles {
 protected:
  static Report good(const std::string& name) {
    Report report = healthy_report();
    report.node.hostname = name;
    report.node.serial = "SN-" + name;
    report.run.id = "run of " + name;
    return report;
  }

  [[nodiscard]] FleetRead judge(const std::vector<std::string>& lines) const {
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    const std::vector<std::string> paths{write("night.jsonl", text)};
    fleet::Supply supply(paths);
    const auto profile = std::make_shared<const Profile>(read_profile(yaml, "healthy.yaml"));
    return fleet::read_fleet(supply, paths,
                             {.profile = [&](const Report&) { return profile; },
                              .options = [this](const Report&) { return options; }},
                             nullptr, 2);
  }

  [[nodiscard]] FleetRead judge_second(const std::string& line) const {
    return judge({to_json_line(good("a")), line, to_json_line(good("c"))});
  }
  [[nodiscard]] FleetRead judge_second(const Report& report) const {
    return judge_second(to_json_line(report));
  }

  static void expect_others_pass(const FleetRead& fleet) {
    ASSERT_EQ(fleet.nodes.size(), 3U);
    for (const std::size_t i : {0U, 2U})
      EXPECT_EQ(fleet.nodes[i].verdict, Verdict::pass) << fleet.nodes[i].name;
  }

  static void expect_unknown(const FleetRead& fleet, const std::string& reason) {
    EXPECT_EQ(fleet.nodes.at(1).verdict, Verdict::unknown);
    EXPECT_THAT(reasons_of(fleet.nodes.at(1)), Contains(reason));
    expect_others_pass(fleet);
  }

  std::string yaml = healthy_yaml();
  JudgeOptions options{.now_wall_s = kNow_s};
};

Metric& bandwidth_of_gpu_3(Report& report) {
  return result_of(report, "memory.read", "gpu 3").metrics.front();
}

TEST_F(ReportHoles, GoodNodesPass) {
  const FleetRead fleet = judge_second(good("b"));
  expect_others_pass(fleet);
  EXPECT_EQ(fleet.nodes[1].verdict, Verdict::pass);
}

TEST_F(ReportHoles, NaN) {
  Report report = good("b");
  bandwidth_of_gpu_3(report).value = 2.5e12;
  const std::string line = to_json_line(report);
  const std::size_t at =
      line.find("2.5e+12") != std::string::npos ? line.find("2.5e+12") : line.find("2500000000000");
  ASSERT_NE(at, std::string::npos);
  const std::size_t end = line.find_first_of(",}", at);
  for (const char* value : {"NaN", "Infinity", "-Infinity", "1e999", "\"2.5e12\""}) {
    const FleetRead fleet = judge_second(line.substr(0, at) + value + line.substr(end));
    EXPECT_FALSE(fleet.nodes.at(1).readable) << value;
    EXPECT_EQ(fleet.nodes.at(1).verdict, Verdict::unknown) << value;
    expect_others_pass(fleet);
  }
  const FleetRead fleet = judge_second(line.substr(0, at) + "null" + line.substr(end));
  EXPECT_EQ(fleet.nodes.at(1).verdict, Verdict::unknown);
}

TEST_F(ReportHoles, AnAbsentMetric) {
  Report report = good("b");
  result_of(report, "memory.read", "gpu 3").metrics.clear();
  expect_unknown(judge_second(report), "absent-metric memory.read/bandwidth gpu 3");
}

TEST_F(ReportHoles, GpuSevenAbsentOnOneNode) {
  Report report = good("b");
  std::erase_if(report.results, [](const Result& r) { return r.subject.index == 7; });
  const FleetRead fleet = judge_second(report);
  EXPECT_EQ(fleet.nodes.at(1).verdict, Verdict::unknown);
  EXPECT_THAT(reasons_of(fleet.nodes.at(1)), Contains(HasSubstr("missing-subject memory.read")));
  expect_others_pass(fleet);
}

TEST_F(ReportHoles, GpuSevenAbsentOnEveryNode) {
  std::vector<std::string> lines;
  for (const char* name : {"a", "b", "c"}) {
    Report report = good(name);
    std::erase_if(report.results, [](const Result& r) { return r.subject.index == 7; });
    report.node.gpus.pop_back();
    lines.push_back(to_json_line(report));
  }
  for (const FleetNode& node : judge(lines).nodes) EXPECT_GE(node.verdict, Verdict::unknown);
}

TEST_F(ReportHoles, ALimitThatMatchesNothing) {
  yaml += "  - {test: memory.read, metric: band_width, each: gpu, at_least: 1 GB/s}\n";
  const FleetRead fleet = judge_second(good("b"));
  ASSERT_EQ(fleet.nodes.size(), 3U);
  for (const FleetNode& node : fleet.nodes) {
    EXPECT_EQ(node.verdict, Verdict::unknown);
    EXPECT_THAT(reasons_of(node), Contains(HasSubstr("absent-metric memory.read/band_width")));
  }
}

TEST_F(ReportHoles, ATestThatNobodyRan) {
  yaml += "  - {test: \"memory.wr*te\", metric: bandwidth, at_least: 1 GB/s}\n";
  for (const FleetNode& node : judge_second(good("b")).nodes)
    EXPECT_EQ(node.verdict, Verdict::unknown);
}

TEST_F(ReportHoles, TenToTheThirty) {
  Report report = good("b");
  Metric huge = rate("bandwidth", Unit::bytes_per_second, 1e30);
  huge.peak = 3.352e12;
  bandwidth_of_gpu_3(report) = huge;
  expect_unknown(judge_second(report), "implausible memory.read/bandwidth gpu 3");
}

/// Without a peak or a baseline nothing says what is plausible; the node's peers do, and a value
/// that is too good moves nobody else's limit.
TEST_F(ReportHoles, TenToTheThirtyMovesNoPeer) {
  std::vector<std::string> lines;
  for (std::uint64_t i = 0; i < 40; ++i) {
    Report report = good("n" + std::to_string(i));
    for (std::uint64_t gpu = 0; gpu < 8; ++gpu)
      result_of(report, "memory.read", "gpu " + std::to_string(gpu)).metrics.front() =
          rate("bandwidth", Unit::bytes_per_second, 3e12 * (1 + 0.002 * peers::noise(i, gpu)));
    if (i == 3 || i == 5)
      bandwidth_of_gpu_3(report) = rate("bandwidth", Unit::bytes_per_second, i == 3 ? 1e30 : 2e12);
    lines.push_back(to_json_line(report));
  }
  yaml = one_limit("{test: memory.read, metric: bandwidth, each: gpu, at_least: 1 TB/s}");
  FleetRead fleet = judge(lines);
  const PeerJudgement peers = judge_peers(fleet.night, {});
  const fleet::FleetVerdict verdict = conclude(std::move(fleet), &peers, nullptr, 0.2);
  EXPECT_THAT(reasons_of(node_named(verdict.nodes, "n5")),
              Contains("peer-outlier memory.read/bandwidth gpu 3"));
  EXPECT_THAT(reasons_of(node_named(verdict.nodes, "n6")), IsEmpty());
}

TEST_F(ReportHoles, AnExtraMetricWithoutBaselineIsThatNodeAlone) {
  yaml = one_limit("{test: memory.read, metric: \"band*\", each: gpu, at_least: 97 % of baseline}");
  options.reference = [](Threshold::Of, const Result&, const Metric& metric, std::string_view) {
    return metric.name == "bandwidth" ? std::optional(3e12) : std::nullopt;
  };
  Report report = good("b");
  result_of(report, "memory.read", "gpu 3")
      .metrics.push_back(rate("bandwidth_new", Unit::bytes_per_second, 3e12));
  expect_unknown(judge_second(report), "absent-reference memory.read/bandwidth_new gpu 3");
}

TEST_F(ReportHoles, ADuplicateNodeName) {
  const FleetRead fleet =
      judge({to_json_line(good("a")), to_json_line(good("b")), to_json_line(good("a"))});
  ASSERT_EQ(fleet.nodes.size(), 3U);
  EXPECT_EQ(fleet.nodes[1].verdict, Verdict::pass);
  for (const std::size_t i : {0U, 2U}) {
    EXPECT_EQ(fleet.nodes[i].verdict, Verdict::unknown);
    EXPECT_THAT(reasons_of(fleet.nodes[i]), Contains("duplicate-node / "));
  }
  EXPECT_EQ(fleet.night.nodes(), 1U);
}

TEST_F(ReportHoles, AProfileWithCodeInItIsRefused) {
  const std::string trace = (folder / "it-ran").string();
  yaml = one_limit(
      "{test: memory.read, metric: bandwidth, at_least: \"lambda x: "
      "__import__('os').system('touch " +
      trace + "')\"}");
  EXPECT_THROW((void)judge_second(good("b")), InputError);
  EXPECT_FALSE(std::filesystem::exists(trace));
}

}  // namespace
}  // namespace assay::test
