#include <gmock/gmock.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>
#include <utility>

#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "tests/cli/run/assay_process.hpp"
#include "tests/tools/schema.hpp"

// A load on described GPUs that is disturbed: what was measured before stays, and the report says
// what happened.

namespace assay::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct BurnTest : testing::Test {
  ScratchDirectory directory;
  Schema schema{report_schema_file()};
  const std::string node = directory.file("node.txt",
                                          "gpus = 2\nname = NVIDIA H100 80GB HBM3\n"
                                          "pci = 0000:{}b:00.0\ncompute_capability = 9.0\n"
                                          "power = 300\ntemperature = 45\nmemory = 1048576\n"
                                          "bytes = 98304\nunits = 2\nbytes_per_second = 1e8\n"
                                          "flops_per_second = 1e9\n");

  [[nodiscard]] std::vector<std::string> burn(const std::string& report,
                                              const std::string& duration,
                                              std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"run",         "--device",      "cuda",   "--script",
                                   node,          "--level",       "burnin", "--only",
                                   "burnin.soak", "--duration",    duration, "--profile",
                                   "none",        "--no-progress", "-o",     report};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] std::string report_path() const { return (directory.path() / "r.json").string(); }
  [[nodiscard]] Report valid_report(const std::string& path) const {
    const std::string text = text_of(path);
    EXPECT_THAT(schema.faults(text), IsEmpty());
    return read_report(text, path);
  }
  /// How far the load has come by what the report holds.
  [[nodiscard]] static double position_in(const Report& report) {
    double position = 0;
    for (const Result& result : report.results)
      for (const Metric& metric : result.metrics)
        if (metric.name == "load_position") position = std::max(position, metric.value.value_or(0));
    return position;
  }
  [[nodiscard]] double position_now() const {
    return std::filesystem::exists(report_path()) ? position_in(valid_report(report_path())) : 0;
  }
  [[nodiscard]] static std::vector<std::string> ends_in(const Report& report) {
    std::vector<std::string> ends;
    ends.reserve(report.results.size());
    for (const Result& result : report.results) ends.push_back(result.facts.at("ended_by"));
    return ends;
  }
};

TEST_F(BurnTest, ThirtyKillsLoseNothingThatWasMeasured) {
  std::mt19937 random(20261122);
  std::uniform_int_distribution<int> moment(0, 2600);
  std::size_t resumed = 0;
  for (int kill = 0; kill < 30; ++kill) {
    std::filesystem::remove(report_path());
    double before_s = 0;
    {
      AssayProcess run(directory, burn(report_path(), "2s"));
      std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
      before_s = position_now();
      run.signal(SIGKILL);
      run.finish();
    }
    if (!std::filesystem::exists(report_path())) continue;  // killed before there was a report
    const Report killed = valid_report(report_path());
    EXPECT_GE(position_in(killed), before_s);
    if (killed.run.complete) continue;
    AssayProcess again(directory, {"run", "--resume", report_path()});
    EXPECT_EQ(again.finish(), 0) << again.err();
    const Report whole = valid_report(report_path());
    EXPECT_TRUE(whole.run.complete);
    EXPECT_GE(position_in(whole), 1.8) << "the clock goes on where it was";
    for (const Result& result : killed.results) {
      if (result.metrics.empty()) continue;
      const auto kept =
          std::find_if(whole.results.begin(), whole.results.end(), [&](const Result& one) {
            return one.subject == result.subject && one.params.at("leg") == result.params.at("leg");
          });
      ASSERT_NE(kept, whole.results.end()) << "a leg is lost";
      EXPECT_EQ(kept->metrics, result.metrics);
      const bool was_over = result.facts.at("ended_by") == "planned end";
      EXPECT_EQ(kept->facts.at("ended_by"), was_over ? "planned end" : "killed");
    }
    ++resumed;
  }
  EXPECT_GT(resumed, 10U);
}

TEST_F(BurnTest, OneThatWasKilledAtItsEndEndsWell) {
  AssayProcess run(directory, burn(report_path(), "2s"));
  ASSERT_TRUE(soon([&] { return position_now() > 0; }));
  run.signal(SIGKILL);
  run.finish();
  for (const double position_s : {1.89, 1.95, 2.0, 2.01}) {
    Report killed = valid_report(report_path());
    for (Result& result : killed.results)
      for (Metric& metric : result.metrics)
        if (metric.name == "load_position") metric.value = position_s;
    const std::string path = directory.file("late.json", to_json(killed));
    AssayProcess again(directory, {"run", "--resume", path});
    EXPECT_EQ(again.finish(), 0) << position_s << again.err();
    const Report whole = valid_report(path);
    EXPECT_TRUE(whole.run.complete);
    EXPECT_THAT(ends_in(whole), Contains("planned end").Times(3)) << position_s;
  }
}

TEST_F(BurnTest, ASignalDrainsItAndSaysSo) {
  AssayProcess run(directory, burn(report_path(), "30s"));
  ASSERT_TRUE(soon([&] { return position_now() > 0; }));
  const auto from = std::chrono::steady_clock::now();
  run.signal(SIGTERM);
  EXPECT_EQ(run.finish(), 2);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
  RecordProperty("seconds", std::to_string(took.count()));
  const Report report = valid_report(report_path());
  EXPECT_FALSE(report.run.complete);
  EXPECT_THAT(ends_in(report), AllOf(SizeIs(3), Each("interrupted")));
}

