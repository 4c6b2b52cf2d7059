#include <CLI/CLI.hpp>
#include <memory>

#include "cli/history/ingest.hpp"
#include "cli/history/query.hpp"
#include "cli/history/trend.hpp"
#include "cli/program.hpp"

namespace assay {
namespace {

struct HistoryArguments {
  IngestArguments ingest;
  QueryArguments query;
  TrendArguments trend;
  const CLI::App* ingesting = nullptr;
  const CLI::App* querying = nullptr;
};

CLI::App& part(CLI::App& verb, const std::string& name, std::string& database) {
  CLI::App& sub = *verb.add_subcommand(name);
  sub.set_help_flag();
  sub.fallthrough();
  sub.add_option("DB", database)->required();
  return sub;
}

template <class Arguments>
void add_answer_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--nights", arguments.nights)->check(CLI::Range(1, 100'000));
  app.add_option("--format", arguments.format)->check(CLI::IsMember({"text", "json"}));
  app.add_option("-o,--out", arguments.out);
}

void add_history(Program& program) {
  const auto arguments = std::make_shared<HistoryArguments>();
  CLI::App& verb = program.verb("history", [arguments, &console = program.console()] {
    if (arguments->ingesting->parsed()) return ingest_reports(arguments->ingest, console);
    if (arguments->querying->parsed()) return query_history(arguments->query, console);
    return show_trend(arguments->trend, console);
  });
  verb.require_subcommand(1);

  CLI::App& ingest = part(verb, "ingest", arguments->ingest.database);
  arguments->ingesting = &ingest;
  ingest.add_option("REPORT", arguments->ingest.reports)->required();
  ingest.add_option("--night", arguments->ingest.night);
  ingest.add_option("--site", arguments->ingest.site);

  CLI::App& query = part(verb, "query", arguments->query.database);
  arguments->querying = &query;
  query.add_option("WHAT", arguments->query.what)
      ->required()
      ->check(CLI::IsMember({"node", "serial", "metric", "moves", "changes"}));
  query.add_option("NAME", arguments->query.name);
  query.add_option("--subject", arguments->query.subject);
  query.add_option("--since", arguments->query.since);
  add_answer_options(query, arguments->query);

  CLI::App& trend = part(verb, "trend", arguments->trend.database);
  trend.add_option("--serial", arguments->trend.serial);
  trend.add_option("--metric", arguments->trend.metric);
  trend.add_option("--floor", arguments->trend.floor);
  trend.add_option("--most", arguments->trend.most)->check(CLI::Range(1, 1'000'000));
  add_answer_options(trend, arguments->trend);
}

}  // namespace

ASSAY_VERB(add_history);

}  // namespace assay
