#include <gmock/gmock.h>

#include <array>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "cli/run/acceptance.hpp"
#include "cli/run/event_stream.hpp"
#include "cli/run/first_report.hpp"
#include "cli/run/show_plan.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(RandomUuid, IsAVersion4UuidAndNeverTheSame) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = random_uuid();
    EXPECT_TRUE(std::regex_match(id, form)) << id;
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(AllowedEnvironment, TakesWhatChangesMeasurementsAndNoSecret) {
  const std::array<const char*, 8> environment{"NCCL_DEBUG=INFO",
                                               "UCX_TLS=rc",
                                               "OMPI_MCA_btl=self",
                                               "CUDA_VISIBLE_DEVICES=0,1",
                                               "AWS_SECRET_ACCESS_KEY=x",
                                               "MY_NCCL_DEBUG=1",
                                               "CUDA_VISIBLE_DEVICES_TOO=1",
                                               nullptr};
  EXPECT_THAT(allowed_environment(environment.data()),
              ElementsAre(Pair("CUDA_VISIBLE_DEVICES", "0,1"), Pair("NCCL_DEBUG", "INFO"),
                          Pair("OMPI_MCA_btl", "self"), Pair("UCX_TLS", "rc")));
  EXPECT_TRUE(allowed_environment(nullptr).empty());
}

TEST(ReportPath, NamesHostAndTimeUnlessAFileIsGiven) {
  EXPECT_EQ(report_path("", "node-1.example", 0), "assay-node-1.example-19700101T000000Z.json");
  EXPECT_EQ(report_path("", "../evil host", 0), "assay-.._evil_host-19700101T000000Z.json");
  EXPECT_EQ(report_path("", "", 0), "assay-host-19700101T000000Z.json");
  EXPECT_EQ(report_path("r.json", "n", 0), "r.json");
  EXPECT_EQ(report_path("dir/", "n", 0), "dir/assay-n-19700101T000000Z.json");
  const std::string existing = std::filesystem::temp_directory_path().string();
  EXPECT_EQ(report_path(existing, "n", 0).parent_path(), std::filesystem::path(existing));
}

Result result_of(Outcome outcome, std::int64_t attempt = 1, bool absent = false) {
  Result result;
  result.test = "memory.read";
  result.outcome = outcome;
  result.attempt = attempt;
  result.absent = absent;
  return result;
}

ExitCode end_of(std::vector<Result> results, bool complete = true) {
  Report report;
  report.run.complete = complete;
  report.results = std::move(results);
  return unjudged(report);
}

TEST(Unjudged, PassNeedsEveryResultToBeOkOrAbsent) {
  EXPECT_EQ(end_of({result_of(Outcome::ok)}), ExitCode::pass);
  EXPECT_EQ(end_of({result_of(Outcome::skipped, 1, true)}), ExitCode::pass);
  EXPECT_EQ(end_of({result_of(Outcome::skipped)}), ExitCode::unknown);
  EXPECT_EQ(end_of({result_of(Outcome::error)}), ExitCode::unknown);
  EXPECT_EQ(end_of({result_of(Outcome::failed)}), ExitCode::fail);
  EXPECT_EQ(end_of({}), ExitCode::unknown);
  EXPECT_EQ(end_of({result_of(Outcome::ok)}, false), ExitCode::unknown);
}

TEST(Unjudged, ADefectOutweighsAnError) {
  Result elsewhere = result_of(Outcome::error);
  elsewhere.test = "memory.write";
  EXPECT_EQ(end_of({elsewhere, result_of(Outcome::failed)}), ExitCode::fail);
}

TEST(Unjudged, TheLastAttemptCounts) {
  EXPECT_EQ(end_of({result_of(Outcome::error, 1), result_of(Outcome::ok, 2)}), ExitCode::pass);
  EXPECT_EQ(end_of({result_of(Outcome::ok, 1), result_of(Outcome::error, 2)}), ExitCode::unknown);
}

