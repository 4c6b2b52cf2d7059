#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/output.hpp"
#include "cli/program.hpp"
#include "cli/run/first_report.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "core/time_stamp.hpp"
#include "reports/importers/common/assemble.hpp"
#include "reports/importers/common/read_log.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

struct ImportArguments {
  std::string tool, out, host, at;
  std::vector<std::string> files;
};

/// Complaints of one log that are shown unless all are asked for.
constexpr std::size_t kShown = 20;

std::string known_tools() {
  std::vector<std::string> names;
  for (const Importer& importer : importers()) names.emplace_back(importer.tool);
  return joined(names, ", ");
}

Importer named(const std::string& tool) {
  for (const Importer& importer : importers())
    if (importer.tool == tool) return importer;
  throw InputError("", 0, "TOOL", "\"" + tool + "\" is none of auto, " + known_tools());
}

Importer recognised(const Log& log) {
  std::vector<Importer> found;
  std::vector<std::string> names;
  for (const Importer& importer : importers()) {
    if (!importer.recognises(log)) continue;
    found.push_back(importer);
    names.emplace_back(importer.tool);
  }
  if (found.empty())
    throw InputError(log.name, 0, "", "is no log of any known tool: " + known_tools());
  if (found.size() > 1)
    throw InputError(log.name, 0, "",
                     "could be of each of " + joined(names, ", ") + ": name the one");
  return found.front();
}

/// When the file was last written; of what is no file, now.
std::string written_at(const std::string& path) {
  struct stat about {};
  if (path == "-" || stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode))
    return iso8601(SystemClock().wall_s());
  return iso8601(static_cast<double>(about.st_mtim.tv_sec));
}

ReadLog read_one(const ImportArguments& arguments, const std::string& path) {
  const Log log = read_log(path);
  const Importer importer = arguments.tool == "auto" ? recognised(log) : named(arguments.tool);
  ReadLog read{.file = path,
               .tool = std::string(importer.tool),
               .written = arguments.at.empty() ? written_at(path) : arguments.at,
               .imported = importer.read(log)};
  return read;
}

void complain_of(const ReadLog& log, Console& console) {
  const std::vector<std::string>& unread = log.imported.unread;
  const std::size_t shown = console.verbose ? unread.size() : std::min(unread.size(), kShown);
  for (std::size_t i = 0; i < shown; ++i) console.err << "assay: " << plain(unread[i]) << '\n';
  if (shown < unread.size())
    console.err << fmt::format("assay: {}: {} more, with --verbose\n", plain(log.file),
                               unread.size() - shown);
  for (const Defect& defect : log.imported.defects)
    console.err << fmt::format("assay: {}: {}\n", plain(defect.where), plain(defect.what));
}

/// A line a log, for people.
std::string summary_of(const ReadLog& log) {
  const auto& results = log.imported.results;
  const auto failed = std::count_if(results.begin(), results.end(), [](const Result& result) {
    return result.outcome == Outcome::failed;
  });
  return fmt::format(
      "{}: {}{}: {}, {} of them failed; {}, {} unread\n", plain(log.file), log.tool,
      log.imported.tool_version.empty() ? "" : " " + plain(log.imported.tool_version),
      counted(results.size(), "result"), failed,
      counted(log.imported.defects.size(), "contradiction"),
      counted(log.imported.unread.size(), "line"));
}

ExitCode outcome_of(const Report& report) {
  const auto any = [&](Outcome outcome) {
    return std::any_of(report.results.begin(), report.results.end(),
                       [&](const Result& result) { return result.outcome == outcome; });
  };
  if (any(Outcome::failed)) return ExitCode::fail;
  return any(Outcome::error) || !report.run.complete ? ExitCode::unknown : ExitCode::pass;
}

/// Logs of one machine make one report; a log that holds several nodes apart makes one of each.
std::vector<std::vector<ReadLog>> by_report(std::vector<ReadLog> logs, const std::string& out) {
  const auto fleet = std::find_if(logs.begin(), logs.end(),
                                  [](const ReadLog& log) { return !log.imported.others.empty(); });
  if (fleet == logs.end()) return {std::move(logs)};
  if (logs.size() > 1)
    throw InputError(fleet->file, 0, "", "is of several nodes, each a report: import it alone");
  if (out.ends_with(".json"))
    throw InputError("", 0, "--out",
                     "must end with .jsonl: " + fleet->file + " makes a report of each node");
  const std::vector<Imported> others = std::move(fleet->imported.others);
  fleet->imported.others.clear();
  std::vector<std::vector<ReadLog>> reports;
  reports.reserve(others.size() + 1);
  const ReadLog& first = *fleet;
  reports.push_back({first});
  for (const Imported& other : others)
    reports.push_back({{first.file, first.tool, first.written, other}});
  return reports;
}

/// All reports as the file holds them, and the worst of what became of them.
struct Written {
  std::string json;
  ExitCode worst = ExitCode::pass;
};

Written written(const std::vector<std::vector<ReadLog>>& sets, const std::string& host) {
  Written all;
  for (const std::vector<ReadLog>& logs : sets) {
    Report report = assemble(logs, host);
    report.run.id = random_uuid();
    all.json += sets.size() == 1 ? to_json(report) : to_json_line(report) + "\n";
    const ExitCode outcome = outcome_of(report);
    if (outcome == ExitCode::fail || all.worst == ExitCode::pass) all.worst = outcome;
  }
  return all;
}

bool is_nameless(const ReadLog& log) {
  return log.imported.nodes.empty() && log.imported.node.hostname.empty();
}

ExitCode import(const ImportArguments& arguments, Console& console) {
  require_not_an_input("--out", arguments.out, arguments.files);
  if (!arguments.at.empty() && !parse_iso8601(arguments.at))
    throw InputError("", 0, "--at",
                     "\"" + arguments.at + "\" is no time like 2026-11-21T19:11:00Z");
  if (arguments.tool != "auto") (void)named(arguments.tool);
  std::vector<ReadLog> logs;
  logs.reserve(arguments.files.size());
  for (const std::string& path : arguments.files) logs.push_back(read_one(arguments, path));

  const auto reports = by_report(std::move(logs), arguments.out);
  const Written all = written(reports, arguments.host);
  std::string text;
  for (const std::vector<ReadLog>& report : reports) {
    for (const ReadLog& log : report) {
      complain_of(log, console);
      text += summary_of(log);
    }
    if (arguments.host.empty() && std::all_of(report.begin(), report.end(), is_nameless))
      console.err << "assay: no log says which host it is of: --host names it\n";
  }
  write_output(console, "--out", arguments.out, all.json);
  (arguments.out == "-" ? console.err : console.out) << text;
  return all.worst;
}

void add_import(Program& program) {
  const auto arguments = std::make_shared<ImportArguments>();
  CLI::App& verb = program.verb(
      "import", [arguments, &console = program.console()] { return import(*arguments, console); });
  verb.add_option("TOOL", arguments->tool)->required();
  verb.add_option("FILE", arguments->files)->required();
  verb.add_option("-o,--out", arguments->out)->required();
  verb.add_option("--host", arguments->host);
  verb.add_option("--at", arguments->at);
}

}  // namespace

ASSAY_VERB(add_import);

}  // namespace assay
