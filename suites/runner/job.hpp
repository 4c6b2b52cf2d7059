#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suites/counters.hpp"
#include "suites/runner/backend.hpp"
#include "suites/spec.hpp"
#include "suites/sweep.hpp"

namespace assay {

/// Which ranks a worker is, of how many, for a test that is carried out by several together.
struct RankPlace {
  std::int64_t rank = 0, size = 1;
  std::int64_t nodes = 1;
  std::string id;  ///< by which they find each other; "" where the launcher sees to that
  friend bool operator==(const RankPlace&, const RankPlace&) = default;
};

/// One piece of work for a worker: the test and all that it needs to know of the run.
struct Job {
  std::string test;
  bool opens = false;  ///< only read the test's counters; what else it finds is dropped
  Level level = Level::quick;
  double seconds = 1;
  std::uint64_t seed = 1;
  DataKind data = DataKind::random;
  std::int64_t bytes = 0;
  double run_started_wall_s = 0;
  double opened_s = 0;  ///< how long ago `opening` was read; 0 = there was no opening
  CounterReadings opening;
  std::optional<SweepBounds> sweep = {};
  RankPlace place;
  std::string variant;  ///< Context::variant
  std::string message;  ///< for the other ranks, from the parent of this worker
  /// For a test that declares in_stints; absent = the job is the whole load, which begins with it.
  std::optional<Stint> stint = {};
  std::vector<Target> targets = {Target{}};  ///< one; all of the kind for a test of the whole node
};

/// One line, without its end.
[[nodiscard]] std::string encode(const Job& job);

/// What encode() wrote. Throws Error for anything else.
[[nodiscard]] Job decode_job(std::string_view line);

}  // namespace assay
