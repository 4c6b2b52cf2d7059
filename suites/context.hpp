#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/host_files.hpp"
#include "kernels/device.hpp"
#include "suites/counters.hpp"
#include "suites/spec.hpp"
#include "suites/sweep.hpp"

namespace assay {

class Communicator;

/// What the runner gives a test. References outlive the test.
struct Context {
  Level level = Level::quick;
  double seconds = 1;  ///< the test may take about this long, set-up and check included
  std::uint64_t seed = 1;
  DataKind data = DataKind::random;
  double started_s = 0;    ///< of the clock: when the test began, which Result::load counts from
  std::int64_t bytes = 0;  ///< take this much device memory in all; 0 = as the device suggests
  double run_started_wall_s =
      0;  ///< seconds since 1970; what happened before is not this run's doing
  const HostFiles& files;
  Clock& clock;
  Counters& counters;  ///< only for tests that declare brackets_run
  /// Every device of the test's kind, by index; only for tests that declare whole_node.
  std::vector<Device*> devices;
  /// This device among others; only for tests that declare ranked or joins_ranks, and nullptr where
  /// it is alone.
  Communicator* ranks = nullptr;
  std::int64_t nodes = 1;  ///< that the ranks are on
  Stint stint;             ///< only for tests that declare in_stints
  /// In place of the level's calls; only for tests that declare sweep_seconds.
  std::optional<SweepBounds> sweep = {};
  std::string variant;  ///< which of several ways to carry it out; "" = there is one
  std::string message;  ///< for the other ranks, from the run that this is part of
};

}  // namespace assay
