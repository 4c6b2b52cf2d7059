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

/// Limits and counters of errors hardly ever move.
bool never_changes(const std::vector<Value>& values) {
  return !values.empty() && values.front() && values.front()->min == values.front()->max &&
         std::equal(values.begin() + 1, values.end(), values.begin());
}

}  // namespace

Series thinned(Series series, std::size_t most) {
  if (series.values.size() > 1 && never_changes(series.values)) {
    series.period_s *= static_cast<double>(series.values.size());
    series.values.resize(1);
  }
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
