#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class HistoryVerb : public InFolder {
 protected:
  static Ended history(std::vector<std::string> words) {
    words.insert(words.begin(), "history");
    return assay_in_process(words);
  }

  /// A report of night number `night` of November.
  static Report night_report(int night, double rate, const std::string& host = "node-1") {
    Report report = report_of(host, rate);
    const std::string day = (night < 10 ? "0" : "") + std::to_string(night);
    report.run.id = "run of " + host + " on " + day;
    report.run.started = "2026-11-" + day + "T01:00:00Z";
    report.run.ended = "2026-11-" + day + "T01:05:00Z";
    report.node.serial = "S-" + host;
    report.node.software["driver"] = night < 15 ? "580.65" : "580.82";
    return report;
  }

  /// 28 nights; from the 15th on, with another driver, 10 % slower.
  void ingest_month() {
    for (int night = 1; night <= 28; ++night)
      write("m/" + std::to_string(100 + night) + ".json",
            night_report(night, (night < 15 ? 3e9 : 2.7e9) * (1 + 0.001 * (night % 5))));
    const Ended ended = history({"ingest", "h.db", "m"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    ASSERT_EQ(ended.out, "28 reports added; 28 nights from 2026-11-01 to 2026-11-28\n");
  }
};

TEST_F(HistoryVerb, IngestIsIdempotent) {
  write("a.json", night_report(1, 3e9));
  EXPECT_EQ(history({"ingest", "sqlite:h.db", "a.json"}).out, "1 report added; night 2026-11-01\n");
  const std::string before = read("h.db");
  const Ended again = history({"ingest", "sqlite:h.db", "a.json", "a.json"});
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(again.out, "2 reports known already\n");
  EXPECT_EQ(read("h.db"), before) << "not a byte";
}

TEST_F(HistoryVerb, WhatCannotBeTakenIsNamedAndTheRestIsTaken) {
  write("f/a.json", night_report(1, 3e9));
  write("f/b.json", "{");
  Report injected = night_report(2, 3e9);
  injected.run.injected = {"slow"};
  write("f/c.json", injected);
  Report edited = night_report(1, 9e9);
  write("f/d.json", edited);
  const Ended ended = history({"ingest", "h.db", "f"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("b.json"), HasSubstr("planted"), HasSubstr("d.json"),
                               HasSubstr("says something else")));
  EXPECT_EQ(ended.out, "1 report added, 3 reports left out; night 2026-11-01\n");
  EXPECT_EQ(history({"query", "h.db", "node", "node-1"}).status, 0);
}

TEST_F(HistoryVerb, NothingReadableIsAnError) {
  write("b.json", "{");
  const Ended ended = history({"ingest", "h.db", "b.json"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, HasSubstr("b.json"));
  EXPECT_EQ(history({"ingest", "h.db", "none.json"}).status, 3);
}

TEST_F(HistoryVerb, ANightCanBeGiven) {
  write("a.json", night_report(1, 3e9));
  EXPECT_THAT(history({"ingest", "h.db", "a.json", "--night", "2026-10-31"}).out,
              HasSubstr("night 2026-10-31"));
  EXPECT_EQ(history({"ingest", "h.db", "a.json", "--night", "yesterday"}).status, 3);
}

TEST_F(HistoryVerb, TheSiteFileSaysWhereAHostIs) {
  write("site.yaml", "hosts:\n  node-1: {rack: r17}\n");
  write("a.json", night_report(1, 3e9));
  EXPECT_EQ(history({"ingest", "h.db", "a.json", "--site", "site.yaml"}).status, 0);
  EXPECT_THAT(history({"query", "h.db", "serial", "S-node-1"}).out, HasSubstr("rack r17"));
}

TEST_F(HistoryVerb, QuestionsAreAnsweredForPeopleAndPrograms) {
  ingest_month();
  EXPECT_THAT(history({"query", "h.db", "node", "node-1"}).out,
              AllOf(HasSubstr("28 runs"), HasSubstr("2026-11-15"), HasSubstr("driver 580.82")));
  const auto node =
      nlohmann::json::parse(history({"query", "h.db", "node", "node-1", "--format", "json"}).out);
  EXPECT_EQ(node["runs"].size(), 28U);
  EXPECT_EQ(node["runs"][14]["changed"], nlohmann::json({{"driver", "580.82"}}));
  const auto metric =
      nlohmann::json::parse(history({"query", "h.db", "metric", "memory.read.bandwidth", "--nights",
                                     "3", "--format", "json"})
                                .out);
  ASSERT_EQ(metric.size(), 3U);
  EXPECT_EQ(metric[2]["night"], "2026-11-28");
  EXPECT_EQ(metric[2]["unit"], "B/s");
  EXPECT_NEAR(metric[2]["median"].get<double>(), 2.7e9, 2e7);
  EXPECT_THAT(history({"query", "h.db", "changes", "--since", "2026-11-14"}).out,
              AllOf(HasSubstr("580.65"), HasSubstr("580.82"), HasSubstr("node-1")));
  EXPECT_EQ(history({"query", "h.db", "moves"}).out, "nothing moved\n");
}

/// A test that failed before and goes on failing is no change, and is not said to be well.
TEST_F(HistoryVerb, ChangesDoNotDenyAnOldTrouble) {
  for (int night = 1; night <= 3; ++night) {
    Report report = night_report(night, 3e9);
    report.results[0].outcome = Outcome::error;
    report.results[0].reason = "killed by signal 9";
    write("m/" + std::to_string(night) + ".json", report);
  }
  ASSERT_EQ(history({"ingest", "h.db", "m"}).status, 0);
  EXPECT_THAT(history({"query", "h.db", "changes", "--since", "2026-11-02"}).out,
              AllOf(HasSubstr("no test is in trouble that was not before"),
                    Not(HasSubstr("no test failed"))));
  EXPECT_THAT(history({"query", "h.db", "node", "node-1"}).out, HasSubstr("killed by signal 9"));
}

TEST_F(HistoryVerb, ATrendTellsTheRegression) {
  ingest_month();
  const Ended text = history({"trend", "h.db", "--serial", "S-node-1"});
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out, AllOf(HasSubstr("memory.read.bandwidth"), HasSubstr("REGRESSION"),
                              HasSubstr("driver 580.65 -> 580.82"), HasSubstr("2026-11-15")));
  const auto json = nlohmann::json::parse(
      history({"trend", "h.db", "--serial", "S-node-1", "--format", "json"}).out);
  const auto& metric = json[0]["metrics"][0];
  EXPECT_EQ(metric["values"].size(), 28U);
  EXPECT_EQ(metric["values"][0][0], "2026-11-01");
  EXPECT_EQ(metric["changes"][0]["night"], "2026-11-15");
  EXPECT_TRUE(metric["steps"][0]["regression"]);
  EXPECT_NEAR(metric["steps"][0]["share"].get<double>(), -0.1, 0.01);
  EXPECT_THAT(history({"trend", "h.db"}).out,
              AllOf(HasSubstr("1 device, 1 series"), HasSubstr("driver 580.65 -> 580.82"),
                    HasSubstr("last at"), HasSubstr("S-node-1  node-1 ")));
  EXPECT_THAT(history({"trend", "h.db", "--floor", "50%"}).out, HasSubstr("no device changed"));
}

TEST_F(HistoryVerb, WithoutTheModuleOnlyPostgresqlIsMissing) {
  // Another name of the program in a folder without modules beside it.
  const std::filesystem::path alone = ASSAY_BINARY_DIR "/no-modules/bin";
  std::filesystem::create_directories(alone);
  std::filesystem::remove(alone / "assay");
  std::filesystem::create_hard_link(ASSAY_BINARY_DIR "/bin/assay", alone / "assay");
  const auto run = [&](const std::string& words) {
    const int status =
        std::system((alone.string() + "/assay history " + words + " >out 2>err").c_str());
    return WEXITSTATUS(status);
  };
  write("a.json", night_report(1, 3e9));
  EXPECT_EQ(run("ingest h.db a.json"), 0);
  EXPECT_EQ(run("trend h.db --serial S-node-1"), 0);
  EXPECT_EQ(run("trend postgresql://me:s3cret@nowhere/db"), 3);
  EXPECT_THAT(read("err"), AllOf(HasSubstr("libassay_postgresql.so"), HasSubstr("me:***@nowhere"),
                                 Not(HasSubstr("s3cret"))));
  std::filesystem::remove_all(alone.parent_path());
}

TEST_F(HistoryVerb, WhoIsNotKnownIsUnknown) {
  ingest_month();
  for (const char* what : {"node", "serial"}) {
    const Ended ended = history({"query", "h.db", what,
                                 "no\x1B"
                                 "body"});
    EXPECT_EQ(ended.status, 2) << what;
    EXPECT_THAT(ended.err, AllOf(HasSubstr("no\\x1Bbody"), Not(HasSubstr("\x1B"))));
  }
  EXPECT_EQ(history({"query", "h.db", "metric", "memory.read.nothing"}).status, 2);
  EXPECT_EQ(history({"trend", "h.db", "--serial", "nobody"}).status, 2);
}

TEST_F(HistoryVerb, WrongQuestionsAndDatabasesEndWith3) {
  EXPECT_EQ(history({"query", "none.db", "moves"}).status, 3);
  EXPECT_FALSE(std::filesystem::exists("none.db"));
  EXPECT_EQ(history({"trend", "mysql://h/d"}).status, 3);
  write("text.db", std::string(4096, 'x'));
  EXPECT_THAT(history({"trend", "text.db"}).err, HasSubstr("text.db"));
  EXPECT_EQ(history({"trend", "text.db"}).status, 3);
  ingest_month();
  EXPECT_EQ(history({"query", "h.db", "changes"}).status, 3);
  EXPECT_EQ(history({"query", "h.db", "node"}).status, 3);
  EXPECT_EQ(history({"query", "h.db", "weather"}).status, 3);
  EXPECT_EQ(history({"query", "h.db", "metric", "bandwidth"}).status, 3);
  EXPECT_EQ(history({"query", "h.db", "changes", "--since", "2026-02-31"}).status, 3);
}

}  // namespace
}  // namespace assay
