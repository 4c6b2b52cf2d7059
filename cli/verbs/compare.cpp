#include <CLI/CLI.hpp>
#include <memory>

#include "cli/output.hpp"
#include "cli/paths.hpp"
#include "cli/program.hpp"
#include "reports/compare/side_by_side.hpp"

namespace assay {
namespace {

struct CompareArguments {
  std::string a, b, format = "text", out;
  std::uint64_t seed = 1;
  bool unlike = false;
};

std::vector<ReadReport> reports_at(const std::vector<std::string>& paths) {
  std::vector<ReadReport> reports;
  for (const std::string& path : paths)
    read_reports(
        path,
        [&](ReadReport read) {
          // Series are the bulk of a report, and nothing here looks at them.
          read.report.telemetry.clear();
          reports.push_back(std::move(read));
        },
        Hashing::on);
  return reports;
}

ExitCode compare(const CompareArguments& arguments, Console& console) {
  const std::vector<std::string> a = paths_of("A", arguments.a);
  const std::vector<std::string> b = paths_of("B", arguments.b);
  for (const auto* inputs : {&a, &b}) require_not_an_input("--out", arguments.out, *inputs);
  const SideBySide compared =
      side_by_side(arguments.a, reports_at(a), arguments.b, reports_at(b),
                   arguments.unlike ? Unlike::compare : Unlike::refuse, {.seed = arguments.seed});
  write_output(console, "--out", arguments.out, render_side_by_side(arguments.format, compared));
  return ExitCode::pass;
}

void add_compare(Program& program) {
  const auto arguments = std::make_shared<CompareArguments>();
  CLI::App& verb = program.verb("compare", [arguments, &console = program.console()] {
    return compare(*arguments, console);
  });
  verb.add_option("A", arguments->a)->required();
  verb.add_option("B", arguments->b)->required();
  verb.add_option("--format", arguments->format)->check(CLI::IsMember(side_by_side_formats()));
  verb.add_option("-o,--out", arguments->out);
  verb.add_option("--seed", arguments->seed);
  verb.add_flag("--unlike", arguments->unlike);
}

}  // namespace

ASSAY_VERB(add_compare);

}  // namespace assay
