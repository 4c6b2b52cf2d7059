#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/profile.hpp"
#include "reports/reader.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// What a baseline or the fleet says a metric should be, in the metric's unit; nothing if it does
/// not know. `of` is baseline or fleet_median.
using Reference = std::function<std::optional<double>(
    Threshold::Of of, const Result& result, const Metric& metric, std::string_view statistic)>;

struct JudgeOptions {
  double now_wall_s = 0;  ///< seconds since 1970; a report from after it is unknown. Required
  std::optional<double> max_age_s;  ///< an older report is unknown
  std::vector<std::string>
      expected_serials;         ///< of this node's GPUs, from the site file; empty = not known
  std::string expected_serial;  ///< of the node itself; "" = not known
  Reference reference;          ///< empty: limits on a baseline or the fleet are unknown
  /// Why the baseline that was given says nothing of this machine, which makes the verdict unknown;
  /// "" = it does, or none was given.
  std::string no_baseline;
};

/// Holds one report against one profile. Never throws on what a report says: what cannot be judged
/// is `unknown`, with the reason.
[[nodiscard]] Judgement judge(const ReadReport& report, const Profile& profile,
                              const JudgeOptions& options);

}  // namespace assay
