#include "bench/gpu/summary.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/glob.hpp"
#include "reports/render/markdown_cells.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

/// A metric of one subject.
struct Found {
  const Result* result;
  const Metric* metric;
};

bool is_of_gpus(const Subject& subject) { return subject.kind == "gpu" || subject.kind == "link"; }

/// Every metric of GPUs and links that has a value, in the order of the report.
std::vector<std::pair<std::string, std::vector<Found>>> metrics_of(const Report& report) {
  std::vector<std::pair<std::string, std::vector<Found>>> all;
  for (const Result& result : report.results) {
    if (!is_of_gpus(result.subject)) continue;
    for (const Metric& metric : result.metrics) {
      if (!metric.value) continue;
      const std::string key = result.test + '.' + metric.name;
      auto at =
          std::find_if(all.begin(), all.end(), [&](const auto& row) { return row.first == key; });
      if (at == all.end()) at = all.insert(all.end(), {key, {}});
      at->second.push_back({&result, &metric});
    }
  }
  return all;
}

const Found& worst_of(const std::vector<Found>& found) {
  const bool higher = found.front().metric->better == Better::higher;
  return *std::min_element(found.begin(), found.end(), [higher](const Found& a, const Found& b) {
    return higher ? *a.metric->value < *b.metric->value : *a.metric->value > *b.metric->value;
  });
}

const Limit* limit_on(const Profile& profile, const Found& found) {
  for (const Limit& limit : profile.limits)
    if (glob_matches(limit.test, found.result->test) &&
        glob_matches(limit.metric, found.metric->name) &&
        (limit.each.empty() || limit.each == found.result->subject.kind))
      return &limit;
  return nullptr;
}

std::string limit_text(const Limit* limit) {
  if (limit == nullptr) return "-";
  if (limit->at_least) return ">= " + limit->at_least->text;
  if (limit->at_most) return "<= " + limit->at_most->text;
  return "-";
}

std::string published_text(const Limit* limit) {
  if (limit == nullptr || !limit->origin.figure) return "-";
  std::string text = limit->origin.figure->text;
  if (!limit->origin.statistic.empty()) text += " (" + limit->origin.statistic + ")";
  if (!limit->origin.text.empty()) text += ", " + limit->origin.text;
  return text;
}

std::string measured_text(const Found& found, std::size_t subjects) {
  std::string text = quantity(found.metric->value, found.metric->unit);
  if (!found.metric->statistic.empty()) text += ' ' + found.metric->statistic;
  if (found.metric->samples)
    text += ", p50 " + quantity(found.metric->samples->p50, found.metric->unit);
  if (subjects > 1) text += ", " + label(found.result->subject) + " of " + std::to_string(subjects);
  return text;
}

std::string peak_text(const Metric& metric) {
  if (!metric.peak || *metric.peak <= 0) return "-";
  return share(*metric.value / *metric.peak);
}

/// The index of the GPU at that PCI address. One that does not say where it is can only be meant
/// where there is one.
std::optional<std::int64_t> index_of(const Node& node, const std::string& pci) {
  for (const Gpu& gpu : node.gpus)
    if (!pci.empty() && gpu.pci == pci) return gpu.index;
  if (pci.empty() && node.gpus.size() == 1) return node.gpus.front().index;
  return std::nullopt;
}

/// The median beside a bare call's median: the same statistic on the same GPU.
std::string beside_text(const Report& report, const std::string& key,
                        const std::vector<Found>& found, const std::vector<BareFigures>& bare) {
  std::string text;
  for (const BareFigures& others : bare) {
    const auto figure = others.beside.find(key);
    if (figure == others.beside.end()) continue;
    const auto index = index_of(report.node, others.pci);
    const auto same = std::find_if(found.begin(), found.end(), [&](const Found& one) {
      return index && one.result->subject.index == index;
    });
    if (!text.empty()) text += "; ";
    text += quantity(figure->second.median, figure->second.unit) + " by " + others.by;
    if (same == found.end() || same->metric->unit != figure->second.unit) continue;
    const Metric& ours = *same->metric;
    const double median = ours.samples ? ours.samples->p50 : *ours.value;
    text += ", ours " + share(median / figure->second.median);
  }
  return text.empty() ? "-" : text;
}

