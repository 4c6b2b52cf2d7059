#pragma once
#include <functional>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "core/facts.hpp"

namespace assay {

/// Columns of the terminal behind standard error; 80 where it does not say.
[[nodiscard]] std::size_t terminal_width();

/// What is to be told of a test that takes hours.
struct Details {
  std::string summary;             ///< one line, for a pipe
  std::vector<std::string> lines;  ///< below the bar, one a device
};

/// How far a run has come, on `console.err`. On a terminal: one line with a bar, the running test,
/// the time passed and the time left, redrawn at most ten times a second. On a pipe: one plain line
/// per finished test. With --quiet nothing at all, with --no-progress only notes. To be called from
/// one thread.
class Progress {
 public:
  /// `planned_s`: seconds the whole run is expected to take. `console` must outlive this.
  Progress(Console& console, double planned_s, std::function<std::size_t()> width = terminal_width);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  ///< as finished()

  /// The `n`th of `of` tests begins, counted from 1.
  void test_started(const std::string& id, std::size_t n, std::size_t of);
  /// A test ended after `seconds`; `reason` as in its Result.
  void test_finished(const std::string& id, Outcome outcome, double seconds,
                     const std::string& reason = "");
  /// From now on `details` is asked for what stands below the bar and, on a pipe, for a line a
  /// minute. Empty: nothing more of that.
  void set_details(std::function<Details()> details);
  /// `elapsed_s` seconds have passed since the run began; call it often.
  void tick(double elapsed_s);
  /// A line for people that stays, above the bar. Control characters in it are made visible.
  void note(const std::string& line);
  /// Takes the bar away until the next tick; call it before printing anything yourself.
  void hide();
  /// Takes the bar away for good.
  void finished();

 private:
  [[nodiscard]] bool bar() const noexcept;
  [[nodiscard]] bool lines() const noexcept;
  [[nodiscard]] std::string line(std::size_t columns) const;
  void draw();
  void draw_details();
  void say_minute();

  Console& console_;
  double planned_s_;
  std::function<std::size_t()> width_;
  std::string id_;
  std::size_t n_ = 0, of_ = 0;
  double elapsed_s_ = 0;
  double drawn_at_s_ = -1;  ///< negative: draw at the next chance
  std::function<Details()> details_;
  double said_at_s_ = 0;  ///< the last line a minute
  bool shown_ = false, finished_ = false;
};

/// "0:07", "12:30", "1:02:03" of seconds.
[[nodiscard]] std::string clock_text(double seconds);

}  // namespace assay
