#include <CLI/CLI.hpp>
#include <memory>

#include "cli/hours/plan.hpp"
#include "cli/hours/proven.hpp"
#include "cli/program.hpp"

namespace assay {
namespace {

/// What both questions about hours take.
template <class Arguments>
void add_hours_options(CLI::App& app, Arguments& arguments) {
  app.set_help_flag();
  app.fallthrough();
  app.add_option("--confidence", arguments.confidence);
  app.add_option("--format", arguments.format)->check(CLI::IsMember({"text", "json"}));
  app.add_option("-o,--out", arguments.out);
}

void add_burnin(Program& program) {
  const auto plan = std::make_shared<PlanArguments>();
  const auto hours = std::make_shared<HoursArguments>();
  const auto planning = std::make_shared<const CLI::App*>(nullptr);
  CLI::App& verb = program.verb("burnin", [plan, hours, planning, &console = program.console()] {
    return (*planning)->parsed() ? plan_hours(*plan, console) : proven_hours(*hours, console);
  });
  verb.require_subcommand(1);

  CLI::App& plan_verb = *verb.add_subcommand("plan");
  *planning = &plan_verb;
  add_hours_options(plan_verb, *plan);
  plan_verb.add_option("--mtbf", plan->mtbf)->required();
  plan_verb.add_option("--gpus", plan->gpus)->required();
  plan_verb.add_option("--failures", plan->failures);

  CLI::App& hours_verb = *verb.add_subcommand("hours");
  add_hours_options(hours_verb, *hours);
  hours_verb.add_option("REPORT", hours->reports)->required();
  hours_verb.add_option("--mtbf", hours->mtbf);
}

}  // namespace

ASSAY_VERB(add_burnin);

}  // namespace assay
