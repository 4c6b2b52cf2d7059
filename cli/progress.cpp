#include "cli/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <utility>

#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"

namespace assay {
namespace {

constexpr double kRedrawPeriod = 0.1;

std::string two_digits(long value) { return (value < 10 ? "0" : "") + std::to_string(value); }

/// "[#####.....]" of `cells` cells.
std::string bar_text(double part, std::size_t cells) {
  const double full = std::clamp(part, 0.0, 1.0) * static_cast<double>(cells);
  const auto filled = static_cast<std::size_t>(full);
  return '[' + std::string(filled, '#') + std::string(cells - filled, '.') + ']';
}

}  // namespace

std::size_t terminal_width() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : kUsual;
}

std::string clock_text(double seconds) {
  const long whole = std::isfinite(seconds) ? std::max(0L, std::lround(seconds)) : 0;
  const std::string minutes = std::to_string(whole / 60 % 60);
  if (whole < 3600) return minutes + ':' + two_digits(whole % 60);
  return std::to_string(whole / 3600) + ':' + two_digits(whole / 60 % 60) + ':' +
         two_digits(whole % 60);
}

Progress::Progress(Console& console, double planned_s, std::function<std::size_t()> width)
    : console_(console), planned_s_(planned_s), width_(std::move(width)) {}

Progress::~Progress() {
  try {
    finished();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // A terminal that is gone is no reason to end the program.
  }
}

bool Progress::bar() const noexcept {
  return console_.err_is_terminal && console_.progress && !console_.quiet && !finished_;
}

bool Progress::lines() const noexcept {
  return !console_.err_is_terminal && console_.progress && !console_.quiet;
}

void Progress::test_started(const std::string& id, std::size_t n, std::size_t of) {
  id_ = id;
  n_ = n;
  of_ = of;
  draw();
}

void Progress::test_finished(const std::string& id, Outcome outcome, double seconds,
                             const std::string& reason) {
  if (!lines()) return;
  console_.err << n_ << '/' << of_ << "  " << plain(id) << "  " << name(outcome) << "  "
               << quantity(seconds, Unit::seconds);
  if (!reason.empty()) console_.err << "  " << plain(reason);
  console_.err << '\n' << std::flush;  // whoever follows a log wants the line now
}

void Progress::set_details(std::function<Details()> details) {
  hide();
  details_ = std::move(details);
  said_at_s_ = elapsed_s_;
}

void Progress::tick(double elapsed_s) {
  elapsed_s_ = elapsed_s;
  draw();
  if (details_ && lines()) say_minute();
}

void Progress::say_minute() {
  constexpr double kMinute = 60;
  if (elapsed_s_ - said_at_s_ < kMinute) return;
  said_at_s_ = elapsed_s_;
  console_.err << clock_text(elapsed_s_) << "  " << plain(id_) << "  " << plain(details_().summary)
               << '\n'
               << std::flush;
}

void Progress::note(const std::string& line) {
  if (console_.quiet) return;
  hide();
  console_.err << plain(line) << '\n' << std::flush;
}

void Progress::hide() {
  if (!shown_) return;
  console_.err << (details_ ? "\r\x1b[J" : "\r\x1b[K") << std::flush;
  shown_ = false;
  drawn_at_s_ = -1;
}

void Progress::finished() {
  hide();
  finished_ = true;
}

std::string Progress::line(std::size_t columns_there) const {
  const std::string times =
      clock_text(elapsed_s_) + " passed, about " + clock_text(planned_s_ - elapsed_s_) + " left";
  const std::string running = std::to_string(n_) + '/' + std::to_string(of_) + ' ' + id_;
  constexpr std::size_t kCells = 20;
  const double part = planned_s_ > 0 ? elapsed_s_ / planned_s_ : 0;
  // The last column stays free: some terminals begin a new line when it is written.
  const std::size_t room = columns_there > 1 ? columns_there - 1 : 1;
  std::string whole = bar_text(part, kCells) + "  " + running + "  " + times;
  if (columns(whole) <= room) return whole;
  return plain(running + "  " + times, room);
}

/// Leaves the cursor on the bar.
void Progress::draw_details() {
  const std::vector<std::string> lines = details_().lines;
  const std::size_t columns_there = width_();
  for (const std::string& line : lines)
    console_.err << '\n' << plain(line, columns_there > 1 ? columns_there - 1 : 1) << "\x1b[K";
  if (!lines.empty()) console_.err << "\x1b[" << lines.size() << "A\r";
}

void Progress::draw() {
  if (!bar() || of_ == 0) return;
  if (drawn_at_s_ >= 0 && elapsed_s_ - drawn_at_s_ < kRedrawPeriod) return;
  console_.err << '\r' << line(width_()) << "\x1b[K";
  if (details_) draw_details();
  console_.err << std::flush;
  drawn_at_s_ = elapsed_s_;
  shown_ = true;
}

}  // namespace assay
