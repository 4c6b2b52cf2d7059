#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "tests/cli/run/run_fixture.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

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

TEST_F(Run, EightWorkersThatHangEndAsSoon) {
  for (const int number : {SIGTERM, SIGINT}) {
    std::vector<std::string> words = two_seconds_on_gpus(directory, path);
    words.insert(words.end(), {"--inject", "hang", "--events", "-"});
    double least_s = 10;  // of three: other work may hold any of them up
    for (int i = 0; i < 3; ++i) {
      int status = 0;
      least_s = std::min(least_s, time_to_stop(directory, words, number, status));
      EXPECT_EQ(status, 2);
      EXPECT_FALSE(report().run.complete);
      EXPECT_EQ(report().node.gpus.size(), 8U);
      EXPECT_TRUE(report().results.empty()) << "a test is done when it is done on every GPU";
    }
    EXPECT_LT(least_s, 0.8);
  }
}

TEST_F(Run, AnInterruptedRunIsResumedOnce) {
  int status = 0;
  (void)time_to_stop(directory,
                     small("memory.stream_*", {"--profile", "none", "--inject", "hang@stream_copy",
                                               "--timeout", "10s", "--events", "-"}),
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
  long kib = 0;
  for (auto words : {small("*", {"--events", "-"}), two_seconds_on_gpus(directory, path)}) {
    if (words.back() != "-") words.insert(words.end(), {"--events", "-"});
    AssayProcess process(directory, words);
    while (process.line()) kib = std::max(kib, peak_rss_kib(process.pid()));
    EXPECT_THAT(process.finish(), testing::AnyOf(0, 2)) << process.err();
  }
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
