#include "cli/run/thin.hpp"

#include <algorithm>
#include <utility>

namespace assay {
namespace {

using Value = std::optional<Series::Point>;

/// One value for those in [begin, end).
Value merged(std::vector<Value>::const_iterator begin, std::vector<Value>::const_iterator end) {
  Value result;
  double sum = 0;
  int n = 0;
  for (; begin != end; ++begin) {
    if (!*begin) continue;
    if (!result) result = *begin;
    result->min = std::min(result->min, (*begin)->min);
    result->max = std::max(result->max, (*begin)->max);
    sum += (*begin)->mean;
    ++n;
  }
  if (result) result->mean = sum / n;
  return result;
}

}  // namespace

Series folded(Series series) {
  const std::size_t n = series.values.size();
  if (n < 2 || !series.values.front()) return series;
  const Series::Point first = *series.values.front();
  const bool constant =
      first.min == first.max &&
      std::all_of(series.values.begin(), series.values.end(), [&](const Value& value) {
        return value && value->min == first.min && value->max == first.max;
      });
  if (!constant) return series;
  series.values.resize(1);
  series.period_s *= static_cast<double>(n);
  return series;
}

Series thinned(Series series, std::size_t most) {
  const std::size_t n = series.values.size();
  if (most == 0 || n <= most) return series;
  const std::size_t together = (n + most - 1) / most;
  std::vector<Value> values;
  values.reserve(most);
  for (std::size_t begin = 0; begin < n; begin += together)
    values.push_back(
        merged(series.values.begin() + static_cast<std::ptrdiff_t>(begin),
               series.values.begin() + static_cast<std::ptrdiff_t>(std::min(n, begin + together))));
  series.values = std::move(values);
  series.period_s *= static_cast<double>(together);
  return series;
}

}  // namespace assay
