#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "core/error.hpp"
#include "reports/reader.hpp"
#include "tests/cli/run/assay_process.hpp"
#include "tests/tools/schema.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

struct Run : testing::Test {
  ScratchDirectory directory;
  std::string path = (directory.path() / "r.json").string();

  /// A small scripted run of the tests `only`, with more options.
  [[nodiscard]] std::vector<std::string> small(const std::string& only,
                                               const std::vector<std::string>& more = {},
                                               const std::string& budget = "300ms") const {
    const std::string script =
        directory.file("device.txt", "bytes_per_second = 2e9\nflops_per_second = 1e10\n");
    std::vector<std::string> words{"run",  "--script", script, "--bytes", "3MB", "--budget",
                                   budget, "--only",   only,   "-o",      path};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] Report report() const {
    const std::string text = text_of(path);
    EXPECT_THAT(Schema(report_schema_file()).faults(text), IsEmpty());
    return read_report(text, path);
  }
  int run(const std::vector<std::string>& arguments) {
    AssayProcess process(directory, arguments);
    const int status = process.finish();
    out = process.out();
    err = process.err();
    return status;
  }
  std::string out, err;
};

TEST_F(Run, WritesACompleteReportAndSaysWhere) {
  EXPECT_EQ(run(small("memory.stream_*", {"--profile", "none"})), 0) << err << out;
  const Report got = report();
  EXPECT_TRUE(got.run.complete);
  EXPECT_EQ(got.results.size(), 4U);
  EXPECT_FALSE(got.run.ended.empty());
  EXPECT_EQ(got.run.argv.at(1), "run");
  EXPECT_THAT(got.run.injected, testing::Contains(HasSubstr("script: ")));
  EXPECT_THAT(out, HasSubstr("memory.stream_triad"));
  EXPECT_THAT(out, HasSubstr("report: " + path));
  EXPECT_THAT(err, HasSubstr("memory.stream_triad")) << "one plain line a test on a pipe";
}

TEST_F(Run, ExitCodesAreTheContract) {
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none"})), 0) << err;
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--inject", "flip-bit"})), 1);
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--inject", "crash"})), 2);
  EXPECT_EQ(run(small("memory.stream_copy")), 2) << "an injected run is never more than unknown";
  EXPECT_EQ(run({"run", "--what"}), 3);
  EXPECT_EQ(run({"run", "--only", "memroy.*"}), 3);
  EXPECT_THAT(err, HasSubstr("memroy.*"));
  EXPECT_EQ(run({"run", "--profile", "no-such"}), 3);
  EXPECT_EQ(run({"run", "--site", "/no/such"}), 3);
  EXPECT_EQ(run({"run", "--device", "cuda"}), 3);
  EXPECT_EQ(run({"run", "--inject", "fire"}), 3);
  EXPECT_THAT(err, HasSubstr("flip-bit")) << "it lists the faults there are";
}

TEST_F(Run, AnUnwritableTargetIsFoundBeforeMeasuring) {
  const auto began = SteadyClock::now();
  EXPECT_EQ(run({"run", "-o", "/no/such/directory/r.json"}), 3);
  EXPECT_THAT(err, HasSubstr("/no/such/directory/r.json"));
  EXPECT_EQ(run(small("memory.stream_copy", {"--events", "/no/such/events"})), 3);
  EXPECT_THAT(err, HasSubstr("/no/such/events"));
  EXPECT_LT(seconds_since(began), 20) << "a quick run takes longer";
}

