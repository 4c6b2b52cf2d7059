#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/output.hpp"
#include "cli/program.hpp"
#include "reports/lint.hpp"
#include "reports/reader.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

struct LintArguments {
  std::string profile;
  std::vector<std::string> reports;
};

bool is_error(const Finding& finding) { return finding.severity == Finding::Severity::error; }

ExitCode lint(const LintArguments& arguments, Console& console) {
  const Profile profile = load_profile(arguments.profile);
  std::vector<Report> reports;
  for (const std::string& path : arguments.reports)
    read_reports(path, [&](ReadReport read) { reports.push_back(std::move(read.report)); });

  const std::vector<Finding> findings = lint(profile, reports);
  std::string text;
  for (const Finding& finding : findings)
    text += plain(finding.at) + (is_error(finding) ? ": error: " : ": warning: ") +
            plain(finding.text) + '\n';
  const auto errors =
      static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), is_error));
  text += plain(profile.name) + ": " + counted(profile.limits.size(), "limit") + ", " +
          counted(errors, "error") + ", " + counted(findings.size() - errors, "warning") + '\n';
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
