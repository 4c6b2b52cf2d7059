#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "core/time_stamp.hpp"
#include "reports/judge.hpp"
#include "tests/cli/run/run_fixture.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay::test {
namespace {

using fakes::HostTree;

constexpr int kGpus = 8;

/// A described node whose files and NVML are scripted, too: devices, identity, telemetry and error
/// counters tell of the same eight GPUs.
struct WatchedNode : Run {
  WatchedNode() {
    tree.install_nvml();
    play("healthy", 2);
  }

  /// What NVML tells is that of the scenario, `at_s` after its start.
  void play(const std::string& scenario, double at_s) {
    tree.nvml().play(scenario);
    tree.nvml().at(at_s);
  }

  /// The devices, with the addresses that the files and NVML give them.
  [[nodiscard]] std::string script() const {
    std::string text =
        "gpus = 8\nname = NVIDIA H100 80GB HBM3\nmemory = 1048576\nbytes = 98304\nunits = 2\n"
        "bytes_per_second = 1e8\nflops_per_second = 1e9\n";
    for (int i = 0; i < kGpus; ++i) {
      const std::string gpu = "gpu " + std::to_string(i) + ": ";
      text += gpu + "uuid = " + HostTree::uuid(i) + "\n" + gpu + "pci = " + HostTree::gpu(i) + "\n";
    }
    return directory.file("node.txt", text);
  }

  /// A run of `only`; `meanwhile` is called when its first test on the GPUs has begun.
  Report carry_out(const std::vector<std::string>& only, const std::function<void()>& meanwhile) {
    std::vector<std::string> words{"run",       "--script",  script(),  "--root",   tree.root(),
                                   "--profile", "none",      "--level", "quick",    "--budget",
                                   "3s",        "--timeout", "5m",      "--events", "-",
                                   "--quiet",   "-o",        path};
    for (const std::string& test : only) words.insert(words.end(), {"--only", test});
    AssayProcess process(directory, words);
    while (const auto line = process.line()) {
      if (line->find("test_started") == std::string::npos) continue;
      meanwhile();
      break;
    }
    process.finish();
    err = process.err();
    return report();
  }
  Report carry_out(const std::vector<std::string>& only) {
    return carry_out(only, [] {});
  }

  HostTree tree;
};

Judgement judged(Report report) {
  report.run.injected.clear();  // as if it had been a real machine
  const double ended_s = parse_iso8601(report.run.ended).value_or(0);
  return judge({report, "report.json", ""}, load_profile("integrity"),
               {.now_wall_s = ended_s + 60});
}

/// The reasons on the GPUs, worst first; not that a busy machine was late to ask for a reading.
std::vector<Reason> on_gpus(const Judgement& judgement) {
  std::vector<Reason> reasons;
  std::copy_if(judgement.reasons.begin(), judgement.reasons.end(), std::back_inserter(reasons),
               [](const Reason& reason) {
                 return reason.subject.starts_with("gpu") && reason.id != "telemetry-lost";
               });
  return reasons;
}

std::string told(const Judgement& judgement) {
  std::string text;
  for (const Reason& reason : judgement.reasons)
    text += reason.id + "  " + reason.subject + "  " + reason.test + "  " + reason.text + "\n";
  return text;
}

TEST_F(WatchedNode, IsKnownByWhatItsDriverTells) {
  const Report report = carry_out({"memory.read", "system.gpu"});
  ASSERT_EQ(report.node.gpus.size(), 8U) << err;
  for (int i = 0; i < kGpus; ++i) {
    const Gpu& gpu = report.node.gpus.at(static_cast<std::size_t>(i));
    EXPECT_EQ(gpu.uuid, HostTree::uuid(i));
    EXPECT_EQ(gpu.pci, HostTree::gpu(i));
    EXPECT_FALSE(gpu.serial.empty()) << "the description has none: NVML told it";
    EXPECT_FALSE(gpu.vbios.empty());
  }
  EXPECT_FALSE(report.node.software.at("nvml").empty());
  EXPECT_THAT(report.run.injected, testing::Contains("root: " + tree.root().string()))
      << "nobody may take it for a real one";
}

TEST_F(WatchedNode, HasThePowerOfEachGpuBesideItsWork) {
  const Report report = carry_out({"memory.read", "memory.patterns", "compute.gemm_bf16"});
  std::set<std::int64_t> watched;
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    const auto power = result.telemetry.quantities.find("power_w");
    if (power == result.telemetry.quantities.end()) continue;  // shorter than the watcher's period
    EXPECT_EQ(power->second.at("mean"), 680) << "as the scenario has it at 2 s";
    watched.insert(result.subject.index.value_or(-1));
  }
  EXPECT_EQ(watched.size(), 8U) << err;
}

