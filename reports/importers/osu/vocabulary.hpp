#pragma once
#include <string>
#include <string_view>

#include "core/units.hpp"

namespace assay::osu {

/// A column of the OSU micro-benchmarks and what it is here.
struct Column {
  std::string_view title, metric;  ///< "" = not a metric
  Unit unit;
  double scale;  ///< from what is printed to `unit`
};

/// nullptr for a title that is not known.
[[nodiscard]] const Column* column_of(const std::string& title);

/// The test of a title ("Allreduce Latency"), in this program's words; "" for one that is not
/// known.
[[nodiscard]] std::string test_of(const std::string& title);

}  // namespace assay::osu
