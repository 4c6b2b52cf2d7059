#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>

#include "core/error.hpp"
#include "core/text.hpp"
#include "reports/compare/formats.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

std::string signed_share(double ratio) { return fmt::format("{:+.2f} %", 100 * (ratio - 1)); }

using Render = std::string (*)(const SideBySide&);
struct Format {
  std::string_view name;
  Render render;
};
constexpr std::array<Format, 4> kFormats{{{"text", side_by_side_text},
                                          {"markdown", side_by_side_markdown},
                                          {"csv", side_by_side_csv},
                                          {"json", side_by_side_json}}};

}  // namespace

std::string change_of(const ComparedMetric& row) {
  if (!row.ratio) return "no ratio: a median is not above 0";
  const std::string change = signed_share(*row.ratio);
  if (row.interval)
    return fmt::format("{} ({} to {})", change, signed_share(row.interval->low),
                       signed_share(row.interval->high));
  return change + (std::min(row.a.size(), row.b.size()) < kFewestRuns
                       ? fmt::format(" (under {} runs: no interval)", kFewestRuns)
                       : " (values not above 0: no interval)");
}

std::string counts_of(const ComparedMetric& row) {
  return fmt::format("{} / {}", row.a.size(), row.b.size());
}

std::string_view direction_of(const ComparedMetric& row) {
  if (!row.interval) return "";
  if (row.interval->low <= 1 && row.interval->high >= 1) return "no difference shown";
  const bool is_more = row.interval->low > 1;
  return is_more == (row.better == Better::higher) ? "better" : "worse";
}

std::string probability_of(const RankSum& ranks) {
  constexpr double least = 1e-4;
  const std::string p = ranks.p < least ? "p < 0.0001" : fmt::format("p = {:.2g}", ranks.p);
  return fmt::format("{}, delta {:+.2f}", p, ranks.delta);
}

std::vector<std::string> method_of(const SideBySide& compared) {
  std::size_t exact = 0;
  for (const ComparedMetric& row : compared.metrics) exact += row.ranks.exact ? 1 : 0;
  const double by_chance = 0.05 * static_cast<double>(compared.metrics.size());
  return {
      "A run (one report) counts once, with the median over its subjects; runs are taken as "
      "independent.",
      fmt::format("Change: median of B over median of A, less 1. Interval: 95 %, bootstrap over "
                  "runs, bias-corrected, accelerated and expanded (BCa), {} resamples, seed {}; "
                  "none under {} "
                  "runs a side.",
                  compared.resampling.times, compared.resampling.seed, kFewestRuns),
      fmt::format("p: two-sided Mann-Whitney test, exact for {} of {}, else normal with tie and "
                  "continuity correction. delta: Cliff's delta (rank-biserial correlation).",
                  exact, counted(compared.metrics.size(), "figure")),
      fmt::format("Of {} compared, {:.2g} would show p < 0.05 by chance alone; nothing is "
                  "corrected for that.",
                  counted(compared.metrics.size(), "figure"), by_chance)};
}

std::vector<std::string> left_out_of(const SideBySide& compared) {
  std::vector<std::string> lines;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> sources;
  for (const NoEvidence& one : compared.left_out) {
    if (one.what.empty())
      lines.push_back(one.source + ": " + one.why);
    else
      sources[{one.what, one.why}].push_back(one.source);
  }
  for (const auto& [figure, of] : sources) {
    const std::string more = of.size() > 1 ? fmt::format(" and {} more", of.size() - 1) : "";
    lines.push_back(fmt::format("{}: {} ({}{})", figure.first, figure.second, of.front(), more));
  }
  return lines;
}

std::vector<std::pair<std::string, std::string>> statement_of(const ComparedSide& side) {
  std::vector<std::pair<std::string, std::string>> rows{
      {"n", counted(side.reports, "run") + " of " + counted(side.nodes, "node")},
      {"date", side.first == side.last ? side.first : side.first + " to " + side.last}};
  for (const char* key : {"hardware", "fabric"})
    if (const auto found = side.stated.find(key); found != side.stated.end())
      rows.emplace_back(key, joined(found->second, "; "));
  for (const auto& [key, values] : side.stated)
    if (key != "hardware" && key != "fabric") rows.emplace_back(key, joined(values, "; "));
  return rows;
}

std::vector<std::string> side_by_side_formats() {
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

std::string render_side_by_side(std::string_view format, const SideBySide& compared) {
  for (const Format& each : kFormats)
    if (each.name == format) return each.render(compared);
  throw InputError(
      "", 0, "format",
      "\"" + std::string(format) + "\" is none of " + joined(side_by_side_formats(), ", "));
}

}  // namespace assay
