#pragma once
#include <limits>
#include <string>
#include <vector>

#include "burnin/burn/burn.hpp"
#include "core/facts.hpp"

namespace assay {

/// Watts of all nodes together in slots of the wall clock of rank 0.
struct SummedPower {
  CommonSlots slots;
  std::vector<double> watts;  ///< one a slot; NaN where some node has no reading
};

/// What the nodes of a run draw together in one load.
struct HallPower {
  SummedPower all, latest;                                              ///< as SharedPower's
  double update_interval_s = std::numeric_limits<double>::quiet_NaN();  ///< of the slowest sensor
  std::string why_not;  ///< why there are no slots; "" = there are
};

/// How one load ended in the hall.
struct HallLoad {
  std::string test;
  HallPower power;
  std::vector<CommandedWave> waves;  ///< of all nodes together; none where they are not in step
  double started_wall_s = 0;         ///< of the run, by the clock of rank 0
};

/// The summed power as a result of the fabric: its mean, its range, how fast it moves and how it
/// swings, and as a series, which `series` receives unless there is none.
[[nodiscard]] Result hall_result(const HallLoad& load, std::int64_t nodes,
                                 std::vector<Series>& series);

}  // namespace assay
