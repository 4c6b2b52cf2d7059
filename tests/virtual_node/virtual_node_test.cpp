#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "core/time_stamp.hpp"
#include "reports/judge.hpp"
#include "tests/cli/run/run_fixture.hpp"
#include "tests/virtual_node/normalised.hpp"

namespace assay::test {
namespace {

/// One node, and what must be found wrong with it: one reason of the judge, and that nothing else
/// is wrong.
struct Scenario {
  std::string name;
  Verdict verdict = Verdict::pass;
  std::string id, subject, test, told;  ///< of the reason; `told` is part of its text
  std::string also;                     ///< a test that the others do without: it takes long
  std::string timeout = "5m";           ///< of every test
  std::string also_on;                  ///< another subject that suffers from it
};

std::string folder() { return std::string(ASSAY_SOURCE_DIR) + "/tests/virtual_node/"; }

Judgement judged(const Report& report) {
  const double ended_s = parse_iso8601(report.run.ended).value_or(0);
  return judge({report, "report.json", ""}, load_profile(folder() + "profile.yaml"),
               {.now_wall_s = ended_s + 60});
}

/// The same report as if its devices had been real. Only a test may do this, in its own memory.
Report taken_for_real(Report report) {
  report.run.injected.clear();
  return report;
}

/// Whatever else is said of it.
void expect_never_real(const Judgement& judgement) {
  EXPECT_GE(judgement.verdict, Verdict::unknown);
  EXPECT_TRUE(std::any_of(judgement.reasons.begin(), judgement.reasons.end(),
                          [](const Reason& reason) { return reason.id == "injected"; }));
}

/// Compares with tests/virtual_node/golden/NAME.txt; ASSAY_UPDATE_GOLDEN=1 writes it anew.
void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = folder() + "golden/" + name + ".txt";
  const char* update = std::getenv("ASSAY_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  if (update != nullptr && std::string(update) == "1")
    std::ofstream(path, std::ios::binary) << text;
  else
    EXPECT_EQ(text, text_of(path)) << "if this is meant: ASSAY_UPDATE_GOLDEN=1";
}

struct DescribedNode : Run {
  Report carry_out(const std::string& scenario, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{
        "run",       "--device", "cuda",    "--script", folder() + "scenarios/" + scenario + ".txt",
        "--profile", "none",     "--quiet", "-o",       path};
    words.insert(words.end(), more.begin(), more.end());
    status = run(words);
    return report();
  }
  int status = -1;
};

struct VirtualNode : DescribedNode, testing::WithParamInterface<Scenario> {
  /// The tests that the profile has limits on, and the one that finds this fault.
  Report carry_out_some(const Scenario& scenario) {
    std::vector<std::string> words{"--level", "quick",     "--budget",
                                   "3s",      "--timeout", scenario.timeout};
    for (const char* test : {"memory.read", "memory.patterns", "memory.copy", "compute.gemm_bf16"})
      words.insert(words.end(), {"--only", test});
    if (!scenario.also.empty()) words.insert(words.end(), {"--only", scenario.also});
    return carry_out(scenario.name, words);
  }
};

TEST_P(VirtualNode, IsJudgedByWhatIsWrongWithIt) {
  const Scenario& scenario = GetParam();
  const Report report = carry_out_some(scenario);
  EXPECT_TRUE(report.run.complete) << err;
  const Judgement judgement = judged(taken_for_real(report));
  EXPECT_EQ(name(judgement.verdict), name(scenario.verdict)) << normalised(judgement);
  const bool named =
      std::any_of(judgement.reasons.begin(), judgement.reasons.end(), [&](const Reason& reason) {
        return reason.id == scenario.id && reason.subject == scenario.subject &&
               reason.test == scenario.test && reason.text.find(scenario.told) != std::string::npos;
      });
  EXPECT_EQ(named, !scenario.id.empty()) << normalised(judgement);
  for (const Reason& reason : judgement.reasons)
    if (reason.id != "telemetry-lost") {
      EXPECT_THAT(reason.subject, testing::AnyOf(scenario.subject, scenario.also_on))
          << "nothing else is wrong: " << reason.text;
    }
  expect_never_real(judged(report));
  expect_golden(scenario.name, normalised(report) + normalised(judgement));
}

INSTANTIATE_TEST_SUITE_P(
    Scenarios, VirtualNode,
    testing::Values(
        Scenario{"healthy"},
        Scenario{"slow_gpu", Verdict::fail, "below-limit", "gpu 5", "memory.read", "95 % of peak"},
        Scenario{"stuck_bit", Verdict::fail, "defect", "gpu 3", "memory.patterns", "own address"},
        Scenario{"wrong_sm", Verdict::fail, "defect", "gpu 1", "compute.digest", "SM 1",
                 "compute.digest"},
        Scenario{"off_bus", Verdict::unknown, "test-error", "gpu 2", "memory.read",
                 "fell off the bus in the middle of a call"},
        Scenario{"hang", Verdict::unknown, "test-error", "gpu 6", "compute.gemm_bf16",
                 "no answer within 30.0 s", "", "30s"},
        Scenario{"pcie_x8", Verdict::fail, "unexpected-machine", "gpu 4", "", "pcie_width"},
        Scenario{"seven_of_eight", Verdict::unknown, "missing-subject", "gpu 7", "memory.read",
                 "there must be", "", "5m", "node"},
        Scenario{"mixed_vbios", Verdict::fail, "unexpected-machine", "gpu 7", "",
                 "96.00.61.00.01"}),
    [](const auto& parameter) { return parameter.param.name; });

struct WholeLevel : DescribedNode, testing::WithParamInterface<const char*> {};

/// Every test that runs on any device, on eight of them.
TEST_P(WholeLevel, OfAHealthyNodeIsOkOnEveryGpu) {
  const Report report =
      carry_out("healthy", {"--level", GetParam(), "--budget", "4s", "--timeout", "5m"});
  EXPECT_EQ(status, 0) << err;
  EXPECT_TRUE(report.run.complete);
  EXPECT_GE(report.run.planned.size(), 8U);
  std::map<std::string, std::size_t> seen;
  std::set<std::int64_t> watched;
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.test << ": " << result.reason;
    EXPECT_TRUE(result.telemetry.lost.empty());
    if (result.subject.kind != "gpu") continue;
    const std::size_t i = seen[result.test]++;
    EXPECT_EQ(result.subject.index, static_cast<std::int64_t>(i)) << "in order";
    EXPECT_EQ(result.subject.uuid, report.node.gpus.at(i).uuid);
    const auto power = result.telemetry.quantities.find("power_w");
    if (power == result.telemetry.quantities.end()) continue;  // shorter than the watcher's period
    EXPECT_EQ(power->second.at("mean"), 300);
    watched.insert(*result.subject.index);
  }
  EXPECT_EQ(watched.size(), 8U);
  for (const std::string& test : report.run.planned) {
    const auto links = std::count_if(report.results.begin(), report.results.end(),
                                     [&](const Result& result) { return result.test == test; });
    if (test == "link.peer")
      EXPECT_EQ(links, 8 * 7) << "every ordered pair";
    else
      EXPECT_EQ(seen[test], 8U) << test;
  }
}

INSTANTIATE_TEST_SUITE_P(Levels, WholeLevel, testing::Values("quick", "standard"),
                         [](const auto& parameter) { return parameter.param; });

using UnderLoad = DescribedNode;

/// The worker says when, the parent knows the power, the report has the rate.
TEST_F(UnderLoad, ProductsHaveARatePerWatt) {
  constexpr double watts = 300;
  const Report report = carry_out("healthy", {"--level", "quick", "--budget", "4s", "--timeout",
                                              "5m", "--only", "compute.gemm_bf16"});
  ASSERT_EQ(report.results.size(), 8U);
  for (const Result& result : report.results) {
    ASSERT_TRUE(result.load.has_value());
    EXPECT_GT(result.load->from_s, 0);
    EXPECT_LE(result.load->to_s, result.elapsed_s);
    std::map<std::string, Metric> metrics;
    for (const Metric& metric : result.metrics) metrics[metric.name] = metric;
    ASSERT_TRUE(metrics["flops_per_watt"].value.has_value()) << label(result.subject);
    EXPECT_NEAR(*metrics["flops_per_watt"].value, metrics["flops"].samples->mean / watts, 1);
    EXPECT_FALSE(metrics.at("load_clock").value) << "this node has no sensor of it";
    EXPECT_EQ(result.facts.at("load_clock_unknown"), "no clock was read meanwhile");
  }
}

using OffTheBus = DescribedNode;

/// A GPU that is gone is gone for telemetry, too.
TEST_F(OffTheBus, ItsTelemetryIsLost) {
  const Report report = carry_out(
      "off_bus", {"--level", "standard", "--budget", "2s", "--timeout", "5m", "--only",
                  "memory.read", "--only", "memory.stream_triad", "--only", "memory.write"});
  std::size_t lost = 0;
  for (const Result& result : report.results) {
    const bool after = result.test == "memory.write";
    const bool gone = result.subject.index == 2;
    if (after) {
      EXPECT_EQ(result.telemetry.lost.empty(), !gone) << label(result.subject);
    }
    if (gone) ++lost;
  }
  EXPECT_EQ(lost, 3U);
}

}  // namespace
}  // namespace assay::test
