#include <gmock/gmock.h>

#include "core/error.hpp"
#include "reports/history/entry.hpp"

namespace assay::history {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Metric metric(const char* name, std::optional<double> value) {
  return {.name = name, .unit = Unit::bytes_per_second, .value = value, .statistic = "p05"};
}

Result result(const char* test, std::int64_t gpu, ResultParams params, double value) {
  return {.test = test,
          .subject = {.kind = "gpu", .index = gpu},
          .params = std::move(params),
          .metrics = {metric("bandwidth", value)}};
}

Report report_of(std::vector<Result> results) {
  Report report;
  report.run.id = "run-1";
  report.run.started = "2026-11-21T23:00:00Z";
  report.run.complete = true;
  report.node.hostname = "node-1";
  report.node.serial = "S1";
  report.node.gpus = {{.index = 0, .uuid = "GPU-a", .vbios = "96.00"},
                      {.index = 1, .uuid = "GPU-b", .vbios = "96.01"}};
  report.node.software = {{"driver", "580.65"}};
  report.results = std::move(results);
  return report;
}

TEST(Condense, OneRowAMetricAndDevice) {
  const Entry entry =
      condense(report_of({result("memory.read", 1, {}, 2e12), result("memory.read", 0, {}, 3e12)}),
               "a.json");
  EXPECT_EQ(night_text(entry.night), "2026-11-21");
  EXPECT_EQ(entry.host, "node-1");
  ASSERT_EQ(entry.metrics.size(), 1U);
  ASSERT_EQ(entry.readings.size(), 2U);
  EXPECT_EQ(entry.devices[entry.readings[0].device].key, "GPU-a");
  EXPECT_EQ(entry.readings[0].value, 3e12);
  EXPECT_EQ(entry.readings[1].value, 2e12);
  EXPECT_EQ(entry.setup.at("driver"), "580.65");
  EXPECT_EQ(entry.setup.at("vbios"), "96.00, 96.01");
}

TEST(Condense, OnlyWhatTellsResultsApartIsPartOfTheName) {
  const Entry entry =
      condense(report_of({result("collective.all_reduce", 0,
                                 {{"bytes", std::int64_t{8}}, {"calls", std::int64_t{7}}}, 1),
                          result("collective.all_reduce", 0,
                                 {{"bytes", std::int64_t{64}}, {"calls", std::int64_t{7}}}, 2),
                          result("memory.read", 0, {{"calls", std::int64_t{99}}}, 3)}),
               "a.json");
  ASSERT_EQ(entry.metrics.size(), 3U);
  std::vector<std::string> params;
  params.reserve(entry.metrics.size());
  for (const MetricKey& key : entry.metrics) params.push_back(key.params);
  EXPECT_THAT(params, testing::UnorderedElementsAre("bytes=8", "bytes=64", ""));
}

TEST(Condense, TheLastAttemptCountsAndIsTrouble) {
  Result first = result("memory.read", 0, {{"calls", std::int64_t{5}}}, 1e12);
  first.outcome = Outcome::failed;
  first.reason = "wrong";
  Result second = result("memory.read", 0, {{"calls", std::int64_t{6}}}, 3e12);
  second.attempt = 2;
  const Entry entry = condense(report_of({first, second}), "a.json");
  ASSERT_EQ(entry.readings.size(), 1U);
  EXPECT_EQ(entry.readings[0].value, 3e12);
  ASSERT_EQ(entry.troubles.size(), 1U);
  EXPECT_EQ(entry.troubles[0].outcome, Outcome::ok);
  EXPECT_EQ(entry.troubles[0].attempts, 2);
}

TEST(Condense, FailuresAreTroubleAndAbsentValuesAreNoRows) {
  Result failed = result("memory.read", 1, {}, 1);
  failed.outcome = Outcome::error;
  failed.reason = "no answer";
  failed.metrics = {metric("bandwidth", std::nullopt)};
  Result skipped = result("memory.write", 1, {}, 1);
  skipped.outcome = Outcome::skipped;
  skipped.metrics.clear();
  const Entry entry = condense(report_of({failed, skipped}), "a.json");
  EXPECT_TRUE(entry.readings.empty());
  ASSERT_EQ(entry.troubles.size(), 1U);
  EXPECT_EQ(entry.troubles[0].outcome, Outcome::error);
  EXPECT_EQ(entry.troubles[0].reason, "no answer");
}

TEST(Condense, ContentIsThatOfTheFacts) {
  const Report report = report_of({result("memory.read", 0, {}, 3e12)});
  const Entry entry = condense(report, "a.json");
  EXPECT_EQ(condense(report, "other.json").content, entry.content);
  EXPECT_EQ(condense(report, "a.json", 5).content, entry.content) << "the night is the reader's";
  Report other = report;
  other.results[0].metrics[0].value = 3e12 + 1;
  EXPECT_NE(condense(other, "a.json").content, entry.content);
  other = report;
  other.node.software["driver"] = "580.82";
  EXPECT_NE(condense(other, "a.json").content, entry.content);
  other = report;
  other.node.gpus[1].uuid = "GPU-c";
  EXPECT_NE(condense(other, "a.json").content, entry.content);
}

TEST(Condense, ARunWithoutIdIsKnownByItsContent) {
  Report report = report_of({});
  report.run.id = "";
  const Entry entry = condense(report, "a.json");
  EXPECT_EQ(entry.run, entry.content);
}

TEST(Condense, WithoutATimeTheNightMustBeGiven) {
  Report report = report_of({});
  report.run.started = "yesterday";
  EXPECT_EQ(condense(report, "a.json", 20'000).night, 20'000);
  try {
    (void)condense(report, "a.json");
    FAIL() << "took it";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("a.json"), HasSubstr("run.started"),
                                             HasSubstr("yesterday")));
  }
}

}  // namespace
}  // namespace assay::history
