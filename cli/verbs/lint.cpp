#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/output.hpp"
#include "cli/program.hpp"
#include "reports/lint.hpp"
#include "reports/reader.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

struct LintArguments {
  std::string profile;
  std::vector<std::string> reports;
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

ExitCode lint(const LintArguments& arguments, Console& console) {
  const Profile profile = load_profile(arguments.profile);
  std::vector<Report> reports;
  for (const std::string& path : arguments.reports)
    read_reports(path, [&](ReadReport read) { reports.push_back(std::move(read.report)); });

  const std::vector<Finding> findings = lint(profile, reports, measurable());
  std::string text;
  for (const Finding& finding : findings)
    text +=
        fmt::format("{}: {}: {}\n", plain(finding.at), word(finding.severity), plain(finding.text));
  const auto count = [&](auto is) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), is));
  };
  const std::size_t errors = count(is_error);
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
}

}  // namespace

ASSAY_VERB(add_lint);

}  // namespace assay
