#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// One execution unit (core, SM) that is slower than the others.
struct SlowUnit {
  std::int64_t unit = 0;
  double share = 1;  ///< of the others' speed
  friend bool operator==(const SlowUnit&, const SlowUnit&) = default;
};

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
  bool stuck_bit = false;       ///< one bit of every verified buffer reads 1, whatever is written
  bool wrong_element = false;   ///< one element that it sends to other ranks is wrong
  bool nan_gemm = false;        ///< one element of every matrix product becomes NaN
  std::optional<std::int64_t> wrong_unit;  ///< this unit's digest has a wrong bit
  std::optional<SlowUnit> slow_unit;       ///< waits until it has taken 1/share of its time
  std::optional<double> slow_link;         ///< what crosses a link takes 1/slow_link of its time
  bool off_bus = false;  ///< in the middle of its first timed call the device leaves the bus
  bool gone = false;     ///< it left the bus in an earlier test and does not open
  /// A scripted device: timed calls take cost / rate, on the given clock, instead of their own
  /// time.
  std::optional<double> bytes_per_second, flops_per_second, seconds_per_call;
  std::optional<double> link_bytes_per_second;
};

/// One `--inject` option: a fault, the tests it is for, and the GPU it is in.
struct Injection {
  std::string text;                  ///< as given, for the report
  std::string test_glob;             ///< "*" where none was given; matches an id or its last part
  std::optional<std::int64_t> gpu;   ///< index; absent = every device
  std::optional<std::int64_t> rank;  ///< of the node among those that run together; absent = all
  Script script;
};

/// Reads "flip-bit@memory.*", "slow:0.5", "hang@digest:gpu=3", "slow-sm:17@0.5",
/// "wrong-element@rank3", ... Throws
/// InputError that lists the known faults.
[[nodiscard]] Injection parse_injection(std::string_view text);

/// Those of `injections` that are for every rank or for this one; -1 = there are no ranks.
[[nodiscard]] std::vector<Injection> at_rank(const std::vector<Injection>& injections,
                                             std::int64_t rank);

/// Those faults of `injections` that are for the test `id` on every device, in one script.
[[nodiscard]] Script script_for(const std::vector<Injection>& injections, std::string_view id);

/// All faults of `injections` that are for the test `id` on `subject`, in one script.
[[nodiscard]] Script script_for(const std::vector<Injection>& injections, std::string_view id,
                                const Subject& subject);

}  // namespace assay
