#include <utility>

#include "burnin/burn/conclude_parts.hpp"
#include "burnin/ending.hpp"

namespace assay {

void add_stints(const StintLog& stints, const LegFacts& leg, Result& result) {
  for (Metric& metric : stints.folded()) result.metrics.push_back(std::move(metric));
  put_metric(result, "load_time", Unit::seconds, Better::higher, stints.loaded_s);
  put_metric(result, "load_position", Unit::seconds, Better::higher, leg.t_s);
  put_metric(result, "wrong_answers", Unit::count, Better::lower,
             static_cast<double>(stints.defect_count));
  result.defects = stints.defects;
  if (stints.defect_count > 0)
    result.facts["wrong_answers_at"] = "from " + short_text(stints.first_defect_s, " s to ") +
                                       short_text(stints.last_defect_s, " s of the load");
  result.telemetry.lost = stints.lost;
}

void decide(const DeviceBurn& device, const LegFacts& leg, Result& result) {
  const StintLog& stints = device.stints;
  const bool stopped = leg.ended_by.starts_with(kSafetyStop);
  const bool own = stopped && names(leg.ended_by, label(device.subject));
  if (stints.defect_count > 0) {
    result.outcome = Outcome::failed;
    result.reason = std::to_string(stints.defect_count) + " wrong answers";
  } else if (own) {
    result.outcome = Outcome::failed;
    result.reason = leg.ended_by;
  } else if (!device.xids.empty()) {
    result.outcome = Outcome::failed;
    result.reason = device.xids.front();
  } else if (stints.broken > 0) {
    result.outcome = Outcome::error;
    result.reason = std::to_string(stints.broken) + " of " + std::to_string(stints.stints) +
                    " stints were not carried out: " + stints.first_break;
  } else if (stopped || stints.stints == 0) {
    result.outcome = Outcome::error;
    result.reason = stopped ? leg.ended_by : "no stint has ended";
  }
}

}  // namespace assay
