#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "burnin/ending.hpp"
#include "reports/report.hpp"

namespace assay {

// A load of hours may be carried out in several legs: one for each process that played a part of it
// before it was killed or the node went down. Each leaves results of its own, with the parameter
// "leg".

/// How far a load has come.
struct Legs {
  std::int64_t count = 0;
  double played_s = 0;  ///< of the load, together
  bool done = false;    ///< nothing is left to be played
};
[[nodiscard]] Legs legs_of(const Report& report, const std::string& test, std::int64_t attempt);

/// Forgets what was kept of the latest leg of `test` on the way.
void drop_leg(Report& report, const std::string& test, std::int64_t attempt, std::int64_t leg);

/// For a report that is gone on with: legs that were under way have been killed.
void mark_killed(Report& report);

/// Did danger to the hardware end it?
[[nodiscard]] bool was_stopped(const std::vector<Result>& results);

}  // namespace assay
