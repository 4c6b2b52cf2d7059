#include "burnin/conclude/update_interval.hpp"

#include <algorithm>

namespace assay {

double UpdateInterval::interval_s() const {
  if (changes < kFewest) return std::numeric_limits<double>::quiet_NaN();
  // An interval that is no multiple of the period shows as two neighbours in turn; their mean is
  // the interval. What is longer are readings that repeated by chance.
  std::uint64_t shorter = 0;
  std::size_t least = 0;
  while (least < kLongest && (shorter += counts[least]) * 10 < changes) ++least;
  const std::size_t next = std::min(least + 1, kLongest);
  const auto once = static_cast<double>(counts[least]);
  const auto more = next > least ? static_cast<double>(counts[next]) : 0.0;
  const double periods = static_cast<double>(least) + (once + more > 0 ? more / (once + more) : 0);
  return std::max(1.0, periods) * period_s;
}

}  // namespace assay
