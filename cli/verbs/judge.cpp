#include <CLI/CLI.hpp>
#include <memory>

#include "cli/fleet/judge_fleet.hpp"
#include "cli/judging.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "reports/render.hpp"
#include "reports/render/changes.hpp"

namespace assay {
namespace {

struct JudgeArguments {
  JudgingArguments judging;
  FleetArguments fleet;
  bool as_fleet = false;
  std::string format = "text", out, what_if;
};

ExitCode judge_as_fleet(JudgeArguments& arguments, Console& console) {
  arguments.fleet.format = arguments.format;
  arguments.fleet.out = arguments.out;
  return judge_fleet(arguments.judging, arguments.fleet, console);
}

ExitCode judge(const JudgeArguments& arguments, Console& console) {
  const bool to_console = arguments.out.empty() || arguments.out == "-";
  const RenderOptions options{.colour = console.colour && to_console, .verbose = console.verbose};
  Judging judging(arguments.judging, console);
  if (!arguments.what_if.empty()) {
    // What is wrong with the options is said before hours of reading.
    (void)render_changes(arguments.format, {}, {}, options);
    judging.prepare(arguments.what_if);
  }

  std::vector<Judgement> now;
  std::vector<Judgement> then;
  const auto take = [&](const Judgement& judgement, const ReadReport* report) {
    now.push_back(judgement);
    if (arguments.what_if.empty()) return;
    then.push_back(report == nullptr ? judgement
                                     : judging.judge_against(arguments.what_if, *report));
  };
  judge_reports(
      arguments.judging.reports, console,
      [&](const ReadReport& report) { return judging.judge(report); }, take);

  const std::string text = arguments.what_if.empty()
                               ? render(arguments.format, now, options)
                               : render_changes(arguments.format, now, then, options);
  write_output(console, "--out", arguments.out, text);
  return exit_code(worst(now));
}

void add_judge(Program& program) {
  const auto arguments = std::make_shared<JudgeArguments>();
  CLI::App& verb = program.verb("judge", [arguments, &console = program.console()] {
    require_not_an_input("--out", arguments->out, arguments->judging.reports);
    return arguments->as_fleet ? judge_as_fleet(*arguments, console) : judge(*arguments, console);
  });
  add_judging_options(verb, arguments->judging);
  verb.add_option("--format", arguments->format)->check(CLI::IsMember(formats()));
  verb.add_option("-o,--out", arguments->out);
  CLI::Option* what_if = verb.add_option("--what-if", arguments->what_if);
  CLI::Option* as_fleet = verb.add_flag("--fleet", arguments->as_fleet)->excludes(what_if);
  FleetArguments& fleet = arguments->fleet;
  verb.add_option("--baseline", fleet.baseline)->needs(as_fleet);
  verb.add_option("--retest", fleet.retest)->needs(as_fleet);
  verb.add_option("--max-failed", fleet.max_failed)->needs(as_fleet);
  verb.add_flag("!--no-peers", fleet.peers)->needs(as_fleet);
}

}  // namespace

ASSAY_VERB(add_judge);

}  // namespace assay
