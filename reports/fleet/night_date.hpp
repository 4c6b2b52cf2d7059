#pragma once
#include <string>

#include "reports/history/nights.hpp"
#include "reports/peers/night.hpp"

namespace assay::fleet {

/// "2026-11-21", on which `node` ran; "" where it does not say.
[[nodiscard]] inline std::string date_of(const Night& night, std::size_t node) {
  const bool said = !night.dates.empty() && night.dates[node] != 0;
  return said ? history::night_text(night.dates[node]) : "";
}

}  // namespace assay::fleet