TEST_F(WatchedNode, OfGoodHealthHasNothingAgainstItsGpus) {
  const Report report = carry_out({"memory.read", "memory.patterns", "system.gpu"});
  const Judgement judgement = judged(report);
  EXPECT_THAT(on_gpus(judgement), testing::IsEmpty()) << told(judgement);
}

/// Counters are bracketed: what a GPU had to correct before the run is not held against it.
TEST_F(WatchedNode, WithAStormOfErrorsInTheRunNamesTheGpu) {
  play("ecc_storm", 1);
  const Report report =
      carry_out({"memory.read", "memory.patterns", "system.gpu"}, [this] { tree.nvml().at(3.5); });
  const Judgement judgement = judged(report);
  EXPECT_EQ(name(judgement.verdict), "fail") << told(judgement);
  bool found = false;
  for (const Reason& reason : on_gpus(judgement)) {
    EXPECT_EQ(reason.subject, "gpu 4") << reason.text;
    found = found || (reason.test == "system.gpu" && reason.metric == "ecc_uncorrected_delta");
  }
  EXPECT_TRUE(found) << told(judgement);
}

TEST_F(WatchedNode, WithAStormBeforeTheRunIsNotAccused) {
  play("ecc_storm", 3.5);
  const Judgement judgement = judged(carry_out({"memory.read", "system.gpu"}));
  for (const Reason& reason : on_gpus(judgement)) EXPECT_NE(reason.metric, "ecc_uncorrected_delta");
}

TEST_F(WatchedNode, WithARowThatWaitsForItsReplacementNamesTheGpu) {
  play("remap_pending", 1);
  const Judgement judgement = judged(carry_out({"memory.read", "system.gpu"}));
  EXPECT_EQ(name(judgement.verdict), "fail") << told(judgement);
  for (const Reason& reason : on_gpus(judgement)) EXPECT_EQ(reason.subject, "gpu 1");
}

/// One call that never returns costs what was to be watched, never the run, and is no pass.
TEST_F(WatchedNode, WhoseDriverHangsLosesTelemetryAndIsUnknown) {
  const Report report = carry_out({"memory.read", "memory.patterns", "compute.gemm_bf16"}, [this] {
    tree.nvml().play("hung_call");
    tree.nvml().at(2);
  });
  EXPECT_TRUE(report.run.complete) << err;
  for (const Result& result : report.results) EXPECT_EQ(result.outcome, Outcome::ok);
  const bool noted = std::any_of(report.events.begin(), report.events.end(),
                                 [](const Event& event) { return event.kind == "telemetry_lost"; });
  EXPECT_TRUE(noted);
  const Judgement judgement = judged(report);
  EXPECT_EQ(name(judgement.verdict), "unknown") << told(judgement);
  EXPECT_THAT(told(judgement), testing::HasSubstr("telemetry-lost"));
}

TEST_F(WatchedNode, IsNotDescribedByFilesAlone) {
  EXPECT_EQ(run({"run", "--root", tree.root(), "-o", path}), 3);
  EXPECT_THAT(err, testing::HasSubstr("--root: needs --script"));
}

}  // namespace
}  // namespace assay::test
