#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "burnin/conclude/quantiles.hpp"

namespace assay {

/// How near to its final level a reading counts as arrived: the larger of both.
struct SteadyWithin {
  double absolute = 0;  ///< in the reading's unit: 1 for a temperature
  double relative = 0;  ///< of the final level: 0.02 for a power
};

/// What the course of one reading comes to. NaN = cannot be told.
struct CourseFigures {
  std::uint64_t n = 0;  ///< readings
  double mean = std::numeric_limits<double>::quiet_NaN();
  double min = mean, max = mean;
  double p99 = mean;
  double p99_error = 0;       ///< p99 is off by less than this
  double final_level = mean;  ///< median of the last third
  double droop = mean;        ///< median of the last third over the median of the first
  double lost_s = 0;          ///< time within the course without a reading
  /// Seconds from the first reading until the reading stayed within the tolerance for good; known
  /// to 1/32 of itself. NaN = it was not steady through the last third.
  double steady_s = mean;
};

/// The course of one reading over a burn-in, folded as it comes: no allocation, memory fixed
/// whatever the length. Times are seconds since the burn-in began and go on after a resume.
struct Course {
  /// Sum of the readings in a stretch of time. n = 0: none.
  struct Cell {
    double sum = 0;
    std::uint64_t n = 0;
    void add(const Cell& other) {
      sum += other.sum;
      n += other.n;
    }
    [[nodiscard]] double mean() const { return sum / static_cast<double>(n); }
  };
  static constexpr std::size_t kBins = 384;  ///< equal in width; they merge in pairs when full
  static constexpr std::size_t kFine = 32;   ///< age cells per doubling of the age
  static constexpr std::size_t kAges = 21 * kFine;

  /// `slot` is the finest stretch that is told apart: at least the time between two readings.
  explicit Course(double slot = 1) : slot_s(slot) {}

  // What every reading touches lies together.
  double slot_s;
  double open_s = 0;  ///< start of the slot that is being filled
  Cell open;          ///< what it holds so far
  BoundedQuantiles quantiles;
  std::uint64_t missing = 0;     ///< readings that were NaN
  std::uint64_t refused = 0;     ///< readings older than the slot that is being filled
  double first_s = -1;           ///< start of the first slot with a reading; below 0: none yet
  double last_s = -1;            ///< start of the last closed slot with a reading
  double lost_s = 0;             ///< of slots that had no reading, between those that had
  Cell total;                    ///< of all closed slots
  int merges = 0;                ///< bins are slot_s * 2^merges wide
  std::array<Cell, kBins> bins;  ///< by time since 0
  std::array<Cell, kAges> ages;  ///< by time since first_s, finer near it

  /// Takes a reading at `t_s`; NaN = could not be read. Time that goes back is refused.
  void add(double t_s, double value) {
    const double into = t_s - open_s;
    if (!(into >= 0 && into < slot_s)) [[unlikely]] {
      if (!turn(t_s)) return;
    }
    if (value != value) [[unlikely]] {
      ++missing;
      return;
    }
    open.sum += value;
    ++open.n;
    quantiles.add(value);
  }
  /// `until_s` = when the course ended, if that was later than its last reading: the rest is lost.
  [[nodiscard]] CourseFigures figures(SteadyWithin within,
                                      std::optional<double> until_s = {}) const;

 private:
  bool turn(double t_s);
  void close();
  void put(Cell cell, double at_s);
  void pair_bins();
};

/// Where a quantity of age `slots` is kept in Course::ages: one slot each up to kFine, then kFine
/// per doubling.
[[nodiscard]] std::size_t age_index(std::uint64_t slots);
/// The first age, in slots, that is kept there.
[[nodiscard]] std::uint64_t age_at(std::size_t index);

}  // namespace assay
