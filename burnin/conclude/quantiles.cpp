#include "burnin/conclude/quantiles.hpp"

#include <algorithm>
#include <numeric>

namespace assay {

bool BoundedQuantiles::add_outside(double value) {
  if (!std::isfinite(value)) return false;
  if (value < 0) {
    ++below;
    return true;
  }
  while (value * scale >= double{kBins}) widen();
  ++counts.at(static_cast<std::size_t>(value * scale));
  return true;
}

void BoundedQuantiles::widen() {
  for (std::size_t i = 0; i < kBins / 2; ++i) counts[i] = counts[2 * i] + counts[2 * i + 1];
  std::fill(counts.begin() + kBins / 2, counts.end(), 0U);
  ++exponent;
  scale = std::ldexp(1, -exponent);
}

std::uint64_t BoundedQuantiles::n() const {
  return std::accumulate(counts.begin(), counts.end(), below);
}

double BoundedQuantiles::quantile(double q) const {
  const std::uint64_t values = n();
  if (values == 0) return std::numeric_limits<double>::quiet_NaN();
  const auto rank = static_cast<std::uint64_t>(q * static_cast<double>(values - 1));
  if (rank < below) return min;
  std::uint64_t before = below;
  std::size_t bin = 0;
  while (bin + 1 < kBins && before + counts[bin] <= rank) before += counts[bin++];
  const double within =
      (static_cast<double>(rank - before) + 0.5) / static_cast<double>(std::max(1U, counts[bin]));
  return std::clamp((static_cast<double>(bin) + within) * error(), min, max);
}

}  // namespace assay
