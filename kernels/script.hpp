#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// How a device shall misbehave: the faults of `--inject`, and of tests that prove that tests can
/// fail. Faults act in the device (its clock, its buffers, its process), never on a verdict.
struct Script {
  std::optional<double> slow;   ///< every timed call takes 1/slow of its time: 0.5 = half speed
  std::optional<double> droop;  ///< speed falls linearly to this share over the samples of one test
  bool flip_bit = false;        ///< one bit of every buffer that is verified
  std::uint64_t wrong_every = 0;  ///< every n-th verification finds one wrong element; 0 = none
  bool nan = false;           ///< one element of every verified buffer of floating type becomes NaN
  bool nan_time = false;      ///< the timer answers NaN
  bool hang = false;          ///< the test never returns
  bool crash = false;         ///< the process dies of SIGSEGV in the test
  bool abort = false;         ///< the process aborts in the test
  bool silent = false;        ///< the process ends with status 0 without an answer
  std::optional<double> hot;  ///< the watcher reads this temperature, in degC
  bool telemetry_lost = false;  ///< every telemetry source stops answering while the test runs
  /// A scripted device: timed calls take cost / rate, on the given clock, instead of their own
  /// time.
  std::optional<double> bytes_per_second, flops_per_second, seconds_per_call;
};

/// One `--inject` option: a fault and the tests it is for.
struct Injection {
  std::string text;       ///< as given, for the report
  std::string test_glob;  ///< "*" where no @WHEN was given; matches an id or its last part
  Script script;
};

/// Reads "flip-bit@memory.*", "slow:0.5", "hang@digest", ... Throws InputError that lists the known
/// faults.
[[nodiscard]] Injection parse_injection(std::string_view text);

/// All faults of `injections` that are for the test `id`, in one script.
[[nodiscard]] Script script_for(const std::vector<Injection>& injections, std::string_view id);

}  // namespace assay