TEST_F(Run, APlanRunsNothing) {
  EXPECT_EQ(run({"run", "--plan", "--only", "memory.stream_*", "-o", path}), 0);
  EXPECT_THAT(out, HasSubstr("memory.stream_triad"));
  EXPECT_THAT(out, HasSubstr("not chosen by --only"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Run, FaultsCostTheirTestsOnly) {
  EXPECT_EQ(run(small("memory.stream_*", {"--profile", "none", "--timeout", "20s", "--inject",
                                          "abort@stream_copy", "--inject", "silent@stream_scale"})),
            2);
  std::map<std::string, Result> by_test;
  for (const Result& result : report().results) by_test[result.test] = result;
  EXPECT_THAT(by_test.at("memory.stream_copy").reason, HasSubstr("killed by SIGABRT"));
  EXPECT_THAT(by_test.at("memory.stream_scale").reason, HasSubstr("status 0 without an answer"));
  EXPECT_EQ(by_test.at("memory.stream_add").outcome, Outcome::ok);
  EXPECT_EQ(by_test.at("memory.stream_triad").outcome, Outcome::ok);
  EXPECT_TRUE(report().run.complete) << "every planned test has its result";
}

TEST_F(Run, EventsAreJsonLinesAsTheyHappen) {
  const std::string events = (directory.path() / "events").string();
  EXPECT_EQ(run(small("memory.stream_*", {"--profile", "none", "--events", events})), 0);
  std::istringstream lines(text_of(events));
  std::map<std::string, int> kinds;
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.find("\"kind\":\"") + 8;
    ++kinds[line.substr(at, line.find('"', at) - at)];
  }
  EXPECT_EQ(kinds["run_started"], 1);
  EXPECT_EQ(kinds["test_started"], 4);
  EXPECT_EQ(kinds["result"], 4);
  EXPECT_EQ(kinds["run_ended"], 1);
}

TEST_F(Run, EventsOnStandardOutputHaveItForThemselves) {
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--events", "-"})), 0);
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);)
    EXPECT_THAT(line, testing::StartsWith("{\"at\""));
  EXPECT_THAT(err, HasSubstr("report: "));
}

TEST_F(Run, QuietSaysNothingAndNoProgressDrawsNothing) {
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--quiet"})), 0);
  EXPECT_EQ(err, "");
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--no-progress"})), 0);
  EXPECT_EQ(err, "");
}

TEST_F(Run, TheReportItselfIsTheJsonOfARunThatNobodyJudges) {
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--format", "json"})), 0);
  EXPECT_TRUE(read_report(out, "stdout").run.complete);
}

TEST_F(Run, ATestWhoseLimitFailedRunsAgain) {
  const std::string profile = directory.file(
      "p.yaml",
      "profile: greedy\ndescribes: more than there is\nlimits:\n"
      "  - {test: memory.stream_copy, metric: bandwidth, at_least: 100 GB/s, source: test}\n"
      "  - {test: memory.stream_add, metric: bandwidth, at_least: 1 MB/s, source: test}\n");
  EXPECT_EQ(run(small("memory.stream_*", {"--profile", profile, "--confirm", "2"})), 1)
      << err << out;
  std::map<std::string, std::vector<std::int64_t>> attempts;
  for (const Result& result : report().results) attempts[result.test].push_back(result.attempt);
  EXPECT_THAT(attempts["memory.stream_copy"], testing::ElementsAre(1, 2, 3));
  EXPECT_THAT(attempts["memory.stream_add"], testing::ElementsAre(1));
  EXPECT_TRUE(report().run.complete);
}

TEST_F(Run, FailEarlyStopsAtTheFirstFailedLimitOrDefect) {
  const std::string profile = directory.file(
      "p.yaml",
      "profile: greedy\ndescribes: more than there is\nlimits:\n"
      "  - {test: memory.stream_copy, metric: bandwidth, at_least: 100 GB/s, source: test}\n");
  EXPECT_EQ(run(small("memory.stream_*", {"--profile", profile, "--fail-early"})), 1) << err << out;
  EXPECT_LT(report().results.size(), 4U);
  EXPECT_FALSE(report().run.complete);
  EXPECT_EQ(run(small("memory.stream_*",
                      {"--profile", "none", "--fail-early", "--inject", "flip-bit@stream_add"})),
            1);
  EXPECT_EQ(report().results.size(), 1U) << "stream_add is the first";
}

TEST_F(Run, ASiteFileSaysWhereTheHostStandsAndMustKnowIt) {
  char hostname[256] = {};
  gethostname(hostname, sizeof hostname - 1);
  const std::string site = directory.file(
      "site.yaml", std::string("hosts: {\"") + hostname + "\": {rack: r7, unit: 4, leaf: l2}}\n");
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--site", site})), 0) << err;
  ASSERT_TRUE(report().node.place);
  EXPECT_EQ(report().node.place->rack, "r7");
  const std::string other = directory.file("other.yaml", "hosts: {elsewhere: {rack: r1}}\n");
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--site", other})), 3);
}

