#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/dossier.hpp"
#include "cli/fleet/judge_fleet.hpp"
#include "cli/judging.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "reports/dossier/fleet_page.hpp"
#include "reports/dossier/node_page.hpp"
#include "reports/dossier/sheet.hpp"
#include "reports/fleet/one_report.hpp"
#include "reports/render.hpp"

namespace assay {
namespace {

struct ReportArguments {
  JudgingArguments judging;
  FleetArguments fleet;
  bool as_fleet = false, as_sheet = false;
  std::string out;
};

enum class Kind { markdown, csv, html, prometheus };

Kind kind_of(const std::string& out) {
  const std::string ending = std::filesystem::path(out).extension();
  if (ending == ".md") return Kind::markdown;
  if (ending == ".csv") return Kind::csv;
  if (ending == ".html") return Kind::html;
  if (ending == ".prom") return Kind::prometheus;
  throw InputError("", 0, "--out",
                   "\"" + out + "\" must end with .html, .md, .csv or .prom: there are no others");
}

std::string_view format_of(Kind kind) {
  switch (kind) {
    case Kind::markdown:
      return "markdown";
    case Kind::csv:
      return "csv";
    case Kind::prometheus:
      return "prometheus";
    case Kind::html:
      break;
  }
  return "html";
}

/// The dossiers of nodes that are each judged by themselves.
class Dossier {
 public:
  explicit Dossier(Kind kind) : kind_(kind) {}

  void add(const Judgement& judgement, const ReadReport* read) {
    judgements_.push_back(judgement);
    if (kind_ == Kind::markdown) chapters_ += dossier_chapter(judgement, read) + '\n';
    if (kind_ == Kind::html && judgements_.size() == 1)
      chapters_ = node_page(judgement, read == nullptr ? nullptr : &read->report,
                            read == nullptr ? "" : read->hash);
  }

  [[nodiscard]] std::string text() const {
    if (kind_ == Kind::csv || kind_ == Kind::prometheus)
      return render(format_of(kind_), judgements_, {.verbose = true});
    const std::size_t n = judgements_.size();
    if (kind_ == Kind::html) return n == 1 ? chapters_ : fleet_page(judgements_);
    return "# Acceptance of " + std::to_string(n) + (n == 1 ? " node\n\n" : " nodes\n\n") +
           (n == 1 ? "" : render("markdown", judgements_, {}) + '\n') + chapters_;
  }

  [[nodiscard]] ExitCode code() const { return exit_code(worst(judgements_)); }

 private:
  Kind kind_;
  std::vector<Judgement> judgements_;
  std::string chapters_;
};

/// What a rack is signed off with.
ExitCode report_sheet(const ReportArguments& arguments, Kind kind, Console& console) {
  if (kind != Kind::html && kind != Kind::markdown)
    throw InputError("", 0, "--out", "a sheet is .html or .md");
  constexpr std::size_t date = 10;
  const std::string today = iso8601(SystemClock().wall_s()).substr(0, date);
  Judging judging(arguments.judging, console);
  std::vector<SheetNode> nodes;
  std::vector<Judgement> judgements;
  judge_reports(
      arguments.judging.reports, console,
      [&](const ReadReport& read) { return judging.judge(read); },
      [&](const Judgement& judgement, const ReadReport* read) {
        judgements.push_back(judgement);
        nodes.push_back(sheet_node(judgement, read == nullptr ? nullptr : &read->report,
                                   read == nullptr ? "" : read->hash));
        const SiteHost* host =
            judging.site() == nullptr ? nullptr : judging.site()->find(judgement.node);
        if (host != nullptr) put_in_place(*host, nodes.back());
      },
      Hashing::on);
  if (judging.site() != nullptr) add_absent_nodes(*judging.site(), nodes);
  write_output(console, "--out", arguments.out,
               kind == Kind::html ? sheet_page(nodes, today) : sheet_markdown(nodes, today));
  Verdict all = worst(judgements);
  for (const SheetNode& node : nodes) all = std::max(all, node.verdict);
  return exit_code(all);
}

ExitCode report_nodes(const ReportArguments& arguments, Kind kind, Console& console) {
  Judging judging(arguments.judging, console);
  Dossier dossier(kind);
  judge_reports(
      arguments.judging.reports, console,
      [&](const ReadReport& read) { return judging.judge(read); },
      [&](const Judgement& judgement, const ReadReport* read) { dossier.add(judgement, read); },
      Hashing::on);
  write_output(console, "--out", arguments.out, dossier.text());
  return dossier.code();
}

ExitCode report_fleet(const ReportArguments& arguments, Kind kind, const Console& console) {
  FleetArguments fleet = arguments.fleet;
  fleet.format = format_of(kind);
  fleet.out = arguments.out;
  fleet.retests_beside = false;
  fleet.peers = arguments.as_fleet && fleet.peers;
  Console all = console;
  all.verbose = true;
  return judge_fleet(arguments.judging, fleet, all);
}

ExitCode report(const ReportArguments& arguments, Console& console) {
  const Kind kind = kind_of(arguments.out);
  require_not_an_input("--out", arguments.out, arguments.judging.reports);
  require_not_an_input("--out", arguments.out, arguments.fleet.before);
  if (!arguments.fleet.before.empty() && kind != Kind::html)
    throw InputError("", 0, "--before", "the trend is drawn on a page: --out must end with .html");
  if (arguments.as_sheet) return report_sheet(arguments, kind, console);
  const bool is_page_of_many =
      kind == Kind::html &&
      (!arguments.fleet.before.empty() || !fleet::holds_one_report(arguments.judging.reports));
  if (arguments.as_fleet || is_page_of_many) return report_fleet(arguments, kind, console);
  return report_nodes(arguments, kind, console);
}

void add_report(Program& program) {
  const auto arguments = std::make_shared<ReportArguments>();
  CLI::App& verb = program.verb(
      "report", [arguments, &console = program.console()] { return report(*arguments, console); });
  add_judging_options(verb, arguments->judging);
  verb.add_option("-o,--out", arguments->out)->required();
  CLI::Option* as_fleet = verb.add_flag("--fleet", arguments->as_fleet);
  FleetArguments& fleet = arguments->fleet;
  CLI::Option* before = verb.add_option("--before", fleet.before);
  verb.add_flag("--sheet", arguments->as_sheet)->excludes(as_fleet)->excludes(before);
  verb.add_option("--retest", fleet.retest)->needs(as_fleet);
  verb.add_option("--max-failed", fleet.max_failed)->needs(as_fleet);
  verb.add_flag("!--no-peers", fleet.peers)->needs(as_fleet);
}

}  // namespace

ASSAY_VERB(add_report);

}  // namespace assay