TEST_F(BurnTest, AHotGpuEndsItAndIsNamed) {
  AssayProcess run(directory,
                   burn(report_path(), "30s",
                        {"--abort-above", "80degC", "--inject", "hot:99@burnin.soak:gpu=1"}));
  EXPECT_EQ(run.finish(), 1) << run.err();
  const Report report = valid_report(report_path());
  EXPECT_FALSE(report.run.complete) << "the hours are not over";
  EXPECT_THAT(ends_in(report), Each(HasSubstr("safety stop: gpu 1 is at 99 degC")));
  for (const Result& result : report.results)
    if (result.subject.index) {
      EXPECT_EQ(result.outcome, *result.subject.index == 1 ? Outcome::failed : Outcome::error);
    }
}

TEST_F(BurnTest, ADeadSamplerIsNoPass) {
  AssayProcess run(directory,
                   burn(report_path(), "4s", {"--inject", "telemetry-lost@burnin.soak"}));
  run.finish();
  const Report report = valid_report(report_path());
  for (const Result& result : report.results)
    if (result.subject.index) {
      EXPECT_THAT(result.telemetry.lost, Not(IsEmpty()));
    }
}

TEST_F(BurnTest, AStoppedProcessGoesOnAndTheGapIsSaid) {
  AssayProcess run(directory, burn(report_path(), "9s"));
  ASSERT_TRUE(soon([&] { return position_now() > 0; }));
  run.signal(SIGSTOP);
  std::this_thread::sleep_for(std::chrono::seconds(3));
  run.signal(SIGCONT);
  run.finish();
  const Report report = valid_report(report_path());
  const Result& whole = report.results.back();
  EXPECT_EQ(whole.facts.at("ended_by"), "planned end");
  EXPECT_TRUE(whole.facts.contains("telemetry_gaps")) << "nothing was read meanwhile";
}

TEST_F(BurnTest, AWorkerThatCrashesCostsAStintAndIsCounted) {
  AssayProcess run(directory, burn(report_path(), "3s", {"--inject", "crash@burnin.soak:gpu=0"}));
  run.finish();
  const Report report = valid_report(report_path());
  for (const Result& result : report.results) {
    if (!result.subject.index) continue;
    EXPECT_EQ(result.outcome, *result.subject.index == 0 ? Outcome::error : Outcome::ok);
    if (*result.subject.index == 0) {
      EXPECT_THAT(result.reason, HasSubstr("stints were not carried out"));
    }
  }
}

/// A small file system of its own, so that it can be full.
struct SmallDisk {
  explicit SmallDisk(std::filesystem::path at) : path(std::move(at)) {
    std::filesystem::create_directory(path);
    mounted = mount("tmpfs", path.c_str(), "tmpfs", 0, "size=256k") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted) umount2(path.c_str(), MNT_DETACH);
  }
  std::filesystem::path path;
  bool mounted = false;
};

TEST_F(BurnTest, AFullDiskKeepsWhatWasWrittenAndARunThatIsGoneOnWithEndsWell) {
  const SmallDisk disk(directory.path() / "disk");
  if (!disk.mounted) GTEST_SKIP() << "a file system that can be full takes root";
  const std::string report = (disk.path / "r.json").string();
  AssayProcess run(directory, burn(report, "4s"));
  ASSERT_TRUE(soon(
      [&] { return std::filesystem::exists(report) && position_in(valid_report(report)) > 0; }));
  {
    std::ofstream filler(disk.path / "filler", std::ios::binary);
    for (int i = 0; i < 4096 && filler; ++i) filler << std::string(1024, 'x') << std::flush;
  }
  EXPECT_NE(run.finish(), 0);
  EXPECT_THAT(run.err(), HasSubstr("r.json")) << "it says what could not be written";
  const Report kept = valid_report(report);
  EXPECT_FALSE(kept.run.complete);
  EXPECT_GT(position_in(kept), 0);
  std::filesystem::remove(disk.path / "filler");
  AssayProcess again(directory, {"run", "--resume", report});
  EXPECT_EQ(again.finish(), 0) << again.err();
  EXPECT_TRUE(valid_report(report).run.complete);
}

TEST_F(BurnTest, ADirectoryThatBecomesReadOnlyKeepsWhatWasWritten) {
  const SmallDisk disk(directory.path() / "disk");
  if (!disk.mounted) GTEST_SKIP() << "a file system that becomes read-only takes root";
  const std::string report = (disk.path / "r.json").string();
  AssayProcess run(directory, burn(report, "4s"));
  ASSERT_TRUE(soon(
      [&] { return std::filesystem::exists(report) && position_in(valid_report(report)) > 0; }));
  ASSERT_EQ(mount(nullptr, disk.path.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr), 0);
  EXPECT_NE(run.finish(), 0);
  EXPECT_GT(position_in(valid_report(report)), 0);
}

}  // namespace
}  // namespace assay::test
