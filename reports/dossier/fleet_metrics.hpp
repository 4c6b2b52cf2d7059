#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "reports/peers/night.hpp"

namespace assay {

/// The columns of a night that differ in nothing but their slot: one metric of a fleet.
struct FleetMetric {
  const NightColumn* column = nullptr;  ///< the first of them; its slot says nothing
  std::vector<std::uint32_t> columns;   ///< one a slot, in natural order of the slots' labels
};

/// All metrics of `night`, which they point into, in the order of their first columns.
[[nodiscard]] std::vector<FleetMetric> metrics_of(const Night& night);

/// How one metric is spread over a fleet.
struct FleetSpread {
  std::size_t n = 0;
  double low = 0, middle = 0, high = 0;  ///< p05, p50, p95; meaningless where n is 0
};
[[nodiscard]] FleetSpread spread_of(const Night& night, const FleetMetric& metric);

/// Equal for the same metric of two nights.
[[nodiscard]] std::string identity_of(const NightColumn& column);

/// The values of `metric`, of each of `nodes` (indices into the night, or NodeWords::kNotSaid)
/// every slot: of node i in slot s at [i * slots + s]. NaN = absent.
[[nodiscard]] std::vector<float> values_by_node(const Night& night, const FleetMetric& metric,
                                                const std::vector<std::uint32_t>& nodes);

/// Of each node its worst slot.
[[nodiscard]] std::vector<float> worst_by_node(const std::vector<float>& values, std::size_t slots,
                                               Better better);

}  // namespace assay
