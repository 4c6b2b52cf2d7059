#include <dirent.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/error.hpp"
#include "suites/runner/stop.hpp"
#include "tests/suites/runner/doubles.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

/// A runner over worker doubles.
struct Isolation : testing::Test {
  SystemClock clock;
  RunSettings settings;
  Waiting waiting;

  std::unique_ptr<Runner> runner(const std::string& kind) {
    RunnerParts parts{.crews = {{"host", crew_of(worker_double(kind))}},
                      .codec = codec(),
                      .clock = clock,
                      .waiting = waiting};
    return std::make_unique<Runner>(std::move(parts), settings);
  }
  static PlannedTest planned(std::string id, double timeout_s) {
    return {.id = std::move(id), .device = "host", .seconds = 0.02, .timeout_s = timeout_s};
  }
  /// The one result of a worker of that kind.
  Result lost(const std::string& kind, double timeout_s = 60) {
    const auto results = runner(kind)->carry_out(planned("any.test", timeout_s), 1, std::nullopt);
    EXPECT_TRUE(results && results->size() == 1) << kind;
    if (!results || results->empty()) return {};
    EXPECT_EQ(results->front().test, "any.test");
    EXPECT_EQ(results->front().outcome, Outcome::error) << kind;
    EXPECT_EQ(label(results->front().subject), "node");
    return results->front();
  }
};

TEST_F(Isolation, AMadWorkerCostsItsTest) {
  EXPECT_THAT(lost("garbage").reason, HasSubstr("no answer: \"%01"));
  EXPECT_THAT(lost("no-json").reason, HasSubstr("its worker sent"));
  EXPECT_THAT(lost("wrong-test").reason, HasSubstr("another test, other.test"));
  EXPECT_THAT(lost("twice").reason, HasSubstr("two results on node"));
  EXPECT_THAT(lost("no-result").reason, HasSubstr("without a result"));
  EXPECT_THAT(lost("half-a-line").reason, HasSubstr("ended with status 0 without an answer"));
  EXPECT_THAT(lost("line-without-end").reason, HasSubstr("a line of more than"));
  EXPECT_THAT(lost("flood-of-results").reason, HasSubstr("more than 4096 results"));
  EXPECT_THAT(lost("closes-its-channel").reason, HasSubstr("closed its channel"));
  EXPECT_THAT(lost("exits").reason, HasSubstr("ended with status 3"));
  EXPECT_THAT(lost("stillborn").reason, HasSubstr("status 5"));
  EXPECT_THAT(lost("murdered").reason, HasSubstr("killed by SIGKILL, but not by assay"));
}

TEST_F(Isolation, AWorkerThatDoesNotAnswerIsKilledAfterItsTime) {
  for (const char* kind : {"deaf", "flood-of-messages"}) {
    const double began_s = clock.now_s();
    settings.run_started_wall_s = clock.wall_s() - 100;
    const Result result = lost(kind, 0.6);
    EXPECT_NEAR(result.began_s.value_or(-1), 100, 5) << "on the clock of the run";
    EXPECT_THAT(result.reason, HasSubstr("no answer within 0.6 s (budget 0.0 s)")) << kind;
    EXPECT_GE(clock.now_s() - began_s, 0.6);
    EXPECT_NEAR(result.elapsed_s, 0.6, 5);
  }
}

TEST_F(Isolation, LastWordsAreKeptAndMadePrintable) {
  const std::string reason = lost("last-words").reason;
  EXPECT_THAT(reason, HasSubstr("SIGABRT"));
  EXPECT_THAT(reason, HasSubstr("last words: terrible?news"));
}

TEST_F(Isolation, WhatAWorkerSaysUnaskedDoesNotReachTheNextTest) {
  for (const char* kind : {"one-too-many", "ignores-the-end"}) {
    const auto runs = runner(kind);
    for (int i = 0; i < 3; ++i) {
      const auto results = runs->carry_out(planned("any.test", 2), 1, std::nullopt);
      ASSERT_TRUE(results) << kind;
      if (i == 0 || std::string(kind) == "one-too-many") {
        EXPECT_EQ(results->front().outcome, Outcome::ok) << kind << results->front().reason;
      }
    }
  }
}

TEST_F(Isolation, AProgramThatCannotBeStartedIsAnErrorOfTheTest) {
  RunnerParts parts{
      .crews = {{"host", crew_of({"/no/such/program", {}})}}, .codec = codec(), .clock = clock};
  Runner runner(std::move(parts), settings);
  const auto results = runner.carry_out(planned("any.test", 1), 1, std::nullopt);
  ASSERT_TRUE(results);
  EXPECT_EQ(results->front().outcome, Outcome::error);
  EXPECT_THAT(results->front().reason, HasSubstr("/no/such/program"));
}

/// Processes whose parent is this one, or init, and that are worker doubles.
std::vector<pid_t> doubles_alive() {
  std::vector<pid_t> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    std::string line;
    std::getline(file, line, '\0');
    std::string kind;
    std::getline(file, kind, '\0');
    std::string parent;
    std::getline(file, parent, '\0');
    if (line == "assay" && parent == std::to_string(getpid()))
      all.push_back(static_cast<pid_t>(std::stol(entry.path().filename())));
  }
  return all;
}

