#include "suites/runner/stop.hpp"

#include <gtest/gtest.h>
#include <poll.h>

namespace assay {
namespace {

bool readable(int fd) {
  pollfd watched{fd, POLLIN, 0};
  return poll(&watched, 1, 0) == 1;
}

TEST(StopSignal, TurnsSignalsIntoSomethingToRead) {
  for (const auto& [signal, name] : {std::pair(SIGTERM, "SIGTERM"), std::pair(SIGINT, "SIGINT")}) {
    StopSignal stop;
    EXPECT_FALSE(readable(stop.fd()));
    EXPECT_EQ(stop.take(), "");
    raise(signal);
    EXPECT_TRUE(readable(stop.fd()));
    EXPECT_EQ(stop.take(), name);
    EXPECT_EQ(stop.take(), "");
  }
}

TEST(StopSignal, TheSecondOneEndsTheProcessAtOnce) {
  EXPECT_EXIT(
      {
        StopSignal stop;
        raise(SIGTERM);
        (void)stop.take();
        raise(SIGTERM);
      },
      testing::KilledBySignal(SIGTERM), "");
}

TEST(StopSignal, LeavesSignalsAsTheyWere) {
  { const StopSignal stop; }
  EXPECT_EXIT(raise(SIGINT), testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace assay
