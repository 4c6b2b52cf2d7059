#include "reports/baseline/baseline.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <ostream>

#include "cli/output.hpp"
#include "cli/program.hpp"
#include "cli/version.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "reports/baseline/learn.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

struct BaselineArguments {
  std::vector<std::string> reports;
  std::string out, name;
  bool few = false;
};

constexpr std::size_t kFewest = 5, kFewestWhenTold = 2;

std::string name_of(const BaselineArguments& arguments) {
  if (!arguments.name.empty()) return arguments.name;
  const std::string stem = std::filesystem::path(arguments.out).stem();
  return stem.empty() || arguments.out == "-" ? "baseline" : stem;
}

/// What somebody who wants to rely on it should look at.
std::string summary(const Baseline& baseline) {
  std::string text;
  for (const BaselineKind& kind : baseline.kinds) {
    text +=
        fmt::format("{}: {} from {}", plain(describe(kind.kind)),
                    counted(kind.limits.size(), "limit"), counted(kind.reports.size(), "report"));
    text += kind.not_learned.empty()
                ? "\n"
                : fmt::format("; {} not learned\n", counted(kind.not_learned.size(), "figure"));
    for (const LearnedLimit& limit : kind.limits)
      for (const std::string& outlier : limit.left_out)
        text += fmt::format("  left out of {}.{}: {}\n", plain(limit.test), plain(limit.metric),
                            plain(outlier));
    for (const std::string& why : kind.not_learned) text += "  not learned: " + plain(why) + '\n';
  }
  for (const std::string& why : baseline.left_out) text += "left out: " + plain(why) + '\n';
  return text;
}

ExitCode baseline(const BaselineArguments& arguments, Console& console) {
  require_not_an_input("--out", arguments.out, arguments.reports);
  BaselineLearner learner({.name = name_of(arguments),
                           .made = iso8601(SystemClock().wall_s()),
                           .tool = this_tool(),
                           .fewest_nodes = arguments.few ? kFewestWhenTold : kFewest});
  for (const std::string& path : arguments.reports)
    read_reports(path, [&](const ReadReport& read) { learner.take(read); });
  const Baseline learned = learner.learned();
  write_output(console, "--out", arguments.out, to_yaml(learned));
  std::ostream& told = arguments.out == "-" ? console.err : console.out;
  if (arguments.out != "-" || !console.quiet) told << summary(learned) << std::flush;
  return ExitCode::pass;
}

void add_baseline(Program& program) {
  const auto arguments = std::make_shared<BaselineArguments>();
  CLI::App& verb = program.verb("baseline", [arguments, &console = program.console()] {
    return baseline(*arguments, console);
  });
  verb.add_option("REPORT", arguments->reports)->required();
  verb.add_option("-o,--out", arguments->out)->required();
  verb.add_option("--name", arguments->name);
  verb.add_flag("--few", arguments->few);
}

}  // namespace

ASSAY_VERB(add_baseline);

}  // namespace assay
