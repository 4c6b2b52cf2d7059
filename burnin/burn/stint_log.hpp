#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// What the stints of a load came to on one device, in the order in which they were played.
struct StintLog {
  /// One metric over the stints.
  struct Course {
    Metric like;                 ///< name, unit, direction, peaks; no value
    std::vector<double> values;  ///< its median in each stint, else its value
  };
  static constexpr std::size_t kMostDefects = 64;  ///< kept one by one; the rest are counted

  std::vector<Course> metrics;  ///< in the order in which the test reports them
  ResultParams params;
  std::map<std::string, std::string> facts;
  std::vector<Defect> defects;
  std::uint64_t defect_count = 0;
  double first_defect_s = -1, last_defect_s = -1;  ///< on the load's time; below 0: none
  std::vector<std::string> lost;                   ///< telemetry that was lost in some stint
  double loaded_s = 0;                             ///< of stints that were carried out
  std::size_t stints = 0, broken = 0;              ///< broken: those that were not
  std::size_t broken_in_a_row = 0;
  std::string first_break;  ///< what the first of these said

  /// A stint of `seconds` that began at `from_s` of the load.
  void add(const Result& result, double from_s, double seconds);
  /// Its metrics over the stints, each judged as any sampled one.
  [[nodiscard]] std::vector<Metric> folded() const;

 private:
  void add_metric(const Metric& metric);
  void add_defects(const Result& result, double from_s);
};

}  // namespace assay
