#pragma once
#include <vector>

namespace assay {

/// One question for another node's wall clock.
struct RoundTrip {
  double asked_s = 0;     ///< own wall clock when the question left
  double answered_s = 0;  ///< the other's wall clock when it answered
  double heard_s = 0;     ///< own wall clock when the answer was here
};

/// How far another node's wall clock is ahead of one's own.
struct ClockOffset {
  double seconds = 0;
  double uncertainty_s = 0;  ///< the true offset is within this of `seconds`
};

/// From the fastest of several round trips: whatever the two ways took, the answer was given
/// between question and hearing, so its middle errs by half of the round trip at most. Source:
/// Cristian, "Probabilistic clock synchronization", Distributed Computing 3, 1989. Throws Error
/// where there is none that ended after it began: a clock that was set meanwhile tells nothing.
[[nodiscard]] ClockOffset clock_offset(const std::vector<RoundTrip>& trips);

/// When all nodes shall start, on the clock of the node that decides: `lead_s` after `now_s`, so
/// that every node has heard of it, on a whole second.
[[nodiscard]] double common_epoch(double now_s, double lead_s) noexcept;

/// `epoch_s` of the clock of the node that decided, on the clock of a node that is `offset` ahead
/// of that, and `delay_s` later (see delays_for()).
[[nodiscard]] double local_epoch(double epoch_s, const ClockOffset& offset,
                                 double delay_s = 0) noexcept;

}  // namespace assay
