#pragma once
#include <vector>

#include "collectives/operation.hpp"
#include "suites/test.hpp"

// What the tests of single collectives have in common.

namespace assay::ASSAY_BACKEND {

/// Seconds that one of them takes for a whole sweep, unless a budget says otherwise.
inline constexpr double kSweepSeconds = 60;

/// Metrics that every one of them reports.
inline std::vector<MetricSpec> collective_metrics() {
  return {{"bus_bandwidth", Unit::bytes_per_second, Better::higher},
          {"algorithm_bandwidth", Unit::bytes_per_second, Better::higher},
          {"time", Unit::seconds, Better::lower}};
}

/// Every call of the level, in turn, or of the sweep. What a rank finds is about its own device.
void run_collective(Exec& exec, const Context& context, Results& results, Operation operation);

}  // namespace assay::ASSAY_BACKEND
