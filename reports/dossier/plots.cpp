#include "reports/dossier/plots.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace assay {
namespace {

constexpr std::size_t kMostPoints = 480;

using Point = std::optional<Series::Point>;

Series::Point folded(const Series::Point& a, const Series::Point& b, double weight_of_b) {
  return {std::min(a.min, b.min), a.mean + (b.mean - a.mean) * weight_of_b, std::max(a.max, b.max)};
}

/// Every `n` points as one; a gap only where all of them are.
std::vector<Point> thinned(const std::vector<Point>& values, std::size_t n) {
  std::vector<Point> out;
  out.reserve(values.size() / n + 1);
  for (std::size_t first = 0; first < values.size(); first += n) {
    Point all;
    double known = 0;
    for (std::size_t i = first; i < std::min(first + n, values.size()); ++i) {
      if (!values[i]) continue;
      ++known;
      all = all ? folded(*all, *values[i], 1 / known) : *values[i];
    }
    out.push_back(all);
  }
  return out;
}

PackedNumbers packed(const std::vector<Point>& points, double Series::Point::*member) {
  std::vector<double> values;
  values.reserve(points.size());
  for (const Point& point : points) values.push_back(point ? (*point).*member : std::nan(""));
  return pack_range(values, 2);
}

Plot::Line line_of(const Series& series) {
  const std::size_t n =
      std::max<std::size_t>(1, (series.values.size() + kMostPoints - 1) / kMostPoints);
  const std::vector<Point> points = thinned(series.values, n);
  return {.subject = label(series.subject),
          .t0_s = series.t0_s,
          .period_s = series.period_s * static_cast<double>(n),
          .low = packed(points, &Series::Point::min),
          .mean = packed(points, &Series::Point::mean),
          .high = packed(points, &Series::Point::max)};
}

/// Where a quantity stands on the page.
std::size_t rank(const Plot& plot) {
  constexpr std::array<std::string_view, 3> kFirst{"power", "temperature", "clock"};
  for (std::size_t i = 0; i < kFirst.size(); ++i)
    if (plot.name.find(kFirst.at(i)) != std::string::npos) return i;
  return kFirst.size();
}

std::map<std::string, Verdict> worst_by_test(const Judgement& judgement) {
  std::map<std::string, Verdict> worst;
  for (const Reason& reason : judgement.reasons) {
    const auto [found, fresh] = worst.try_emplace(reason.test, reason.verdict);
    if (!fresh) found->second = std::max(found->second, reason.verdict);
  }
  return worst;
}

}  // namespace

std::vector<Plot> plots_of(const Report& report) {
  std::vector<Plot> plots;
  for (const Series& series : report.telemetry) {
    auto plot = std::find_if(plots.begin(), plots.end(), [&](const Plot& one) {
      return one.name == series.name && one.unit == series.unit;
    });
    if (plot == plots.end()) {
      plots.push_back({series.name, series.unit, {}});
      plot = std::prev(plots.end());
    }
    plot->lines.push_back(line_of(series));
  }
  std::stable_sort(plots.begin(), plots.end(),
                   [](const Plot& a, const Plot& b) { return rank(a) < rank(b); });
  return plots;
}

std::vector<TestSpan> test_spans(const Report& report, const Judgement& judgement) {
  const std::map<std::string, Verdict> worst = worst_by_test(judgement);
  std::map<std::pair<std::string, double>, TestSpan> spans;  // subjects are tested at once
  for (const Result& result : report.results) {
    if (!result.began_s || !(result.elapsed_s > 0)) continue;
    const double from_s = *result.began_s;
    const auto [found, fresh] = spans.try_emplace({result.test, std::round(from_s)});
    TestSpan& span = found->second;
    if (fresh) span = {result.test, from_s, from_s, {}};
    span.from_s = std::min(span.from_s, from_s);
    span.to_s = std::max(span.to_s, from_s + result.elapsed_s);
    if (const auto bad = worst.find(result.test); bad != worst.end()) span.worst = bad->second;
  }
  std::vector<TestSpan> all;
  all.reserve(spans.size());
  for (auto& [key, span] : spans) all.push_back(std::move(span));
  std::stable_sort(all.begin(), all.end(),
                   [](const TestSpan& a, const TestSpan& b) { return a.from_s < b.from_s; });
  return all;
}

}  // namespace assay
