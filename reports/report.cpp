#include "reports/report.hpp"

namespace assay {

std::string fabric_name(const Run& run) {
  return "fabric of " + std::to_string(run.nodes) + " nodes";
}

}  // namespace assay
