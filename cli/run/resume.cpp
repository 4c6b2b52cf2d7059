#include "cli/run/resume.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "cli/run/first_report.hpp"
#include "cli/run/legs.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "reports/reader.hpp"

namespace assay {
namespace {

/// An identity that either side does not tell proves nothing.
void demand_same(const std::string& path, const std::string& field, const std::string& then,
                 const std::string& now, const std::string& message) {
  if (!then.empty() && !now.empty() && then != now)
    throw InputError(path, 0, field, message + ": " + then + ", here " + now);
}

}  // namespace

Report load_unfinished(const std::string& path) {
  if (!std::filesystem::is_regular_file(path))
    throw InputError("--resume", 0, path, "is not a file");
  std::vector<Report> reports;
  read_reports(path, [&](ReadReport read) { reports.push_back(std::move(read.report)); });
  if (reports.size() != 1) throw InputError("--resume", 0, path, "is not one report");
  if (reports.front().run.complete)
    throw InputError("--resume", 0, path, "is complete: there is nothing left to do");
  return std::move(reports.front());
}

void demand_resumable(const Report& report, const std::string& path, const Node& here,
                      const Tool& tool, const Plan& plan) {
  const Node& then = report.node;
  const std::string another = "is the report of another machine";
  demand_same(path, "node.hostname", then.hostname, here.hostname, another);
  demand_same(path, "node.machine_id", then.machine_id, here.machine_id, another);
  demand_same(path, "node.serial", then.serial, here.serial, another);
  const bool hours = std::any_of(plan.tests.begin(), plan.tests.end(),
                                 [](const PlannedTest& test) { return test.in_stints; });
  if (!hours)
    demand_same(path, "node.boot_id", then.boot_id, here.boot_id,
                "the machine was booted since, begin a new run");
  demand_same(path, "run.tool.version", report.run.tool.version, tool.version,
              "was begun by another version");
  demand_same(path, "run.tool.commit", report.run.tool.commit, tool.commit,
              "was begun by another build");
  if (report.run.planned != ids_of(plan))
    throw InputError(path, 0, "run.planned", "names other tests than this program would run");
  if (report.run.planned_on != subjects_of(plan))
    throw InputError(path, 0, "run.planned_on", "names other devices than there are here");
}

void go_on(Report& report, const Node& here, double now_wall_s) {
  mark_killed(report);
  const std::string& then = report.node.boot_id;
  if (then.empty() || here.boot_id.empty() || then == here.boot_id) return;
  report.run.opening.clear();
  report.node.boot_id = here.boot_id;
  report.events.push_back({.at = iso8601(now_wall_s),
                           .kind = "booted",
                           .text = "the machine was booted since the run began; its counters are "
                                   "compared with what they read after that"});
}

std::int64_t attempts_of(const Report& report, const Plan& plan, const PlannedTest& test) {
  std::int64_t last = 0;
  for (const Result& result : report.results)
    if (result.test == test.id && gives(plan, test, label(result.subject)))
      last = std::max(last, result.attempt);
  return last;
}

}  // namespace assay
