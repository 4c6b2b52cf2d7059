#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "bench/history/fleet.hpp"
#include "core/clock.hpp"
#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

constexpr FleetShape kFleet{.nodes = 150, .node_metrics = 30, .gpu_metrics = 15};

std::vector<Entry> night_of_fleet(NightNumber night) {
  std::vector<Entry> entries;
  entries.reserve(static_cast<std::size_t>(kFleet.nodes));
  for (std::int32_t node = 0; node < kFleet.nodes; ++node)
    entries.push_back(made_up(kFleet, node, night));
  return entries;
}

/// Ingests in a process of its own, which is killed after `seconds`. True if it had ended by then.
bool killed_after(double seconds, const std::string& url, const std::vector<Entry>& entries) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      ingest_all(url, entries);
      _exit(0);
    } catch (...) {
      _exit(1);
    }
  }
  SystemClock().sleep_s(seconds);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_P(OnBackend, KilledAtAnyMomentThereIsNoHalfNight) {
  const std::vector<Entry> first = night_of_fleet(20'000);
  const SystemClock clock;
  const double begin_s = clock.now_s();
  ingest_all(url(), first);
  const double whole_s = clock.now_s() - begin_s;
  const std::int64_t rows = kFleet.rows();
  ASSERT_EQ(ask("SELECT count(*) FROM reading"), rows);

  constexpr int kKills = 16;
  std::int64_t nights = 1;
  int cut = 0;
  for (int i = 0; i < kKills; ++i) {
    const bool ended = killed_after(whole_s * 1.2 * i / kKills, url(),
                                    night_of_fleet(20'000 + static_cast<NightNumber>(nights)));
    cut += ended ? 0 : 1;
    // The commit may be done before the process has ended.
    const std::int64_t now = ask("SELECT count(DISTINCT night) FROM run");
    ASSERT_TRUE(now == nights || now == nights + 1);
    ASSERT_TRUE(!ended || now == nights + 1);
    nights = now;
    ASSERT_EQ(ask("SELECT count(*) FROM reading"), nights * rows) << "after kill " << i;
    ASSERT_EQ(ask("SELECT count(*) FROM run"), nights * kFleet.nodes);
    ASSERT_EQ(ask("SELECT count(*) FROM sighting"), nights * kFleet.nodes * 9);
  }
  EXPECT_GT(cut, kKills / 3) << "too few were killed in the middle to show anything";
  ingest_all(url(), night_of_fleet(20'100));
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), (nights + 1) * rows);
}

TEST_P(OnBackend, TwoAtOnceAreOneAfterTheOther) {
  ingest_all(url(), {small_entry("first", 20'000)});
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      try {
        for (int n = 0; n < 5; ++n)
          ingest_all(url(), {small_entry("node-" + std::to_string(i % 2) + std::to_string(n),
                                         20'001 + i / 2)});
        _exit(0);
      } catch (...) {
        _exit(1);
      }
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  EXPECT_EQ(ask("SELECT count(*) FROM run"), 21);
  EXPECT_EQ(ask("SELECT count(*) FROM device"), 33);
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), 63);
}

}  // namespace
}  // namespace assay::history