std::string warnings(const Report& report) {
  std::string text;
  if (!report.run.injected.empty()) {
    text +=
        "**This run was scripted or had faults injected; nothing here was measured on such "
        "hardware:**";
    for (const std::string& injected : report.run.injected) text += ' ' + markdown_cell(injected);
    text += ".\n\n";
  }
  if (!report.run.complete) text += "**The run is not complete.**\n\n";
  return text;
}

std::string identity(const Report& report) {
  std::map<std::string, int> names;
  for (const Gpu& gpu : report.node.gpus) ++names[gpu.name];
  std::string text;
  for (const auto& [name, count] : names)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " x " + markdown_cell(name);
  if (text.empty()) text = "no GPU in the inventory";
  for (const char* key : {"driver", "cuda", "kernel", "os"})
    if (const auto found = report.node.software.find(key); found != report.node.software.end())
      text += "; " + std::string(key) + ' ' + markdown_cell(found->second);
  const Run& run = report.run;
  text += "; assay " + markdown_cell(run.tool.version) + " (" + markdown_cell(run.tool.commit) +
          ")\n\nRun of " + markdown_cell(run.started) + ", level " + markdown_cell(run.level) +
          ", data " + markdown_cell(run.data) + ", seed " + std::to_string(run.seed) + ".\n";
  return text;
}

std::string verdict_section(const Judgement& judgement) {
  constexpr std::size_t kMost = 12;
  std::string text = "\n## Verdict\n\n**" + std::string(name(judgement.verdict)) + "** against " +
                     markdown_cell(judgement.profile) + " (" + tally(judgement).text() + ").\n\n";
  for (std::size_t k = 0; k < std::min(kMost, judgement.reasons.size()); ++k)
    text += "- " + std::string(name(judgement.reasons[k].verdict)) + ": " +
            markdown_cell(judgement.reasons[k].text) + '\n';
  if (judgement.reasons.size() > kMost)
    text += "- and " + std::to_string(judgement.reasons.size() - kMost) + " more\n";
  return text;
}

std::string figures_section(const Report& report, const Profile& profile,
                            const std::vector<BareFigures>& bare) {
  const auto metrics = metrics_of(report);
  if (metrics.empty()) return "\n## Figures\n\nThe report has no figure of a GPU.\n";
  std::set<std::string> sources;
  std::string text =
      "\n## Figures\n\n" + markdown_head({"metric", "measured", "of peak", "limit", "published",
                                          "bare call on the same card, in the same call"});
  for (const auto& [key, found] : metrics) {
    const Found& worst = worst_of(found);
    const Limit* limit = limit_on(profile, worst);
    std::vector<std::string> cells{key,
                                   measured_text(worst, found.size()),
                                   peak_text(*worst.metric),
                                   limit_text(limit),
                                   published_text(limit),
                                   beside_text(report, key, found, bare)};
    for (std::string& cell : cells) cell = markdown_cell(cell);
    text += markdown_row(cells);
    if (limit != nullptr && !limit->origin.url.empty()) sources.insert(limit->origin.url);
  }
  if (!sources.empty()) text += "\nPublished by:\n\n";
  for (const std::string& url : sources) text += "- <" + plain(url) + ">\n";
  return text;
}

/// What stands in no row: results that are not ok, bare calls without a figure.
std::string absences(const Report& report, const std::vector<BareFigures>& bare) {
  std::string text;
  for (const Result& result : report.results)
    if (is_of_gpus(result.subject) && result.outcome != Outcome::ok)
      text += "- " +
              markdown_cell(result.test + " on " + label(result.subject) + ": " +
                            std::string(name(result.outcome)) + ", " + result.reason) +
              '\n';
  for (const BareFigures& others : bare)
    for (const std::string& missing : others.missing)
      text += "- " + markdown_cell(others.by + ": " + missing) + '\n';
  return text.empty() ? "" : "\n## Without a figure\n\n" + text;
}

}  // namespace

std::string gpu_summary(const Report& report, const Profile& profile, const Judgement& judgement,
                        const std::vector<BareFigures>& bare) {
  return warnings(report) + identity(report) + verdict_section(judgement) +
         figures_section(report, profile, bare) + absences(report, bare);
}

}  // namespace assay
