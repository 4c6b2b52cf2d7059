#include "burnin/load/clock_offset.hpp"

#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace assay {

ClockOffset clock_offset(const std::vector<RoundTrip>& trips) {
  ClockOffset best{0, std::numeric_limits<double>::infinity()};
  for (const RoundTrip& trip : trips) {
    const double half = (trip.heard_s - trip.asked_s) / 2;
    if (!(half >= 0) || !(half < best.uncertainty_s) || !std::isfinite(trip.answered_s)) continue;
    best = {trip.answered_s - (trip.asked_s + half), half};
  }
  if (!std::isfinite(best.uncertainty_s))
    throw Error("no round trip tells how far the clocks of two nodes are apart");
  return best;
}

double common_epoch(double now_s, double lead_s) noexcept { return std::ceil(now_s + lead_s); }

double local_epoch(double epoch_s, const ClockOffset& offset, double delay_s) noexcept {
  return epoch_s + offset.seconds + delay_s;
}

}  // namespace assay
