#include "cli/fabric/fabric_report.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "cli/fabric/exchange.hpp"
#include "cli/run/first_report.hpp"
#include "core/error.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "suites/runner/ranks.hpp"

namespace assay {
namespace {

constexpr std::size_t kMostComplaints = 8, kMostDefects = 4;
/// Bytes that all nodes together may tell: rank 0 holds them several times over.
constexpr std::size_t kMostTold = std::size_t{16} << 20;

bool is_ranked(const Plan& plan, const std::string& id) {
  return std::any_of(plan.tests.begin(), plan.tests.end(),
                     [&](const PlannedTest& test) { return test.ranked && test.id == id; });
}

/// Did all ranks find the same? Of a load each device has its own result, in its node's report.
bool is_common(const Plan& plan, const std::string& id) {
  return std::any_of(plan.tests.begin(), plan.tests.end(), [&](const PlannedTest& test) {
    return test.ranked && !test.in_stints && test.id == id;
  });
}

Node node_of(const Hello& hello) {
  Node node;
  node.hostname = hello.hostname;
  node.machine_id = hello.machine_id;
  node.board_serial = hello.board_serial;
  return node;
}

Subject group_of(const Result& result) {
  Subject group{.kind = "group", .id = "all"};
  const auto ranks = result.params.find("ranks");
  if (ranks != result.params.end())
    if (const auto* n = std::get_if<std::int64_t>(&ranks->second)) group.ranks = *n;
  return group;
}

std::vector<Result> common_results(const Report& own, const Plan& plan) {
  // All ranks agree on the figures, so those of one of them stand for all.
  std::set<std::tuple<std::string, ResultParams, std::int64_t, Outcome>> seen;
  std::vector<Result> taken;
  for (const Result& result : own.results)
    if (is_common(plan, result.test) &&
        seen.emplace(result.test, result.params, result.attempt, result.outcome).second)
      taken.push_back(result);
  for (Result& result : taken) result.subject = group_of(result);
  return taken;
}

/// What the nodes of other ranks complained of, each of its own.
void add_told(Report& report, const std::vector<std::string>& told,
              const std::vector<Hello>& nodes) {
  for (std::size_t rank = 1; rank < told.size() && rank < nodes.size(); ++rank)
    for (const std::string& text : unpacked(told[rank])) {
      Result result = read_result(text, nodes[rank].hostname);
      result.subject = {.kind = "rank",
                        .index = static_cast<std::int64_t>(rank),
                        .id = result.subject.kind == "node"
                                  ? nodes[rank].hostname
                                  : nodes[rank].hostname + " " + label(result.subject)};
      report.results.push_back(std::move(result));
    }
}

void add_event(Report& report, const std::string& kind, const std::string& text) {
  report.events.push_back({.at = report.run.ended, .kind = kind, .text = text});
}

/// Ranks of which nothing was heard, by the names of their hosts.
void add_silent(Report& report, const std::vector<Hello>& nodes) {
  std::set<std::string> silent;
  for (const Result& result : report.results)
    if (const auto fact = result.facts.find(kSilentRanks); fact != result.facts.end())
      silent.insert(fact->second);
  for (const std::string& ranks : silent)
    for (std::size_t rank = 0; rank < nodes.size(); ++rank)
      if ((", " + ranks + ",").find(" " + std::to_string(rank) + ",") != std::string::npos) {
        add_event(report, "rank_silent", nodes[rank].hostname + " was not heard any more");
        report.events.back().subject = {
            .kind = "rank", .index = static_cast<std::int64_t>(rank), .id = nodes[rank].hostname};
      }
}

}  // namespace

std::string complaints(const Report& own, const Plan& plan) {
  std::vector<std::string> told;
  std::size_t room = kMostTold / static_cast<std::size_t>(std::max<std::int64_t>(own.run.nodes, 1));
  for (const Result& result : own.results) {
    if (!is_ranked(plan, result.test) || result.outcome == Outcome::ok) continue;
    Result brief = result;
    brief.telemetry = {};
    brief.metrics.clear();
    if (brief.defects.size() > kMostDefects) brief.defects.resize(kMostDefects);
    std::string text = to_json(brief);
    while (text.size() > room && brief.defects.size() > 1) {
      brief.defects.pop_back();
      text = to_json(brief);
    }
    if (text.size() > room) break;
    room -= text.size();
    told.push_back(std::move(text));
    if (told.size() == kMostComplaints) break;
  }
  return packed(told);
}

Report fabric_report(const Report& own, const Plan& plan, const std::vector<Hello>& nodes,
                     const std::vector<std::string>& told, const std::vector<HallLoad>& loads) {
  Report report;
  report.run = own.run;
  report.run.id = random_uuid();
  report.run.planned_on.clear();
  report.run.opening.clear();
  std::erase_if(report.run.planned, [&](const std::string& id) { return !is_common(plan, id); });
  report.node.hostname = fabric_name(report.run);
  for (const Hello& hello : nodes) report.nodes.push_back(node_of(hello));
  report.results = common_results(own, plan);
  for (const HallLoad& load : loads)
    report.results.push_back(hall_result(load, own.run.nodes, report.telemetry));
  if (std::cmp_less(nodes.size(), report.run.nodes))
    add_event(report, "nodes_missing",
              std::to_string(nodes.size()) + " of " + std::to_string(report.run.nodes) +
                  " nodes were heard");
  else if (told.empty())
    add_event(report, "nodes_lost", "the other nodes could not be asked at the end of the run");
  add_told(report, told, nodes);
  add_silent(report, nodes);
  return report;
}

}  // namespace assay
