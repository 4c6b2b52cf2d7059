#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/judge/index.hpp"
#include "reports/profile.hpp"

namespace assay {

/// "memory.read.bandwidth", with the kind of subject and the statistic where the limit names them.
[[nodiscard]] std::string describe(const Limit& limit);

/// Why this run need not answer `limit`: its level, size or kind of machine. Nothing if it must.
[[nodiscard]] std::optional<std::string> not_demanded(const Limit& limit, const Report& report);

/// Was `result` measured under the configuration that `limit` selects? Conditions on the whole run
/// are not_demanded()'s business.
[[nodiscard]] bool selects(const Limit& limit, const Result& result, const Run& run);

/// Those of `results`, which are one test's on one subject, that `limit` selects. Of collectives
/// that were carried out in several ways it means the ordinary one wherever it does not say: sums,
/// in place where there is such a result, neither as a graph nor on registered memory.
[[nodiscard]] std::vector<const Result*> selected(const Limit& limit,
                                                  const std::vector<const Result*>& results,
                                                  const Run& run);

/// Why results of the limit's test need not answer it although none is what it selects: it is about
/// fewer nodes, and all of them were measured on all nodes of the run together. Nothing otherwise.
[[nodiscard]] std::optional<std::string> on_more_nodes(const Limit& limit, const Index& index,
                                                       const Run& run);

/// What a limit finds in a report.
struct Selection {
  struct One {
    const Group* group;
    const Result* result;  ///< of the last attempt
  };
  bool any_result = false;  ///< of the limit's test, on whatever subject
  std::vector<One> carried_out;
  std::vector<const Group*> skipped;  ///< though the hardware may be there
  std::vector<const Group*> absent;   ///< for want of hardware
};

[[nodiscard]] Selection select(const Limit& limit, const Index& index, const Run& run);

/// The metrics of `result` that `limit` is on, also those made from telemetry.
[[nodiscard]] std::vector<Metric> metrics_of(const Limit& limit, const Result& result);

}  // namespace assay
