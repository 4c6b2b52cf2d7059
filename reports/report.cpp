#include "reports/report.hpp"

#include "core/time_stamp.hpp"

namespace assay {

std::optional<double> reported_s(const Run& run) {
  return parse_iso8601(run.ended.empty() ? run.started : run.ended);
}

std::string fabric_name(const Run& run) {
  return "fabric of " + std::to_string(run.nodes) + " nodes";
}

}  // namespace assay
