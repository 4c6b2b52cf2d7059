#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <functional>

#include "bench/history/fleet.hpp"
#include "core/clock.hpp"
#include "reports/history/sql/database.hpp"
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

/// As ingest_all(), but with so little memory that SQLite writes into the file long before it
/// commits, and has to undo that by its journal.
void ingest_in_little_memory(const std::string& url, const std::vector<Entry>& entries) {
  History history(url, Access::write);
  if (history.database().dialect() == Dialect::sqlite)
    history.database().sql() << "PRAGMA cache_size = 10";
  Ingest ingest(history);
  for (const Entry& entry : entries) (void)ingest.add(entry);
  ingest.commit();
}

/// Ingests in a process of its own, which is killed after `seconds`. True if it had ended by then.
bool killed_after(double seconds, const std::string& url, const std::vector<Entry>& entries) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      ingest_in_little_memory(url, entries);
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

/// Returns once a server that still works for a client that is dead has seen so.
void wait_for_the_server(const std::function<std::int64_t()>& others) {
  for (int i = 0; i < 2000 && others() > 0; ++i) SystemClock().sleep_s(0.01);
}

TEST_P(OnBackend, KilledAtAnyMomentThereIsNoHalfNight) {
  const std::vector<Entry> first = night_of_fleet(20'000);
  const SystemClock clock;
  const double begin_s = clock.now_s();
  ingest_in_little_memory(url(), first);
  double whole_s = clock.now_s() - begin_s;
  const std::int64_t rows = kFleet.rows();
  ASSERT_EQ(ask("SELECT count(*) FROM reading"), rows);

  // Spread over an ingest, until enough of them fell into one.
  constexpr int kLeast = 16, kMost = 100, kCut = 6;
  std::int64_t nights = 1;
  int cut = 0;
  int journals = 0;
  for (int i = 0; i < kLeast || (i < kMost && (cut < kCut || (is_sqlite() && journals == 0)));
       ++i) {
    const double golden = 0.618034;
    const double moment_s = whole_s * 1.2 * std::fmod(i * golden, 1);
    const bool ended =
        killed_after(moment_s, url(), night_of_fleet(20'000 + static_cast<NightNumber>(nights)));
    cut += ended ? 0 : 1;
    if (ended) whole_s = std::min(whole_s, moment_s);  // the first one was held up
    if (!is_sqlite())
      wait_for_the_server([this] {
        return ask(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
            "pid <> pg_backend_pid()");
      });
    std::error_code none;
    journals += std::filesystem::file_size(folder() / "history.db-journal", none) > 0 && !none;
    // The commit may be done before the process has ended.
    const std::int64_t now = ask("SELECT count(DISTINCT night) FROM run");
    ASSERT_TRUE(now == nights || now == nights + 1);
    ASSERT_TRUE(!ended || now == nights + 1);
    nights = now;
    ASSERT_EQ(ask("SELECT count(*) FROM reading"), nights * rows) << "after kill " << i;
    ASSERT_EQ(ask("SELECT count(*) FROM run"), nights * kFleet.nodes);
    ASSERT_EQ(ask("SELECT count(*) FROM sighting"), nights * kFleet.nodes * 9);
  }
  EXPECT_GE(cut, kCut) << "too few were killed in the middle to show anything";
  if (is_sqlite()) {
    EXPECT_GT(journals, 0) << "nothing had to be undone";
  }
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