TEST(Unjudged, AWrongAnswerIsNotTakenBackByRepeatingTheTest) {
  EXPECT_EQ(end_of({result_of(Outcome::failed, 1), result_of(Outcome::ok, 2)}), ExitCode::fail);
  EXPECT_EQ(end_of({result_of(Outcome::failed, 1), result_of(Outcome::ok, 1)}), ExitCode::fail)
      << "two legs of one load";
}

TEST(Unjudged, EveryLegOfTheLastAttemptCounts) {
  EXPECT_EQ(end_of({result_of(Outcome::error, 1), result_of(Outcome::ok, 1)}), ExitCode::unknown);
}

TEST(FailedTests, AreThoseWithAFailingReason) {
  Judgement judgement;
  const auto reason = [](Verdict verdict, const char* test) {
    Reason made;
    made.verdict = verdict;
    made.test = test;
    return made;
  };
  judgement.reasons = {reason(Verdict::fail, "memory.read"),
                       reason(Verdict::unknown, "memory.write"),
                       reason(Verdict::warn, "memory.add"), reason(Verdict::fail, "")};
  EXPECT_THAT(failed_tests(judgement), ElementsAre("memory.read"));
}

TEST(Acceptance, NoneJudgesNothingAndAnUnknownNameIsAnInputError) {
  EXPECT_FALSE(Acceptance("none", {}, nullptr).judges());
  EXPECT_TRUE(Acceptance("auto", {}, nullptr).judges());
  EXPECT_TRUE(Acceptance("integrity", {}, nullptr).judges());
  EXPECT_THROW(Acceptance("no-such-profile", {}, nullptr), InputError);
}

TEST(EventStream, WritesALineAnEvent) {
  std::ostringstream out;
  const SimulatedClock clock(0);
  EventStream events("-", EventStream::Open::anew, out, clock);
  Report report;
  report.run.id = "id";
  report.node.hostname = "quote\"and\nnewline\xff";
  events.run_started(report, "r.json");
  events.test_started({.id = "memory.read", .device = "host", .seconds = 1}, 2);
  events.result(result_of(Outcome::ok));
  events.run_ended(report, "r.json", "pass");
  std::istringstream lines(out.str());
  std::vector<std::string> got;
  for (std::string line; std::getline(lines, line);) got.push_back(line);
  ASSERT_EQ(got.size(), 4U);
  for (const std::string& line : got)
    EXPECT_THAT(line, testing::StartsWith(R"({"at":"1970-01-01T00:00:00Z","kind":")"));
  EXPECT_THAT(got[1],
              HasSubstr(R"("test":"memory.read","device":"host","seconds":1.0,"attempt":2)"));
  EXPECT_THAT(got[2], HasSubstr(R"("result":{"test":"memory.read")"));
  EXPECT_THAT(got[3], HasSubstr(R"("verdict":"pass")"));
}

TEST(EventStream, AReaderThatLeavesEndsTheStreamOnly) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  const SimulatedClock clock(0);
  EventStream events("-", EventStream::Open::anew, out, clock);
  events.result(result_of(Outcome::ok));
  out.clear();
  events.result(result_of(Outcome::ok));
  EXPECT_EQ(out.str(), "");
}

TEST(EventStream, AFileThatCannotBeOpenedIsAnInputError) {
  std::ostringstream out;
  const SimulatedClock clock(0);
  EXPECT_THROW(EventStream("/no/such/dir/events", EventStream::Open::anew, out, clock), InputError);
}

TEST(ShowPlan, NamesEveryTestAndEveryReason) {
  const Plan plan{{{"memory.read", "host", 1.5, 20, false}},
                  {{"memory.numa", "host", "--skip *.numa"}}};
  const std::string text = show_plan(plan, "text");
  EXPECT_THAT(text, HasSubstr("memory.read"));
  EXPECT_THAT(text, HasSubstr("1.5 s"));
  EXPECT_THAT(text, HasSubstr("--skip *.numa"));
  const std::string json = show_plan(plan, "json");
  EXPECT_THAT(json, HasSubstr("\"timeout_s\": 20"));
  EXPECT_THAT(json, HasSubstr("\"reason\": \"--skip *.numa\""));
}

}  // namespace
}  // namespace assay