TEST_F(Run, OnlyAllowedVariablesAreNoted) {
  setenv("NCCL_DEBUG", "INFO", 1);
  setenv("ASSAY_SECRET", "hunter2", 1);
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none"})), 0);
  EXPECT_EQ(report().run.environment.at("NCCL_DEBUG"), "INFO");
  EXPECT_THAT(text_of(path), testing::Not(HasSubstr("hunter2")));
}

TEST_F(Run, LostTelemetryBecomesAnEvent) {
  EXPECT_EQ(
      run(small("memory.stream_copy", {"--profile", "none", "--inject", "telemetry-lost"}, "1s")),
      0);
  const auto events = report().events;
  EXPECT_TRUE(std::any_of(events.begin(), events.end(),
                          [](const Event& event) { return event.kind == "telemetry_lost"; }));
  EXPECT_THAT(report().results.at(0).telemetry.lost, testing::Not(IsEmpty()));
}

TEST_F(Run, AHotMachineShowsInTheTelemetry) {
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--inject", "hot:99"}, "1s")), 0);
  const Telemetry telemetry = report().results.at(0).telemetry;
  ASSERT_TRUE(telemetry.quantities.contains("temperature_c"));
  EXPECT_EQ(telemetry.quantities.at("temperature_c").at("max"), 99);
}

/// Ends a run that hangs. Seconds from the signal to the end.
double time_to_stop(const ScratchDirectory& directory, const std::vector<std::string>& arguments,
                    int signal_number, int& status) {
  AssayProcess process(directory, arguments);
  while (const auto line = process.line())
    if (line->find("test_started") != std::string::npos) break;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto asked = SteadyClock::now();
  process.signal(signal_number);
  status = process.finish();
  return seconds_since(asked);
}

TEST_F(Run, SignalsEndItSoonWithAValidPartialReport) {
  std::vector<double> latencies;
  for (const int number : {SIGTERM, SIGINT, SIGTERM, SIGINT, SIGTERM}) {
    int status = 0;
    latencies.push_back(time_to_stop(
        directory,
        small("memory.stream_*", {"--inject", "hang", "--timeout", "60s", "--events", "-"}), number,
        status));
    EXPECT_EQ(status, 2);
    const Report got = report();
    EXPECT_FALSE(got.run.complete);
    EXPECT_FALSE(got.run.ended.empty());
    ASSERT_FALSE(got.events.empty());
    EXPECT_EQ(got.events.back().kind, "interrupted");
  }
  std::sort(latencies.begin(), latencies.end());
  RecordProperty("stop_latency_median_s", std::to_string(latencies[2]));
  std::printf("from signal to end: median %.3f s, worst %.3f s\n", latencies[2], latencies[4]);
  EXPECT_LT(latencies[2], 0.8);
}

TEST_F(Run, AnInterruptedRunIsResumedOnce) {
  int status = 0;
  (void)time_to_stop(directory,
                     small("memory.stream_*", {"--profile", "none", "--inject", "hang@stream_copy",
                                               "--timeout", "2s", "--events", "-"}),
                     SIGTERM, status);
  ASSERT_EQ(status, 2);
  const std::string id = report().run.id;
  EXPECT_EQ(run({"run", "--resume", path, "--level", "quick"}), 3) << "options come from the file";
  EXPECT_EQ(run({"run", "--resume", path}), 2) << "the copy still hangs";
  EXPECT_EQ(report().run.id, id);
  EXPECT_TRUE(report().run.complete);
  EXPECT_EQ(report().results.size(), 4U);
  EXPECT_EQ(run({"run", "--resume", path}), 3) << "nothing left to do";
}

TEST_F(Run, TheParentStaysSmall) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the sanitizer's own memory would be measured";
#endif
  AssayProcess process(directory, small("*", {"--events", "-"}));
  long kib = 0;
  while (process.line()) kib = std::max(kib, peak_rss_kib(process.pid()));
  EXPECT_EQ(process.finish(), 2) << process.err();
  std::printf("peak resident memory of the parent: %ld KiB\n", kib);
  EXPECT_GT(kib, 0);
  EXPECT_LT(kib, 64 * 1024);
}

TEST_F(Run, WorkersAreNotForPeople) {
  EXPECT_EQ(run({"worker", "--device", "host", "--parent", "1"}), 4);
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_THAT(out, testing::Not(HasSubstr("worker --")));
}

}  // namespace
}  // namespace assay::test
