#include <CLI/CLI.hpp>
#include <memory>
#include <set>

#include "cli/fleet/judge_fleet.hpp"
#include "cli/judging.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "core/error.hpp"
#include "reports/render.hpp"
#include "reports/render/changes.hpp"

namespace assay {
namespace {

struct JudgeArguments {
  JudgingArguments judging;
  FleetArguments fleet;
  bool as_fleet = false;
  std::string format = "text", out, what_if;
  std::size_t nights = 0;  ///< 0: not said
};

/// Judgements of the same reports under two profiles.
struct WhatIf {
  std::vector<Judgement> now, then;
  std::vector<std::string> nights;  ///< "2026-11-21", "" for what cannot be read

  void add(const Judgement& before, const Judgement& after, const ReadReport* report) {
    constexpr std::size_t date = 10;
    now.push_back(before);
    then.push_back(after);
    nights.push_back(report == nullptr ? "" : report->report.run.started.substr(0, date));
  }

  /// Keeps the last `n` nights; what cannot be read is of any night.
  void keep_last(std::size_t n) {
    std::set<std::string> days(nights.begin(), nights.end());
    days.erase("");
    while (days.size() > n) days.erase(days.begin());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < nights.size(); ++i) {
      if (!nights[i].empty() && !days.contains(nights[i])) continue;
      now[kept] = now[i];
      then[kept] = then[i];
      nights[kept++] = nights[i];
    }
    now.resize(kept);
    then.resize(kept);
    nights.resize(kept);
  }
};

ExitCode judge_what_if(const JudgeArguments& arguments, Judging& judging,
                       const RenderOptions& options, Console& console) {
  // What is wrong with the options is said before hours of reading.
  (void)render_changes(arguments.format, {}, {}, options);
  judging.prepare(arguments.what_if);
  WhatIf found;
  judge_reports(
      arguments.judging.reports, console,
      [&](const ReadReport& report) { return judging.judge(report); },
      [&](const Judgement& judgement, const ReadReport* report) {
        found.add(judgement,
                  report == nullptr ? judgement : judging.judge_against(arguments.what_if, *report),
                  report);
      });
  if (arguments.nights > 0) found.keep_last(arguments.nights);
  const std::vector<std::string> nights =
      arguments.nights > 0 ? found.nights : std::vector<std::string>{};
  write_output(console, "--out", arguments.out,
               render_changes(arguments.format, found.now, found.then, options, nights));
  return exit_code(worst(found.now));
}

ExitCode judge_as_fleet(JudgeArguments& arguments, Console& console) {
  arguments.fleet.format = arguments.format;
  arguments.fleet.out = arguments.out;
  if (arguments.nights > 0) arguments.fleet.nights = arguments.nights;
  if (arguments.nights > 0 && arguments.fleet.history.empty())
    throw InputError("", 0, "--nights", "needs --history or --what-if");
  return judge_fleet(arguments.judging, arguments.fleet, console);
}

ExitCode judge(const JudgeArguments& arguments, Console& console) {
  if (arguments.nights > 0 && arguments.what_if.empty())
    throw InputError("", 0, "--nights", "needs --what-if, or --fleet and --history");
  const bool to_console = arguments.out.empty() || arguments.out == "-";
  const RenderOptions options{.colour = console.colour && to_console, .verbose = console.verbose};
  Judging judging(arguments.judging, console);
  if (!arguments.what_if.empty()) return judge_what_if(arguments, judging, options, console);
  std::vector<Judgement> judgements;
  judge_reports(
      arguments.judging.reports, console,
      [&](const ReadReport& report) { return judging.judge(report); },
      [&](const Judgement& judgement, const ReadReport*) { judgements.push_back(judgement); });
  write_output(console, "--out", arguments.out, render(arguments.format, judgements, options));
  return exit_code(worst(judgements));
}

void add_judge(Program& program) {
  const auto arguments = std::make_shared<JudgeArguments>();
  CLI::App& verb = program.verb("judge", [arguments, &console = program.console()] {
    require_not_an_input("--out", arguments->out, arguments->judging.reports);
    require_not_an_input("--out", arguments->out,
                         {arguments->fleet.retest, arguments->fleet.history});
    return arguments->as_fleet ? judge_as_fleet(*arguments, console) : judge(*arguments, console);
  });
  add_judging_options(verb, arguments->judging);
  verb.add_option("--format", arguments->format)->check(CLI::IsMember(formats()));
  verb.add_option("-o,--out", arguments->out);
  CLI::Option* what_if = verb.add_option("--what-if", arguments->what_if);
  verb.add_option("--nights", arguments->nights)->check(CLI::PositiveNumber);
  CLI::Option* as_fleet = verb.add_flag("--fleet", arguments->as_fleet)->excludes(what_if);
  FleetArguments& fleet = arguments->fleet;
  verb.add_option("--retest", fleet.retest)->needs(as_fleet);
  CLI::Option* history = verb.add_option("--history", fleet.history)->needs(as_fleet);
  verb.add_flag("--record", fleet.record)->needs(history);
  verb.add_option("--max-failed", fleet.max_failed)->needs(as_fleet);
  verb.add_flag("!--no-peers", fleet.peers)->needs(as_fleet);
}

}  // namespace

ASSAY_VERB(add_judge);

}  // namespace assay
