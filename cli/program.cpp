#include "cli/program.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>
#include <utility>

#include "cli/help.hpp"
#include "cli/verbs.hpp"
#include "cli/version.hpp"
#include "core/error.hpp"
#include "suites/machine/nvidia.hpp"

namespace assay {
namespace {

/// Options of the program itself, which every verb takes too.
void add_common_options(CLI::App& app, Console& console) {
  app.set_help_flag();
  app.add_flag("-q,--quiet", console.quiet);
  app.add_flag("-v,--verbose", console.verbose);
  app.add_flag("!--no-progress", console.progress);
  app.fallthrough();
  app.require_subcommand(1);
}

/// Help is answered before parsing: `assay run --help` must not complain of a missing argument.
bool answered_directly(const std::vector<std::string>& arguments, const CLI::App& app,
                       Console& console) {
  const auto asked = [&](std::string_view what) {
    return std::find(arguments.begin(), arguments.end(), what) != arguments.end();
  };
  if (asked("--version")) {
    const HostFiles files;
    console.out << version_text(this_tool(), read_nvidia_driver(files).version,
                                modules(files, AskDriver::no));
    return true;
  }
  if (!arguments.empty() && !asked("--help") && !asked("-h") && arguments.front() != "help")
    return false;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (verb->get_group().empty() || !asked(verb->get_name())) continue;
    console.out << section(verb->get_name());
    return true;
  }
  console.out << overview();
  return true;
}

int complained(Console& console, ExitCode code, const std::string& what) {
  console.err << "assay: " << what << '\n';
  return static_cast<int>(code);
}

}  // namespace

CLI::App& Program::verb(const std::string& name, std::function<ExitCode()> run) {
  CLI::App* sub = app_.add_subcommand(name);
  sub->set_help_flag();
  sub->fallthrough();
  sub->callback([this, run = std::move(run)] { chosen_ = run; });
  return *sub;
}

CLI::App& Program::hidden_verb(const std::string& name, std::function<ExitCode()> run) {
  CLI::App& sub = verb(name, std::move(run));
  sub.group("");
  return sub;
}

int run_program(const std::vector<std::string>& arguments, Console& console) {
  CLI::App app;
  Program program(app, console);
  try {
    add_common_options(app, console);
    add_all_verbs(program);
    if (answered_directly(arguments, app, console)) return 0;
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
    app.parse(reversed);
    return static_cast<int>(program.chosen()());
  } catch (const CLI::ParseError& error) {
    return complained(console, ExitCode::usage,
                      std::string(error.what()) + "\nassay: see assay --help");
  } catch (const InputError& error) {
    return complained(console, ExitCode::usage, error.what());
  } catch (const std::exception& error) {
    return complained(console, ExitCode::internal, error.what());
  }
}

}  // namespace assay
