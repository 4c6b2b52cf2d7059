#include "reports/importers/common/ranks.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using testing::ElementsAre;

std::vector<std::string> stripped(const std::string& text) {
  LogText log = read_text({"log", text});
  strip_ranks(log);
  std::vector<std::string> lines;
  lines.reserve(log.lines.size());
  for (const LogLine& line : log.lines) lines.push_back(line.text);
  return lines;
}

TEST(Ranks, OfMpirunAreTakenOff) {
  for (const char* mark : {"[1,0]<stdout>:", "[prterun-left-4100@1,12]<stdout>:",
                           "Thu Nov 20 03:12:44 2025[1,3]<stdout>:"})
    EXPECT_THAT(stripped(std::string(mark) + "# nThread 1\nplain\n"),
                ElementsAre("# nThread 1", "plain"))
        << mark;
  EXPECT_EQ(mpirun_prefix("[1,12]<stdout>:x").rank, 12);
  EXPECT_THAT(stripped("[1,0]<stderr>:warning\n[1,0]<stdout>:\n"), ElementsAre(""));
}

TEST(Ranks, OfSrunAreTakenOffWhereMostLinesHaveThem) {
  EXPECT_THAT(stripped("srun: job 7 queued\n 0: a\n10:  b\n 3:\n"),
              ElementsAre("srun: job 7 queued", "a", " b", ""));
  EXPECT_THAT(stripped("0: a list\nsays\nsomething\n"),
              ElementsAre("0: a list", "says", "something"));
}

TEST(Ranks, AreNotSeenWhereThereAreNone) {
  for (const char* line :
       {"12:30:05 up", "x: 1", ":", "", "[a,b]<stdout>:x", "[1,0] <stdout>:x", "123456789: x"}) {
    EXPECT_FALSE(mpirun_prefix(line).rank) << line;
    EXPECT_FALSE(srun_prefix(line).rank) << line;
  }
}

}  // namespace
}  // namespace assay
