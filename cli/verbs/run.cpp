#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <memory>
#include <ostream>

#include "cli/program.hpp"
#include "cli/run/arguments.hpp"
#include "cli/run/devices.hpp"
#include "cli/run/first_report.hpp"
#include "cli/run/node_run.hpp"
#include "cli/run/prepare.hpp"
#include "cli/run/resume.hpp"
#include "cli/run/show_plan.hpp"
#include "cli/run/show_results.hpp"

namespace assay {
namespace {

ExitCode measure(PreparedRun& prepared, Console& console, const HostFiles& files, Clock& clock) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader of our output who leaves does not end a run of hours
  NodeRun run(prepared, console, files, clock);
  if (!run.measure()) {
    run.events().run_ended(prepared.report, prepared.path.string(), "");
    console.err << "assay: interrupted; " << prepared.path.string()
                << " holds what was measured, assay run --resume goes on\n";
    return ExitCode::unknown;
  }
  return show_results(prepared, console, run.events(), clock);
}

ExitCode run(const RunArguments& arguments, const CLI::App& verb, Console& console) {
  // Not ended with this function: a telemetry thread that hangs in a driver may still use them.
  static const HostFiles& files = *new HostFiles(arguments.root);
  static Clock& clock = *new SystemClock();
  PreparedRun prepared = prepare(arguments, verb, files, clock);
  if (prepared.options.plan_only) {
    console.out << show_plan(prepared.plan, prepared.options.format);
    return ExitCode::pass;
  }
  return measure(prepared, console, files, clock);
}

void add_run(Program& program) {
  const auto arguments = std::make_shared<RunArguments>();
  const auto verb = std::make_shared<CLI::App*>();
  *verb = &program.verb("run", [arguments, verb, &console = program.console()] {
    return run(*arguments, **verb, console);
  });
  add_run_options(**verb, *arguments);
}

}  // namespace

ASSAY_VERB(add_run);

}  // namespace assay
