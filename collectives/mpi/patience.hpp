#pragma once
#include <optional>

#include "core/clock.hpp"

namespace assay {

/// How to wait for what has to be asked for again and again: without a pause first, for an answer
/// within microseconds is not to be made late; then giving way to whoever else wants the core; and
/// after a second, when nobody can tell a slow transfer from a dead rank, with short sleeps.
class Patience {
 public:
  static constexpr double kSpin_s = 100e-6;
  static constexpr double kYield_s = 1;
  static constexpr double kSleep_s = 50e-6;

  /// `deadline_s` seconds from the first question on; not a number = none left. `clock` must
  /// outlive it.
  Patience(Clock& clock, double deadline_s) : clock_(clock), deadline_s_(deadline_s) {}
  /// The next answer that is waited for: spins again. The deadline stays.
  void next() noexcept;
  /// Returns when it is time to ask again; false when the deadline has passed.
  [[nodiscard]] bool again();

 private:
  /// Reading the clock costs as much as a short message does: only every so many questions.
  static constexpr int kQuestionsPerReading = 16;
  Clock& clock_;
  double deadline_s_;
  std::optional<double> end_s_;  ///< not known before the first reading
  double began_s_ = -1;          ///< of this wait; not known yet
  int questions_ = 0;
};

}  // namespace assay
