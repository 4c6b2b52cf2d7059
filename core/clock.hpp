#pragma once
#include <atomic>
#include <string>

namespace assay {

/// Time as the program sees it, so that hours of burn-in can be tested in milliseconds.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  /// Seconds since an arbitrary start; never goes back.
  [[nodiscard]] virtual double now_s() const = 0;
  /// Seconds since 1970-01-01 UTC.
  [[nodiscard]] virtual double wall_s() const = 0;
  /// Returns after at least `seconds`; at once if not positive.
  virtual void sleep_s(double seconds) = 0;
};

/// The machine's own clocks.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] double now_s() const override;
  [[nodiscard]] double wall_s() const override;
  void sleep_s(double seconds) override;
};

/// Time that passes only when somebody sleeps or a test advances it. Safe to share between threads.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(double wall_s = 0) : start_wall_s_(wall_s) {}
  [[nodiscard]] double now_s() const override { return now_s_.load(); }
  [[nodiscard]] double wall_s() const override { return start_wall_s_ + now_s_.load(); }
  void sleep_s(double seconds) override;

 private:
  double start_wall_s_;
  std::atomic<double> now_s_{0};
};

/// "2026-11-21T19:11:00Z", of seconds since 1970-01-01 UTC; a fraction is cut off.
[[nodiscard]] std::string iso8601(double wall_s);

}  // namespace assay
