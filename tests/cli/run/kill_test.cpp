#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "core/error.hpp"
#include "reports/reader.hpp"
#include "tests/cli/run/assay_process.hpp"
#include "tests/tools/schema.hpp"

namespace assay::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kMoments = 50, kMomentsOnGpus = 16;
constexpr int kAtOnce = 4;

/// Where the run is shot: when its nth event is seen, or after a time.
struct Moment {
  std::optional<int> event;
  std::chrono::microseconds after{0};
};

/// Half the moments at the boundaries of events, half anywhere in between.
std::vector<Moment> moments(int n, int events, std::chrono::microseconds length) {
  std::mt19937 random(20261121);
  std::vector<Moment> result;
  for (int i = 0; i < n; ++i) {
    if (i % 2 == 0)
      result.push_back({.event = 1 + (i / 2) % events});
    else
      result.push_back({.after = std::chrono::microseconds(
                            std::uniform_int_distribution<long>(0, length.count())(random))});
  }
  return result;
}

struct KilledRun : testing::Test {
  ScratchDirectory directory;
  Schema schema{report_schema_file()};
  std::mutex mutex;  // one schema, many threads
  int usual_ = 0;  ///< how a run ends here that nobody kills; 2 where some hardware does not answer

  [[nodiscard]] Report valid_report(const std::string& path) {
    const std::string text = text_of(path);
    {
      const std::scoped_lock lock(mutex);
      EXPECT_THAT(schema.faults(text), testing::IsEmpty());
    }
    return read_report(text, path);
  }

  std::vector<std::string> (*two_seconds_)(const ScratchDirectory&,
                                           const std::string&) = two_seconds;
  std::vector<std::string> arguments(const std::string& report) const {
    std::vector<std::string> words = two_seconds_(directory, report);
    words.insert(words.end(), {"--events", "-"});
    return words;
  }

  void kill_and_resume(int n);
  static void shoot(AssayProcess& run, const Moment& moment) {
    if (moment.event) {
      for (int i = 0; i < *moment.event; ++i)
        if (!run.line()) break;
    } else {
      std::this_thread::sleep_for(moment.after);
    }
    run.signal(SIGKILL);
    run.finish();
  }

  /// True if there was something to resume.
  bool check(const std::string& path, pid_t pid) {
    EXPECT_TRUE(soon([&] { return workers_of(pid) == 0; })) << "a worker outlived its run";
    if (!std::filesystem::exists(path)) return false;
    const Report before = valid_report(path);
    if (before.run.complete) return false;
    AssayProcess resume(directory, {"run", "--resume", path, "--quiet"});
    EXPECT_EQ(resume.finish(), usual_) << resume.err() << resume.out();
    expect_continued(before, valid_report(path));
    return true;
  }

  static void expect_continued(const Report& before, const Report& after) {
    EXPECT_TRUE(after.run.complete);
    EXPECT_EQ(after.run.id, before.run.id);
    EXPECT_EQ(after.run.started, before.run.started);
    EXPECT_EQ(after.run.planned, before.run.planned);
    ASSERT_GE(after.results.size(), before.results.size());
    for (std::size_t i = 0; i < before.results.size(); ++i)
      EXPECT_EQ(after.results[i], before.results[i]) << "what was measured must stay";
    std::set<std::string> tests;
    std::set<std::pair<std::string, std::string>> seen;
    for (const Result& result : after.results) {
      tests.insert(result.test);
      EXPECT_EQ(result.attempt, 1);
      EXPECT_TRUE(seen.emplace(result.test, label(result.subject)).second)
          << result.test << " was repeated on " << label(result.subject);
    }
    EXPECT_EQ(tests, std::set(after.run.planned.begin(), after.run.planned.end()));
    for (const auto& [test, counters] : before.run.opening)
      EXPECT_EQ(after.run.opening.at(test), counters) << "counters count from the start of the run";
  }
};

/// Kills runs at `n` moments and resumes what they leave.
void KilledRun::kill_and_resume(int n) {
  const auto began = Clock::now();
  AssayProcess whole(directory, arguments((directory.path() / "whole.json").string()));
  int events = 0;
  while (whole.line()) ++events;
  usual_ = whole.finish();
  ASSERT_THAT(usual_, testing::AnyOf(0, 2)) << whole.err();
  const auto length = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
  ASSERT_GT(events, 10);
  EXPECT_GT(length, std::chrono::milliseconds(1200)) << "the scripted times must pass";

  const std::vector<Moment> all = moments(n, events, length);
  std::atomic<int> next = 0;
  std::atomic<int> resumed = 0;
  std::vector<std::thread> threads;
  threads.reserve(kAtOnce);
  for (int t = 0; t < kAtOnce; ++t)
    threads.emplace_back([&] {
      for (int i = next++; i < n; i = next++) {
        const std::string path =
            (directory.path() / ("run" + std::to_string(i) + ".json")).string();
        AssayProcess run(directory, arguments(path));
        shoot(run, all[static_cast<std::size_t>(i)]);
        if (check(path, run.pid())) ++resumed;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(resumed, n / 2) << "most moments must lie within the run";
}

TEST_F(KilledRun, LeavesAValidReportOrNoneAndIsResumed) { kill_and_resume(kMoments); }

TEST_F(KilledRun, OnEightGpusLeavesAValidReportOrNoneAndIsResumed) {
  two_seconds_ = two_seconds_on_gpus;
  kill_and_resume(kMomentsOnGpus);
}

TEST_F(KilledRun, TheReportIsNeverTornWhileSomebodyReadsIt) {
  const std::string path = (directory.path() / "read.json").string();
  AssayProcess run(directory, arguments(path));
  std::atomic<bool> over = false;
  int reads = 0;
  std::thread reader([&] {
    while (!over) {
      if (!std::filesystem::exists(path)) continue;
      EXPECT_NO_THROW((void)read_report(text_of(path), path));
      ++reads;
    }
  });
  EXPECT_THAT(run.finish(), testing::AnyOf(0, 2)) << run.err();
  over = true;
  reader.join();
  EXPECT_GT(reads, 50);
  EXPECT_TRUE(valid_report(path).run.complete);
}

}  // namespace
}  // namespace assay::test
