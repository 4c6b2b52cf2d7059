#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/node.hpp"
#include "reports/verdict.hpp"

namespace assay::fleet {

/// What became of one node of a fleet.
struct FleetNode {
  std::string name;     ///< host name; of a report that cannot be read, where it stands
  std::string source;   ///< "file", "file.jsonl:17"; "" where there is no report
  std::string run;      ///< id of the run; "" where it has none
  std::string profile;  ///< that it was held against
  Verdict verdict = Verdict::unknown;
  std::vector<Reason> reasons;  ///< worst first; empty only for pass
  bool readable = true;
  bool fabric = false;               ///< several nodes together, whose name is no host's
  std::optional<Place> place;        ///< where it stands, as the report or the site file says
  std::string date;                  ///< "2026-11-21": when its run began; "" = not known
  std::optional<double> reported_s;  ///< as of a Judgement

  /// Adds `reason` where it belongs and lets it worsen the verdict.
  void add(Reason reason);
};

/// A node whose report cannot be read.
[[nodiscard]] FleetNode unreadable_node(const std::string& source, const std::string& what);

}  // namespace assay::fleet
