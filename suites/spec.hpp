#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// How thorough a run is, and about how long: a minute, ten minutes, hours.
enum class Level { quick, standard, burnin };
[[nodiscard]] std::string_view name(Level level) noexcept;
[[nodiscard]] std::optional<Level> level_from_name(std::string_view text) noexcept;

/// What operands hold. Constants switch fewer bits, draw less power and run faster than random
/// data.
enum class DataKind { random, integer, zeros, ones };
[[nodiscard]] std::string_view name(DataKind data) noexcept;
[[nodiscard]] std::optional<DataKind> data_from_name(std::string_view text) noexcept;

/// What the runner makes a metric from, beside what the test found.
enum class Derived {
  no,        ///< the test itself reports it
  per_watt,  ///< the mean of the test's first metric over the mean power meanwhile
  clock,     ///< the mean clock meanwhile
  concluded  ///< all stints of a load together, and what was read of the device meanwhile
};

/// A metric that a test may report.
struct MetricSpec {
  std::string name;
  Unit unit;
  Better better = Better::higher;
  /// Of a per_watt or clock the test must say when (Result::load).
  Derived derived = Derived::no;
};

/// Seconds a test takes at each level; 0 = not part of that level.
struct Seconds {
  double quick = 0, standard = 0, burnin = 0;
};

/// Which piece of a load one job is. Loads are functions of the time since their start, so that
/// they go on over stints, over a run that was resumed, and in step on all nodes.
struct Stint {
  double from_s = 0;        ///< this much of the load has been played before
  double of_s = 0;          ///< the whole load takes this long
  double epoch_wall_s = 0;  ///< second 0 of the load, in seconds since 1970: from_s ago if it began
  /// What the stint before left to this one on the same subject: its fact kCarried. "" at the
  /// first.
  std::string carried = {};
  friend bool operator==(const Stint&, const Stint&) = default;
};

/// The fact of a stint's result that is given to the next one.
inline constexpr const char* kCarried = "carried";

/// The fact of a stint's result that says with which second of the load the ranks that played it
/// together left it; the same on all of them.
inline constexpr const char* kLeftAt = "left_at";

/// What a test declares of itself.
struct TestSpec {
  std::string summary;                      ///< one line for `assay list`
  Seconds seconds;                          ///< its cost in time
  std::optional<Seconds> gpu_seconds = {};  ///< the same on a GPU, where that differs
  std::vector<MetricSpec> metrics;          ///< all it may report; the first is the one it is about
  /// The first metric is sampled on the device's clock, so it must show a slow and a drooping
  /// device.
  bool timed = false;
  /// It verifies answers, so it must find one flipped bit.
  bool verified = false;
  /// It reads counters of the hardware at the start of the run too and reports what changed since.
  bool brackets_run = false;
  /// It needs all devices of its kind at once (links between GPUs): it runs once, in a worker that
  /// opens them all (Context::devices), and its results say themselves what they are about.
  bool whole_node = false;
  /// It is carried out by several ranks together, which talk to each other (Context::ranks).
  bool ranked = false;
  /// Where there are other ranks it is carried out by all of them together, as one that is ranked
  /// is; where there are none, by each device alone.
  bool joins_ranks = false;
  /// It is a load of hours: its planned time is carried out as a chain of stints, each a job of its
  /// own (Context::stint), whose results are folded into one.
  bool in_stints = false;
  /// Its cost in time where it carries out a whole sweep of calls (Context::sweep); 0 = it has
  /// none.
  double sweep_seconds = 0;
  /// It is carried out once for each RDMA port of the node, by workers whose libraries may use no
  /// other (Context::variant names it, "mlx5_0/1"), and gives one result on each.
  bool each_port = false;
};

/// What the test takes on a device of kind `device` ("host", "cuda", "mpi", "nccl").
[[nodiscard]] double seconds_at(const TestSpec& spec, Level level,
                                std::string_view device) noexcept;

}  // namespace assay
