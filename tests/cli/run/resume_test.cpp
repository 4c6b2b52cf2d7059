#include "cli/run/resume.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "core/error.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

Report unfinished() {
  Report report;
  report.run.id = "7d0c8d0c-0000-4000-8000-000000000000";
  report.run.started = "2026-11-21T19:11:00Z";
  report.run.planned = {"memory.copy", "memory.read"};
  report.run.tool = {"assay", "1.0", "abc", "gcc"};
  report.node.hostname = "node-1";
  report.node.machine_id = "m1";
  report.node.serial = "s1";
  report.node.boot_id = "b1";
  return report;
}

Plan plan_of(std::vector<std::string> ids) {
  Plan plan;
  for (std::string& id : ids) plan.tests.push_back({.id = std::move(id)});
  return plan;
}

std::string complaint(const std::function<void(Report&, Node&, Tool&, Plan&)>& change) {
  Report report = unfinished();
  Node here = report.node;
  Tool tool = report.run.tool;
  Plan plan = plan_of(report.run.planned);
  change(report, here, tool, plan);
  try {
    demand_resumable(report, "r.json", here, tool, plan);
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

TEST(Resume, GoesOnWhereItIsTheSameMachineAndProgram) {
  EXPECT_EQ(complaint([](Report&, Node&, Tool&, Plan&) {}), "none");
  EXPECT_EQ(complaint([](Report&, Node& here, Tool&, Plan&) { here.serial.clear(); }), "none")
      << "only root can read serials";
}

TEST(Resume, RefusesAnotherMachineBootProgramOrPlan) {
  EXPECT_THAT(complaint([](Report&, Node& here, Tool&, Plan&) { here.hostname = "node-2"; }),
              HasSubstr("r.json: node.hostname: is the report of another machine"));
  EXPECT_THAT(complaint([](Report&, Node& here, Tool&, Plan&) { here.machine_id = "m2"; }),
              HasSubstr("node.machine_id"));
  EXPECT_THAT(complaint([](Report&, Node& here, Tool&, Plan&) { here.serial = "s2"; }),
              HasSubstr("node.serial"));
  EXPECT_THAT(complaint([](Report&, Node& here, Tool&, Plan&) { here.boot_id = "b2"; }),
              HasSubstr("booted since"));
  EXPECT_THAT(complaint([](Report&, Node&, Tool& tool, Plan&) { tool.version = "2.0"; }),
              HasSubstr("another version"));
  EXPECT_THAT(complaint([](Report&, Node&, Tool& tool, Plan&) { tool.commit = "def"; }),
              HasSubstr("another build"));
  EXPECT_THAT(complaint([](Report&, Node&, Tool&, Plan& plan) { plan.tests.pop_back(); }),
              HasSubstr("run.planned"));
}

TEST(Resume, RefusesAReportThatIsCompleteOrNone) {
  const auto directory =
      std::filesystem::temp_directory_path() / ("assay-resume-" + std::to_string(::getpid()));
  std::filesystem::create_directory(directory);
  const std::string path = (directory / "r.json").string();
  Report report = unfinished();
  write_atomically(path, to_json(report));
  EXPECT_EQ(load_unfinished(path).run.id, report.run.id);
  report.run.complete = true;
  write_atomically(path, to_json(report));
  EXPECT_THROW((void)load_unfinished(path), InputError);
  std::ofstream(path) << "{";
  EXPECT_THROW((void)load_unfinished(path), InputError);
  EXPECT_THROW((void)load_unfinished(directory.string()), InputError);
  EXPECT_THROW((void)load_unfinished((directory / "none.json").string()), InputError);
  std::filesystem::remove_all(directory);
}

TEST(AttemptsOf, IsTheLastAttemptsNumber) {
  Report report;
  const Plan plan = plan_of({"a", "b"});
  EXPECT_EQ(attempts_of(report, plan, plan.tests[0]), 0);
  for (const auto& [test, attempt] : {std::pair("a", 1), std::pair("a", 3), std::pair("b", 7)}) {
    Result result;
    result.test = test;
    result.attempt = attempt;
    report.results.push_back(result);
  }
  EXPECT_EQ(attempts_of(report, plan, plan.tests[0]), 3);
}

TEST(Resume, TheSameTestOnTheHostAndOnGpusIsCountedApart) {
  Plan plan = plan_of({"a", "a"});
  plan.tests[1].subjects = {"gpu 0", "gpu 1"};
  Report report;
  const auto add = [&](const Subject& subject, std::int64_t attempt) {
    report.results.push_back({.test = "a", .subject = subject, .attempt = attempt});
  };
  add({.kind = "gpu", .index = 1}, 2);
  EXPECT_EQ(attempts_of(report, plan, plan.tests[0]), 0);
  EXPECT_EQ(attempts_of(report, plan, plan.tests[1]), 2);
  add({}, 5);
  EXPECT_EQ(attempts_of(report, plan, plan.tests[0]), 5);
  EXPECT_EQ(attempts_of(report, plan, plan.tests[1]), 2);
}

TEST(Resume, RefusesOtherDevices) {
  EXPECT_THAT(complaint([](Report& report, Node&, Tool&, Plan& plan) {
                plan.tests[0].subjects = {"gpu 0"};
                report.run.planned_on[plan.tests[0].id] = {"gpu 0", "gpu 1"};
              }),
              HasSubstr("run.planned_on"));
}

}  // namespace
}  // namespace assay
