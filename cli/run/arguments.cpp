#include "cli/run/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string_view>

#include "core/error.hpp"

namespace assay {
namespace {

/// What may stand beside --resume: none of it changes what is measured.
constexpr std::array<std::string_view, 3> kBesideResume{"--resume", "--events", "--format"};

/// The words after the verb. Only switches can stand before it, so the first "run" is the verb.
std::vector<std::string> words_after_verb(const std::vector<std::string>& command_line,
                                          const std::string& source) {
  const auto verb = std::find(command_line.begin(), command_line.end(), "run");
  if (verb == command_line.end())
    throw InputError(source, 0, "run.argv", "is not the command line of a run");
  return {verb + 1, command_line.end()};
}

void demand_nothing_else(const CLI::App& typed) {
  for (const CLI::Option* option : typed.get_options()) {
    const std::string name = option->get_name();
    const bool allowed =
        std::find(kBesideResume.begin(), kBesideResume.end(), name) != kBesideResume.end();
    if (option->count() > 0 && !allowed)
      throw InputError("--resume", 0, name, "is taken from the report that is resumed");
  }
}

RunArguments parse_recorded(std::vector<std::string> words, const std::string& source) {
  RunArguments arguments;
  CLI::App app;
  add_run_options(app, arguments);
  bool ignored = false;  // how that run was shown
  for (const char* name : {"-q,--quiet", "-v,--verbose", "--no-progress"})
    app.add_flag(name, ignored);
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    throw InputError(source, 0, "run.argv", error.what());
  }
  return arguments;
}

}  // namespace

void add_run_options(CLI::App& app, RunArguments& arguments) {
  app.add_option("--level", arguments.level);
  app.add_option("--budget", arguments.budget);
  app.add_option("--timeout", arguments.timeout);
  app.add_option("--duration", arguments.duration);
  app.add_option("--abort-above", arguments.abort_above)->allow_extra_args(false);
  app.add_flag("--synchronised", arguments.synchronised);
  app.add_option("--stagger", arguments.stagger);
  app.add_option("--max-step", arguments.max_step);
  app.add_option("--power-budget", arguments.power_budget);
  app.add_option("--only", arguments.only)->allow_extra_args(false);
  app.add_option("--skip", arguments.skip)->allow_extra_args(false);
  app.add_option("--device", arguments.device);
  app.add_flag("--serial-gpus", arguments.serial_gpus);
  app.add_flag("--shared-gpus", arguments.shared_gpus);
  app.add_option("--profile", arguments.profile);
  app.add_option("--site", arguments.site);
  app.add_option("-o,--out", arguments.out);
  app.add_flag("--plan", arguments.plan);
  app.add_flag("--sweep", arguments.sweep);
  app.add_option("--sizes", arguments.sizes);
  app.add_option("--type", arguments.types)->allow_extra_args(false);
  app.add_option("--reduction", arguments.reductions)->allow_extra_args(false);
  app.add_option("--seed", arguments.seed);
  app.add_option("--data", arguments.data);
  app.add_option("--resume", arguments.resume);
  app.add_flag("--fail-early", arguments.fail_early);
  app.add_option("--confirm", arguments.confirm);
  app.add_option("--events", arguments.events);
  app.add_option("--inject", arguments.inject)->allow_extra_args(false);
  app.add_option("--format", arguments.format);
  app.add_option("--script", arguments.script)->group("");  // for tests, as are the next
  app.add_option("--bytes", arguments.bytes)->group("");
  app.add_option("--root", arguments.root)->group("");
}

RunArguments resumed_arguments(const std::vector<std::string>& recorded, const std::string& source,
                               const RunArguments& given, const CLI::App& typed) {
  demand_nothing_else(typed);
  RunArguments arguments = parse_recorded(words_after_verb(recorded, source), source);
  arguments.resume = given.resume;
  arguments.events = given.events;
  arguments.format = given.format;
  return arguments;
}

}  // namespace assay
