#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "cli/dossier.hpp"
#include "cli/judging.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "core/error.hpp"
#include "reports/render.hpp"

namespace assay {
namespace {

struct ReportArguments {
  JudgingArguments judging;
  std::string out;
};

enum class Kind { markdown, csv };

Kind kind_of(const std::string& out) {
  const std::string ending = std::filesystem::path(out).extension();
  if (ending == ".md") return Kind::markdown;
  if (ending == ".csv") return Kind::csv;
  throw InputError("", 0, "--out",
                   "\"" + out + "\" must end with .md or .csv: there are no others");
}

ExitCode report(const ReportArguments& arguments, Console& console) {
  const Kind kind = kind_of(arguments.out);
  require_not_an_input("--out", arguments.out, arguments.judging.reports);
  Judging judging(arguments.judging, console);
  std::vector<Judgement> judgements;
  std::string chapters;
  judge_reports(
      arguments.judging.reports, console,
      [&](const ReadReport& read) { return judging.judge(read); },
      [&](const Judgement& judgement, const ReadReport* read) {
        judgements.push_back(judgement);
        if (kind == Kind::markdown) chapters += dossier_chapter(judgement, read) + '\n';
      });
  const std::string text =
      kind == Kind::csv
          ? render("csv", judgements, {.verbose = true})
          : "# Acceptance of " + std::to_string(judgements.size()) +
                (judgements.size() == 1 ? " node\n\n" : " nodes\n\n") +
                (judgements.size() == 1 ? "" : render("markdown", judgements, {}) + '\n') +
                chapters;
  write_output(console, "--out", arguments.out, text);
  return exit_code(worst(judgements));
}

void add_report(Program& program) {
  const auto arguments = std::make_shared<ReportArguments>();
  CLI::App& verb = program.verb(
      "report", [arguments, &console = program.console()] { return report(*arguments, console); });
  add_judging_options(verb, arguments->judging);
  verb.add_option("-o,--out", arguments->out)->required();
}

}  // namespace

ASSAY_VERB(add_report);

}  // namespace assay
