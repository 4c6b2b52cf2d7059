#pragma once
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "reports/peers/judgement.hpp"

namespace assay::fleet {

/// One value of a subject that was worse than its peers', with all that a second look needs.
struct RetestValue {
  std::string metric, params, statistic, unit;  ///< of the column; unit as symbol()
  PeerOutlier outlier;  ///< measured, location, scale, freedom and tail_factor count
  double fail_chance = 0;
};

/// Something to measure again before anybody is accused.
struct Retest {
  std::string node, test, subject;
  std::string run;       ///< id of the run that shows it; "" where it has none
  std::string report;    ///< where that was read: "night/n105.json"
  std::string date;      ///< "2026-11-21", of the run; "" = not known
  std::string hardware;  ///< what the hardware is known by; "" = not known
  /// What stood apart; empty for what could not be told, although the test would tell it.
  std::vector<RetestValue> values;

  [[nodiscard]] auto key() const { return std::tie(node, test, subject, run); }
};

/// The list as a file: a line of JSON each. The same fields in every line, and what an earlier
/// version had under the same names: node, test and subject.
[[nodiscard]] std::string render_retests(const std::vector<Retest>& retests);

/// Reads what render_retests() wrote, sorted; of several lines about one subject, test and run the
/// last counts. Throws InputError naming `source`, line and field: also for a line without figures
/// that an older program wrote, which could confirm nothing.
[[nodiscard]] std::vector<Retest> read_retests(std::string_view text, const std::string& source);

}  // namespace assay::fleet
