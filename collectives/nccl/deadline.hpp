#pragma once
#include <chrono>
#include <thread>

namespace assay::nccl {

/// A moment until which something may be polled for.
class Deadline {
 public:
  explicit Deadline(double seconds) : seconds_(seconds), start_(Clock::now()) {}

  [[nodiscard]] double seconds() const noexcept { return seconds_; }
  [[nodiscard]] bool over() const { return passed_s() >= seconds_; }
  /// Between two polls: at first without letting go of the core, since what is polled for is mostly
  /// there at once; later asleep for moments, since it may be a hung machine.
  void pause() const {
    constexpr double kAwakeS = 300e-6;
    if (passed_s() < kAwakeS)
      std::this_thread::yield();
    else
      std::this_thread::sleep_for(std::chrono::microseconds(50));
  }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] double passed_s() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
  }
  double seconds_;
  Clock::time_point start_;
};

}  // namespace assay::nccl
