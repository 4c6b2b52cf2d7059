#include "cli/progress.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "reports/render/plain.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kClear = "\r\x1b[K";

struct Screen {
  std::ostringstream out, err;
  Console console{.out = out, .err = err};
  explicit Screen(bool terminal) { console.err_is_terminal = terminal; }
};

std::size_t drawings(const std::string& text) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(" passed, about ", at)) != std::string::npos; ++at) ++n;
  return n;
}

void run_two_tests(Console& console) {
  Progress progress(console, 60, [] { return std::size_t{120}; });
  progress.test_started("memory.read", 1, 2);
  for (int i = 0; i < 1000; ++i) progress.tick(i * 0.01);
  progress.test_finished("memory.read", Outcome::ok, 10);
  progress.test_started("memory.write", 2, 2);
  progress.tick(10.5);
  progress.test_finished("memory.write", Outcome::error, 0.5, "killed by signal 11");
}

TEST(Progress, OnATerminalOneLineThatIsTakenAway) {
  Screen screen(true);
  run_two_tests(screen.console);
  const std::string text = screen.err.str();
  EXPECT_THAT(text, HasSubstr("1/2 memory.read  0:05 passed, about 0:55 left"));
  EXPECT_THAT(text, Not(HasSubstr("\n")));
  EXPECT_TRUE(text.ends_with(kClear));
  EXPECT_THAT(screen.out.str(), IsEmpty());
}

TEST(Progress, RedrawsAtMostTenTimesASecond) {
  Screen screen(true);
  run_two_tests(screen.console);
  EXPECT_LE(drawings(screen.err.str()), 105U);
  EXPECT_GE(drawings(screen.err.str()), 50U);
}

TEST(Progress, DetailsStandBelowTheBarAndGoWithIt) {
  Screen screen(true);
  Progress progress(screen.console, 600, [] { return std::size_t{40}; });
  progress.test_started("burnin.soak", 1, 1);
  progress.set_details([] { return Details{"sum", {"gpu 0  612 W", std::string(60, 'x')}}; });
  progress.tick(1);
  const std::string text = screen.err.str();
  EXPECT_THAT(text, HasSubstr("\ngpu 0  612 W\x1b[K\n"));
  EXPECT_THAT(text, Not(HasSubstr(std::string(40, 'x'))))
      << "a line is never wider than the screen";
  EXPECT_TRUE(text.ends_with("\x1b[2A\r")) << "the cursor is on the bar again";
  progress.note("said");
  EXPECT_THAT(screen.err.str(), HasSubstr("\r\x1b[Jsaid\n")) << "all that was drawn is gone first";
}

TEST(Progress, OnAPipeDetailsAreALineAMinute) {
  Screen screen(false);
  Progress progress(screen.console, 600, [] { return std::size_t{80}; });
  progress.test_started("burnin.soak", 1, 1);
  progress.set_details([] { return Details{"5.1 kW", {"gpu 0"}}; });
  for (int i = 0; i <= 1500; ++i) progress.tick(i * 0.1);
  EXPECT_EQ(screen.err.str(), "1:00  burnin.soak  5.1 kW\n2:00  burnin.soak  5.1 kW\n");
}

TEST(Progress, OnAPipeOneLineAFinishedTest) {
  Screen screen(false);
  run_two_tests(screen.console);
  EXPECT_EQ(screen.err.str(),
            "1/2  memory.read  ok  10 s\n2/2  memory.write  error  500 ms  killed by signal 11\n");
}

TEST(Progress, NothingWhenQuietOrToldNotTo) {
  for (const bool terminal : {false, true}) {
    Screen quiet(terminal);
    quiet.console.quiet = true;
    run_two_tests(quiet.console);
    EXPECT_THAT(quiet.err.str(), IsEmpty());
    Screen without(terminal);
    without.console.progress = false;
    run_two_tests(without.console);
    EXPECT_THAT(without.err.str(), IsEmpty());
  }
}

TEST(Progress, ANoteStaysAboveTheBarAndIsHarmless) {
  Screen screen(true);
  Progress progress(screen.console, 60, [] { return std::size_t{80}; });
  progress.test_started("memory.read", 1, 1);
  progress.note("serial \x1b[31m7\n8");
  EXPECT_TRUE(screen.err.str().ends_with(kClear + "serial \\x1B[31m7\\n8\n"));
  progress.tick(0.01);
  EXPECT_THAT(screen.err.str(), HasSubstr("0:00 passed"));
}

TEST(Progress, FitsAnyTerminal) {
  for (std::size_t width = 1; width < 150; ++width) {
    Screen screen(true);
    {
      Progress progress(screen.console, 3600, [&] { return width; });
      progress.test_started("memory.a_test_with_a_rather_long_name", 12, 345);
      progress.tick(4000);
    }
    std::istringstream drawn(screen.err.str());
    for (std::string line; std::getline(drawn, line, '\r');)
      EXPECT_LE(columns(line.substr(0, line.find('\x1b'))), std::max<std::size_t>(width - 1, 1));
  }
}

TEST(ClockText, CountsHours) {
  EXPECT_EQ(clock_text(0), "0:00");
  EXPECT_EQ(clock_text(7.4), "0:07");
  EXPECT_EQ(clock_text(750), "12:30");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(-5), "0:00");
}

}  // namespace
}  // namespace assay
