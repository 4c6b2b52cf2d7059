#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/output.hpp"
#include "cli/program.hpp"
#include "core/text.hpp"
#include "reports/baseline/apply.hpp"
#include "reports/judge/coverage.hpp"
#include "reports/lint.hpp"
#include "reports/reader.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

struct LintArguments {
  std::string profile;
  std::vector<std::string> reports;
  std::string baseline;
  bool coverage = false;
};

bool is_error(const Finding& finding) { return finding.severity == Finding::Severity::error; }
bool is_warning(const Finding& finding) { return finding.severity == Finding::Severity::warning; }

std::string_view word(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::error:
      return "error";
    case Finding::Severity::warning:
      return "warning";
    case Finding::Severity::note:
      break;
  }
  return "note";
}

/// What this program can measure.
std::vector<Measurable> measurable() {
  Registry registry;
  host::register_all(registry);
  std::vector<Measurable> tests;
  for (const Test& test : registry.tests()) {
    Measurable& row = tests.emplace_back();
    row.test = test.id;
    for (const MetricSpec& metric : test.spec.metrics) row.metrics.push_back(metric.name);
  }
  return tests;
}

/// What would become of the reports, limit by limit.
std::string uses_text(const Coverage& coverage) {
  using Side = Aligned::Side;
  Aligned rows({Side::left, Side::left, Side::right, Side::right, Side::right, Side::right,
                Side::right, Side::left});
  rows.add({"limit", "on", "reports", "pass", "warn", "fail", "unknown", "failing"});
  for (const LimitUse& use : coverage.limits) {
    constexpr std::size_t shown = 5;
    std::vector<std::string> names(use.failing.begin(), use.failing.end());
    if (names.size() > shown) {
      const std::size_t more = names.size() - shown;
      names.resize(shown);
      names.push_back(fmt::format("and {} more", more));
    }
    const std::string nothing = use.demanded == 0                    ? "demanded of no report"
                                : use.not_applicable == use.demanded ? "not applicable"
                                : use.matched == 0                   ? "matched nothing"
                                                                     : "";
    rows.add({use.at, use.limit, std::to_string(use.demanded), std::to_string(use.pass),
              std::to_string(use.warn), std::to_string(use.fail), std::to_string(use.unknown),
              names.empty() ? nothing : joined(names, ", ")});
  }
  return rows.text();
}

/// Which values of which metrics a limit judges, test by test.
std::string metrics_text(const Coverage& coverage) {
  using Side = Aligned::Side;
  Aligned rows({Side::left, Side::left, Side::left, Side::right, Side::left});
  rows.add({"test", "metric", "limits", "judged", "not judged on"});
  const std::string* test = nullptr;
  for (const MetricCoverage& row : coverage.metrics) {
    const bool is_first = test == nullptr || *test != row.test;
    test = &row.test;
    const std::vector<std::string> nodes(row.not_judged_on.begin(), row.not_judged_on.end());
    rows.add({is_first ? row.test : " ", row.metric,
              row.limits == 0 ? "none" : std::to_string(row.limits),
              row.values == 0 ? "not measured" : fmt::format("{} of {}", row.judged, row.values),
              nodes.empty() ? " " : joined(nodes, ", ") + " nodes"});
  }
  return rows.text();
}

/// What the baseline in the file `path` says of each report; nothing without one.
std::function<Reference(const Report&)> references(const std::string& path) {
  if (path.empty()) return {};
  const auto baseline = std::make_shared<const AppliedBaseline>(load_baseline(path));
  return [baseline](const Report& report) {
    JudgeOptions options;
    baseline->refer(report, options);
    return options.reference;
  };
}

/// Findings with what the coverage adds, errors first.
std::vector<Finding> with_use(std::vector<Finding> findings, const Coverage& coverage) {
  for (Finding& finding : lint_use(coverage)) findings.push_back(std::move(finding));
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return findings;
}

ExitCode lint(const LintArguments& arguments, Console& console) {
  const Profile profile = load_profile(arguments.profile);
  std::vector<Report> reports;
  for (const std::string& path : arguments.reports)
    read_reports(path, [&](ReadReport read) { reports.push_back(std::move(read.report)); });

  const Coverage coverage =
      coverage_of(profile, reports, measurable(), references(arguments.baseline));
  const std::vector<Finding> findings = with_use(lint(profile, reports, measurable()), coverage);
  std::string text;
  for (const Finding& finding : findings)
    text +=
        fmt::format("{}: {}: {}\n", plain(finding.at), word(finding.severity), plain(finding.text));
  const auto count = [&](auto is) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), is));
  };
  const std::size_t errors = count(is_error);
  if (arguments.coverage) text += '\n' + metrics_text(coverage) + '\n';
  if (!reports.empty()) text += '\n' + uses_text(coverage) + '\n';
  text +=
      fmt::format("{}: {}, {}, {}\n", plain(profile.name), counted(profile.limits.size(), "limit"),
                  counted(errors, "error"), counted(count(is_warning), "warning"));
  write_output(console, "", "-", text);
  return errors > 0 ? ExitCode::fail : ExitCode::pass;
}

void add_lint(Program& program) {
  const auto arguments = std::make_shared<LintArguments>();
  CLI::App& verb = program.verb(
      "lint", [arguments, &console = program.console()] { return lint(*arguments, console); });
  verb.add_option("PROFILE", arguments->profile)->required();
  verb.add_option("REPORT", arguments->reports);
  verb.add_option("--baseline", arguments->baseline);
  verb.add_flag("--coverage", arguments->coverage);
}

}  // namespace

ASSAY_VERB(add_lint);

}  // namespace assay