/// Has it given back all that it had?
bool has_ended(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(file, line);
  return line.substr(line.rfind(')') + 1).starts_with(" Z");
}

bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST_F(Isolation, NothingThatAWorkerStartedIsLeftBehind) {
  (void)lost("child-left-behind");
  (void)lost("exits");
  EXPECT_TRUE(soon([] { return doubles_alive().empty(); }));
}

TEST_F(Isolation, AWorkerThatWillNotDieInTimeDoesNotHoldUpTheRun) {
  settings.patience_s = 0;  // as if it slept in the kernel
  const auto runs = runner("deaf");
  const double began_s = clock.now_s();
  bool stuck = false;
  for (int i = 0; i < 20; ++i) {
    const auto results = runs->carry_out(planned("any.test", 0.02), 1, std::nullopt);
    ASSERT_TRUE(results);
    if (results->front().reason.find("stuck in the kernel") == std::string::npos) continue;
    stuck = true;
    const auto events = runs->take_events();
    EXPECT_EQ(events.back().kind, "worker_stuck");
    break;
  }
  EXPECT_TRUE(stuck);
  EXPECT_LT(clock.now_s() - began_s, 30);
}

TEST_F(Isolation, AStopEndsAHangingTestAtOnce) {
  const StopSignal stop;
  waiting.stop_fd = stop.fd();
  const auto runs = runner("deaf");
  std::thread sender([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    kill(getpid(), SIGTERM);
  });
  const double began_s = clock.now_s();
  EXPECT_FALSE(runs->carry_out(planned("any.test", 60), 1, std::nullopt));
  EXPECT_LT(clock.now_s() - began_s, 0.3 + 0.8);
  sender.join();
  auto& taken = const_cast<StopSignal&>(stop);
  EXPECT_EQ(taken.take(), "SIGTERM");
}

TEST_F(Isolation, TicksWhileItWaits) {
  int ticks = 0;
  waiting.tick_s = 0.05;
  waiting.tick = [&] { ++ticks; };
  (void)lost("deaf", 0.6);
  EXPECT_GE(ticks, 3);
  EXPECT_LE(ticks, 40) << "it must sleep, not spin";
}

TEST_F(Isolation, HandsOnWhatAWorkerPrints) {
  std::vector<std::string> lines;
  waiting.said = [&](const std::string& line) { lines.push_back(line); };
  (void)lost("last-words");
  EXPECT_THAT(lines, testing::IsSupersetOf({std::string("first"), std::string("terrible\tnews")}));
}

TEST_F(Isolation, AWorkerThatDiesIdleIsReplacedUnlessItIsARank) {
  settings.bytes = 3 << 20;
  for (const bool are_ranks : {false, true}) {
    Crew crew = crew_of(worker_double("honest"));
    crew.are_ranks = are_ranks;
    RunnerParts parts{.crews = {{"host", crew}}, .codec = codec(), .clock = clock};
    Runner runs(std::move(parts), settings);
    const PlannedTest test = planned("memory.stream_copy", 60);
    ASSERT_EQ(runs.carry_out(test, 1, std::nullopt).value().front().outcome, Outcome::ok);
    for (const pid_t worker : doubles_alive()) {
      kill(worker, SIGKILL);
      ASSERT_TRUE(soon([&] { return has_ended(worker); }));
    }
    const Result next = runs.carry_out(test, 2, std::nullopt).value().front();
    EXPECT_EQ(next.outcome, are_ranks ? Outcome::error : Outcome::ok) << next.reason;
    if (are_ranks) {
      EXPECT_THAT(next.reason, HasSubstr("killed by SIGKILL, but not by assay"));
    }
    EXPECT_EQ(runs.carry_out(test, 3, std::nullopt).value().front().outcome, Outcome::ok);
  }
}

TEST_F(Isolation, AFreshWorkerGoesOn) {
  settings.injections = {parse_injection("crash@stream_copy"), parse_injection("slow:0.5@nothing")};
  settings.bytes = 3 << 20;
  const auto runs = runner("honest");
  const auto crashed = runs->carry_out(planned("memory.stream_copy", 60), 1, std::nullopt);
  const auto well = runs->carry_out(planned("memory.stream_triad", 60), 4, std::nullopt);
  ASSERT_TRUE(crashed && well);
  EXPECT_THAT(crashed->front().reason, HasSubstr("killed by SIGSEGV"));
  EXPECT_EQ(well->front().outcome, Outcome::ok) << well->front().reason;
  EXPECT_EQ(well->front().attempt, 4);
  EXPECT_GT(well->front().elapsed_s, 0);
  const auto events = runs->take_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, "worker_lost");
  EXPECT_THAT(events[0].text, HasSubstr("memory.stream_copy: killed by SIGSEGV"));
}

}  // namespace
}  // namespace assay
