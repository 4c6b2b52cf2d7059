#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <thread>

#include "suites/runner/stop.hpp"
#include "tests/suites/runner/doubles.hpp"

// Eight GPUs, each with a worker of its own.

namespace assay {
namespace {

using testing::HasSubstr;

struct Many : testing::Test {
  SystemClock clock;
  RunSettings settings{.bytes = 1 << 18};
  Waiting waiting;
  std::vector<WorkerProgram> programs = std::vector(8, worker_double("honest"));

  std::unique_ptr<Runner> runner() {
    RunnerParts parts{.crews = {{"cuda", crew_of_gpus(programs)}},
                      .codec = codec(),
                      .clock = clock,
                      .waiting = waiting};
    return std::make_unique<Runner>(std::move(parts), settings);
  }
  static PlannedTest planned(const char* id, double timeout_s = 120) {
    return {.id = id, .device = "cuda", .seconds = 0.02, .timeout_s = timeout_s};
  }
  static PlannedTest links() {
    PlannedTest test = planned("link.ring");
    test.whole_node = true;
    return test;
  }
  /// Results of one test, one a GPU in order.
  static std::vector<Result> eight(Runner& runner, const PlannedTest& test) {
    auto results = runner.carry_out(test, 1, std::nullopt);
    EXPECT_TRUE(results && results->size() == 8);
    if (!results || results->size() != 8) return std::vector<Result>(8);
    for (std::size_t i = 0; i < 8; ++i)
      EXPECT_EQ(label((*results)[i].subject), "gpu " + std::to_string(i));
    return std::move(*results);
  }
  /// Every GPU but those of `lost` is well.
  static void expect_well_but(const std::vector<Result>& results, const std::set<int>& lost) {
    for (int i = 0; i < 8; ++i)
      EXPECT_EQ(results[static_cast<std::size_t>(i)].outcome,
                lost.contains(i) ? Outcome::error : Outcome::ok)
          << i << ": " << results[static_cast<std::size_t>(i)].reason;
  }
};

TEST_F(Many, EveryGpuGivesItsResultInOrder) {
  const auto runs = runner();
  expect_well_but(eight(*runs, planned("memory.stream_copy")), {});
  EXPECT_TRUE(runs->take_events().empty());
}

TEST_F(Many, WhatIsLostIsTheOneGpuAndAFreshWorkerGoesOn) {
  settings.injections = {parse_injection("crash@stream_copy:gpu=2"),
                         parse_injection("abort@stream_copy:gpu=6")};
  const auto runs = runner();
  const auto results = eight(*runs, planned("memory.stream_copy"));
  expect_well_but(results, {2, 6});
  EXPECT_THAT(results[2].reason, HasSubstr("killed by SIGSEGV"));
  EXPECT_THAT(results[6].reason, HasSubstr("killed by SIGABRT"));
  const auto events = runs->take_events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(label(events[0].subject), "gpu 2");
  EXPECT_THAT(events[0].text, HasSubstr("memory.stream_copy: killed by SIGSEGV"));
  expect_well_but(eight(*runs, planned("memory.stream_add")), {});
}

TEST_F(Many, EveryKindOfMadnessOfOneLeavesTheOthersAlone) {
  for (const char* kind : {"garbage", "half-a-line", "exits", "twice", "closes-its-channel"}) {
    programs[5] = worker_double(kind);
    const auto runs = runner();
    const auto results = eight(*runs, planned("memory.stream_copy"));
    expect_well_but(results, {5});
    EXPECT_FALSE(results[5].reason.empty()) << kind;
  }
}

TEST_F(Many, AllTimeOutTogetherAndNotOneAfterAnother) {
  programs.assign(8, worker_double("deaf"));
  const auto runs = runner();
  const double began_s = clock.now_s();
  const auto results = eight(*runs, planned("memory.stream_copy", 2));
  EXPECT_LT(clock.now_s() - began_s, 8 * 2) << "one after another would take this";
  for (const Result& result : results)
    EXPECT_THAT(result.reason, HasSubstr("no answer within 2.0 s"));
}

TEST_F(Many, ThoseThatWillNotDieHoldUpTheRunOnceAndNotEightTimes) {
  programs.assign(8, worker_double("deaf"));
  settings.patience_s = 0;  // as if they slept in the kernel
  const auto runs = runner();
  const double began_s = clock.now_s();
  (void)eight(*runs, planned("memory.stream_copy", 0.1));
  EXPECT_LT(clock.now_s() - began_s, 10);
}

TEST_F(Many, OneAfterAnotherWhereThatIsAskedFor) {
  settings.serial = true;
  programs.assign(8, worker_double("deaf"));
  const auto runs = runner();
  const double began_s = clock.now_s();
  (void)eight(*runs, planned("memory.stream_copy", 0.2));
  EXPECT_GE(clock.now_s() - began_s, 8 * 0.2);
}

TEST_F(Many, AStopEndsAllAtOnce) {
  const StopSignal stop;
  waiting.stop_fd = stop.fd();
  programs.assign(8, worker_double("deaf"));
  const auto runs = runner();
  std::thread sender([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    kill(getpid(), SIGTERM);
  });
  const double began_s = clock.now_s();
  EXPECT_FALSE(runs->carry_out(planned("memory.stream_copy"), 1, std::nullopt));
  EXPECT_LT(clock.now_s() - began_s, 0.5 + 0.8);
  sender.join();
  EXPECT_EQ(const_cast<StopSignal&>(stop).take(), "SIGTERM");
}

TEST_F(Many, AGpuThatLeftTheBusIsGoneForTheRestOfTheRun) {
  settings.injections = {parse_injection("off-bus@stream_copy:gpu=4")};
  const auto runs = runner();
  expect_well_but(eight(*runs, planned("memory.stream_add")), {});
  const auto leaving = eight(*runs, planned("memory.stream_copy"));
  expect_well_but(leaving, {4});
  EXPECT_THAT(leaving[4].reason, HasSubstr("fell off the bus in the middle of a call"));
  const auto after = eight(*runs, planned("memory.stream_triad"));
  expect_well_but(after, {4});
  EXPECT_THAT(after[4].reason, HasSubstr("gpu 4: the device does not open"));
}

TEST_F(Many, ATestOfTheWholeNodeRunsOnceInAWorkerThatOpensThemAll) {
  const auto runs = runner();
  expect_well_but(eight(*runs, planned("memory.stream_copy")), {});
  const auto results = runs->carry_out(links(), 1, std::nullopt);
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 8U);
  std::set<std::string> workers;
  for (const Result& result : *results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    workers.insert(result.facts.at("worker"));
  }
  EXPECT_EQ(workers.size(), 1U);
  EXPECT_EQ(label(results->back().subject), "link gpu7 -> gpu0");
  expect_well_but(eight(*runs, planned("memory.stream_add")), {});
}

TEST_F(Many, ALostWorkerOfTheWholeNodeIsAnErrorOfTheNode) {
  settings.injections = {parse_injection("crash@link.ring:gpu=7")};
  const auto runs = runner();
  const auto results = runs->carry_out(links(), 1, std::nullopt);
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 1U);
  EXPECT_EQ(label(results->front().subject), "node");
  EXPECT_THAT(results->front().reason, HasSubstr("SIGSEGV"));
}

}  // namespace
}  // namespace assay
