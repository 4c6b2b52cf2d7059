#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "reports/writer.hpp"
#include "tests/cli/run/burn_fixture.hpp"

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
  AssayProcess run(directory, burn(report_path(), "10s"));
  ASSERT_TRUE(soon([&] { return position_now() > 0; }));
  run.signal(SIGKILL);
  run.finish();
  for (const double position_s : {9.89, 9.95, 10.0, 10.01}) {
    Report killed = valid_report(report_path());
    ASSERT_FALSE(killed.run.complete);
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

TEST_F(BurnTest, ARepetitionThatWasKilledIsPlayedToItsEnd) {
  const std::string profile =
      directory.file("unreached.yaml",
                     "profile: greedy\ndescribes: more than there is\nlimits:\n"
                     "  - {test: burnin.soak, metric: flops, at_least: 1 TFLOP/s, source: test}\n");
  std::vector<std::string> words = burn(report_path(), "2s", {"--confirm", "1"});
  *std::find(words.begin(), words.end(), "none") = profile;
  AssayProcess first(directory, words);
  EXPECT_EQ(first.finish(), 1) << first.err();
  Report killed = valid_report(report_path());
  killed.run.complete = false;
  for (Result& result : killed.results) {
    if (result.attempt < 2) continue;
    result.facts["ended_by"] = "under way";
    for (Metric& metric : result.metrics)
      if (metric.name == "load_position") metric.value = 1;
  }
  const std::string path = directory.file("cut.json", to_json(killed));
  AssayProcess again(directory, {"run", "--resume", path});
  EXPECT_EQ(again.finish(), 1) << again.err();
  std::vector<std::string> ends;
  for (const Result& result : valid_report(path).results)
    if (result.attempt == 2) ends.push_back(result.facts.at("ended_by"));
  EXPECT_THAT(ends,
              AllOf(SizeIs(6), Contains("killed").Times(3), Contains("planned end").Times(3)));
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

TEST_F(BurnTest, OneThatIsEndedBeforeItsFirstStintHasNothingAgainstIt) {
  AssayProcess run(directory, burn(report_path(), "100s", {"--events", "-"}));
  while (const auto line = run.line())
    if (line->find("test_started") != std::string::npos) break;
  run.signal(SIGTERM);
  EXPECT_EQ(run.finish(), 2);
  EXPECT_THAT(valid_report(report_path()).results, IsEmpty()) << "stints of 10 s";
}

}  // namespace
}  // namespace assay::test
