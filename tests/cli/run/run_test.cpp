#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "tests/cli/run/run_fixture.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

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
  EXPECT_THAT(err, HasSubstr("--device: cuda: "));
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << "why there are no GPUs, in one line";
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

/// Whoever is told that nothing is left to run is told to ask for the plan.
TEST_F(Run, APlanWithoutTestsSaysWhy) {
  const std::vector<std::string> words{"run", "--device", "host", "--only", "collective.latency"};
  EXPECT_EQ(run(words), 3);
  EXPECT_THAT(err, HasSubstr("no test is left to run; --plan tells why"));
  std::vector<std::string> plan = words;
  plan.emplace_back("--plan");
  EXPECT_EQ(run(plan), 0);
  EXPECT_THAT(out, HasSubstr("runs where there are several nodes (mpirun, srun) or GPUs"));
}

TEST_F(Run, HostAndGpusAreMeasuredOneAfterTheOther) {
  std::vector<std::string> words = two_seconds_on_gpus(directory, path);
  *std::find(words.begin(), words.end(), "cuda") = "all";
  words.insert(words.end(), {"--skip", "memory.stream_*", "--skip", "*.latency", "--skip", "*.numa",
                             "--skip", "*.copy"});
  EXPECT_EQ(run(words), 0) << err;
  const Report got = report();
  EXPECT_THAT(got.run.planned, testing::ElementsAre("memory.read", "memory.write"));
  std::vector<std::string> subjects;
  subjects.reserve(got.results.size());
  for (const Result& result : got.results) subjects.push_back(label(result.subject));
  EXPECT_THAT(subjects, testing::ElementsAre("node", "gpu 0", "gpu 1", "gpu 2", "gpu 3", "gpu 4",
                                             "gpu 5", "gpu 6", "gpu 7", "node"))
      << "a quick run leaves memory.write out on GPUs";
}

TEST_F(Run, GpusOneAfterAnotherAreAllMeasured) {
  std::vector<std::string> words = two_seconds_on_gpus(directory, path);
  words.insert(words.end(), {"--serial-gpus", "--skip", "memory.stream_*", "--skip", "*.latency"});
  EXPECT_EQ(run(words), 0) << err;
  EXPECT_EQ(report().results.size(), 16U);
}

TEST_F(Run, AWorkerIsBoundToTheNumaNodeOfItsGpuOrSaysWhyNot) {
  std::vector<std::string> words = two_seconds_on_gpus(directory, path);
  words.insert(words.end(), {"--skip", "memory.stream_*", "--skip", "*.latency"});
  const std::string node = text_of(directory.path() / "node.txt");
  (void)directory.file("node.txt", node + "gpu 0: numa_node = 0\ngpu 1: numa_node = 4095\n");
  EXPECT_EQ(run(words), 0) << err;
  for (const Result& result : report().results) {
    const auto found = result.facts.find("numa_node");
    const std::string fact = found == result.facts.end() ? "" : found->second;
    if (result.subject.index == 0)
      EXPECT_THAT(fact, testing::AnyOf("0", HasSubstr("not bound: bind to NUMA node 0")));
    else if (result.subject.index == 1)
      EXPECT_THAT(fact, HasSubstr("not bound: bind to NUMA node 4095"));
    else
      EXPECT_EQ(fact, "");
  }
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
    const auto at = line.find(R"("kind":")") + 8;
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
      run(small("memory.stream_copy", {"--profile", "none", "--inject", "telemetry-lost"}, "4s")),
      0);
  const auto events = report().events;
  EXPECT_TRUE(std::any_of(events.begin(), events.end(),
                          [](const Event& event) { return event.kind == "telemetry_lost"; }));
  EXPECT_THAT(report().results.at(0).telemetry.lost, testing::Not(IsEmpty()));
}

TEST_F(Run, AHotMachineShowsInTheTelemetry) {
  EXPECT_EQ(run(small("memory.stream_copy", {"--profile", "none", "--inject", "hot:99"}, "4s")), 0);
  const Telemetry telemetry = report().results.at(0).telemetry;
  ASSERT_TRUE(telemetry.quantities.contains("temperature_c"));
  EXPECT_EQ(telemetry.quantities.at("temperature_c").at("max"), 99);
}

}  // namespace
}  // namespace assay::test
