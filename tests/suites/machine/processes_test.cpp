#include "suites/machine/processes.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

std::vector<std::int64_t> pids(const std::vector<const RunningProcess*>& processes) {
  std::vector<std::int64_t> found;
  found.reserve(processes.size());
  for (const RunningProcess* process : processes) found.push_back(process->pid);
  return found;
}

TEST(ParseStat, TakesNamesWithBlanksAndParentheses) {
  const auto process =
      parse_stat("12 (a) b (c)) S 7 1 1 0 -1 0 0 0 0 0 11 22 33 44 20 0 1 0 987654 0 0");
  ASSERT_TRUE(process.has_value());
  EXPECT_EQ(process->name, "a) b (c)");
  EXPECT_EQ(process->parent, 7);
  EXPECT_EQ(process->ticks, 33);
  EXPECT_EQ(process->waited_ticks, 77);
  EXPECT_EQ(process->started, 987654);
}

TEST(ParseStat, RefusesWhatIsCutShort) {
  EXPECT_FALSE(parse_stat(""));
  EXPECT_FALSE(parse_stat("12 (a"));
  EXPECT_FALSE(parse_stat("12 (a) S 7 1 1"));
}

TEST(Processes, OursAreTheWorkerItsParentAndWhatTheyStarted) {
  fakes::HostTree tree;
  tree.write("/proc/4300/stat", fakes::stat_line(4300, 4242, "mlxlink", 5));
  const Processes processes(tree.files());
  ASSERT_TRUE(processes.knows_us());
  EXPECT_EQ(processes.our_ticks(), 500 + 100 + 5);
  EXPECT_EQ(pids(processes.foreign()), (std::vector<std::int64_t>{1, 900, 4000}))
      << "neither ours nor the kernel's";
}

TEST(Processes, OfThisMachineIncludeUs) {
  const Processes processes{HostFiles()};
  ASSERT_TRUE(processes.knows_us());
  const auto foreign = pids(processes.foreign());
  EXPECT_EQ(std::count(foreign.begin(), foreign.end(), getpid()), 0);
  const auto open = open_files(HostFiles(), getpid());
  ASSERT_TRUE(open.has_value());
  EXPECT_FALSE(open->empty());
}

TEST(BusyTicks, LeaveOutIdleWaitingAndStolenTime) {
  fakes::HostTree tree;
  tree.write("/proc/stat",
             "cpu  1 2 4 1000 2000 8 16 4000 1 1\ncpu0 1 2 4 1000 2000 8 16 4000 1 1\n");
  EXPECT_EQ(busy_ticks(tree.files()), 31);
  tree.remove("/proc/stat");
  EXPECT_EQ(busy_ticks(tree.files()), std::nullopt);
}

TEST(OpenFiles, EndedProcessHasNone) {
  const fakes::HostTree tree;
  EXPECT_EQ(open_files(tree.files(), 999999), std::vector<std::string>{});
}

}  // namespace
}  // namespace assay
