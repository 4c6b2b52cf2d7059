#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/script.hpp"
#include "suites/counters.hpp"
#include "suites/runner/scripted_device.hpp"
#include "suites/spec.hpp"

namespace assay {

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
  Script script;  ///< all faults for this test
  std::optional<ScriptedDevice> scripted_device;
};

/// One line, without its end.
[[nodiscard]] std::string encode(const Job& job);

/// What encode() wrote. Throws Error for anything else.
[[nodiscard]] Job decode_job(std::string_view line);

}  // namespace assay
