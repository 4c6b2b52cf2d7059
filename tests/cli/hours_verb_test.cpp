#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/stats.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using Json = nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

class HoursVerb : public InFolder {
 protected:
  static Report burned(const std::string& host, double hours, Outcome outcome = Outcome::ok) {
    Report report = report_of(host, 3e9);
    report.run.id = "run on " + host;
    report.node.gpus = {{.index = 0, .uuid = "GPU-" + host, .name = "H100"}};
    Result& result = report.results.emplace_back();
    result.test = "burnin.mixed";
    result.subject = {.kind = "gpu", .index = 0};
    result.metrics = {reading("load_time", Unit::seconds, Better::higher, hours * 3600)};
    result.facts["ended_by"] = "planned end";
    result.outcome = outcome;
    if (outcome != Outcome::ok) result.reason = "wrong digest";
    return report;
  }
  static Ended burnin(std::vector<std::string> words) {
    words.insert(words.begin(), "burnin");
    return assay_in_process(words);
  }
};

TEST_F(HoursVerb, PlanAnswersHowLong) {
  const Ended text = burnin({"plan", "--mtbf", "50000h", "--gpus", "512", "--confidence", "0.95"});
  EXPECT_EQ(text.status, 0) << text.err;
  // 50000 h x ln 20 / 512 = 292.55 h
  EXPECT_THAT(text.out, AllOf(HasSubstr("512 GPUs must be under load for 293 h each"),
                              HasSubstr("12.2 days"), HasSubstr("149787 h")));
  const Json json = Json::parse(
      burnin({"plan", "--mtbf", "50000h", "--gpus", "512", "--failures", "2", "--format", "json"})
          .out);
  EXPECT_NEAR(json["duration_s"].get<double>(), 3600.0 * 50000 * 12.5916 / 2 / 512, 50);
  EXPECT_EQ(json["plans"].size(), 4U);
  EXPECT_EQ(json["plans"][0]["failures"], 2);
}

TEST_F(HoursVerb, NonsenseIsRefused) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"plan"},
           {"plan", "--mtbf", "50000h"},
           {"plan", "--mtbf", "50000", "--gpus", "1"},
           {"plan", "--mtbf", "0h", "--gpus", "1"},
           {"plan", "--mtbf", "1h", "--gpus", "0"},
           {"plan", "--mtbf", "1h", "--gpus", "1", "--failures", "-1"},
           {"plan", "--mtbf", "1h", "--gpus", "1", "--confidence", "100%"},
           {"plan", "--mtbf", "1h", "--gpus", "1", "--confidence", "1.5"},
           {"hours"},
           {"hours", "missing.json"},
           {"hours", "a.json", "--failures", "1"},
           {}})
    EXPECT_EQ(burnin(words).status, 3) << testing::PrintToString(words);
}

TEST_F(HoursVerb, PoolsAndSaysWhatIsProved) {
  write("r/a.json", burned("a", 1000));
  write("r/b.json", burned("b", 2000));
  const Ended text = burnin({"hours", "r", "--mtbf", "1000h"});
  EXPECT_EQ(text.status, 0) << text.out;
  EXPECT_THAT(text.out, AllOf(HasSubstr("gpu  H100  devices 2  device-hours 3000 h  failures 0"),
                              HasSubstr("at least 1001 h"), HasSubstr("shown")));
  const Json json = Json::parse(burnin({"hours", "r", "--mtbf", "2000h", "--format", "json"}).out);
  EXPECT_EQ(json["groups"][1]["sku"], "H100");
  EXPECT_EQ(json["groups"][1]["claim"], "unknown");
  EXPECT_NEAR(json["groups"][1]["device_s_to_go"].get<double>() / 3600, 2000 * 2.995732 - 3000,
              0.1);
  EXPECT_EQ(burnin({"hours", "r", "--mtbf", "2000h"}).status, 2);
  EXPECT_EQ(burnin({"hours", "r"}).status, 0);
}

TEST_F(HoursVerb, FailuresRefuteAClaim) {
  write("r/a.json", burned("a", 10, Outcome::failed));
  write("r/b.json", burned("b", 10, Outcome::failed));
  const Ended ended = burnin({"hours", "r", "--mtbf", "50000h"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("refuted"), HasSubstr("failed: gpu 0 of a (GPU-a): wrong digest")));
}

TEST_F(HoursVerb, WhatCannotBeReadOrIsNotThereProvesNothing) {
  write("r/a.json", burned("a", 1e6));
  write("r/b.json", "{");
  EXPECT_EQ(burnin({"hours", "r", "--mtbf", "10h"}).status, 2);
  write("none.json", report_of("c", 3e9));
  const Ended none = burnin({"hours", "none.json"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.out, HasSubstr("no burn-in"));
  Report injected = burned("d", 1e6);
  injected.run.injected = {"droop:90%"};
  write("d.json", injected);
  const Ended left_out = burnin({"hours", "d.json", "--mtbf", "10h"});
  EXPECT_EQ(left_out.status, 2);
  EXPECT_THAT(left_out.out, HasSubstr("not counted: d.json: faults were injected"));
}

TEST_F(HoursVerb, ALongLifetimeIsNoMistake) {
  EXPECT_EQ(burnin({"plan", "--mtbf", "2000000h", "--gpus", "8"}).status, 0);
}

}  // namespace
}  // namespace assay
