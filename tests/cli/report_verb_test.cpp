#include <gmock/gmock.h>

#include "core/clock.hpp"
#include "core/sha256.hpp"
#include "reports/writer.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ReportVerb : public InFolder {
 protected:
  Ended report(std::vector<std::string> words) {
    words.insert(words.begin(), "report");
    words.insert(words.end(), {"--profile", write_profile()});
    return assay_in_process(words);
  }
};

TEST_F(ReportVerb, DossierOfOneNode) {
  Report facts = report_of("node-7", 0.5e9);
  facts.node.serial = "<b>S|1</b>";
  write("a.json", facts);
  EXPECT_EQ(report({"a.json", "-o", "a.md"}).status, 1);
  EXPECT_THAT(
      read("a.md"),
      AllOf(HasSubstr("# Acceptance of 1 node\n"), HasSubstr("## node-7"), HasSubstr("**fail**"),
            HasSubstr("| memory.read.bandwidth | node | 500 MB/s |"), HasSubstr("c0ffee"),
            HasSubstr("&lt;b&gt;S\\|1&lt;/b&gt;"), Not(HasSubstr("<b>")),
            HasSubstr("| report's SHA-256 | " + sha256(read("a.json")) + " |"),
            HasSubstr("| Judge this report again: | assay judge ")));
}

TEST_F(ReportVerb, CsvHasEveryLimit) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(report({"a.json", "-o", "a.csv"}).status, 0);
  EXPECT_THAT(read("a.csv"),
              HasSubstr("a,pass,pass,holds,node,memory.read,bandwidth,3000000000,>=,"));
}

TEST_F(ReportVerb, ForPrometheusWithTheTimeOfTheReport) {
  write("a.json", report_of("a", 0.5e9));
  EXPECT_EQ(report({"a.json", "-o", "a.prom"}).status, 1);
  EXPECT_THAT(read("a.prom"), AllOf(HasSubstr("\nassay_verdict{node=\"a\",verdict=\"fail\"} 1\n"),
                                    HasSubstr("subject=\"node\",verdict=\"fail\"} 500000000\n"),
                                    HasSubstr("\nassay_report_timestamp_seconds{node=\"a\"} 1")));
  EXPECT_EQ(report({"a.json", "--fleet", "-o", "f.prom"}).status, 1);
  EXPECT_THAT(read("f.prom"), AllOf(HasSubstr("\nassay_verdict{node=\"a\",verdict=\"fail\"} 1\n"),
                                    HasSubstr("\nassay_report_timestamp_seconds{node=\"a\"} 1")));
}

TEST_F(ReportVerb, OtherEndingsAreRefusedBeforeAnythingIsRead) {
  const Ended ended = report({"missing.json", "-o", "a.pdf"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("a.pdf"), HasSubstr(".html"), HasSubstr(".md"),
                               HasSubstr(".csv"), HasSubstr(".prom")));
  EXPECT_FALSE(std::filesystem::exists("a.pdf"));
  EXPECT_EQ(report({"missing.json"}).status, 3);
}

TEST_F(ReportVerb, ManyNodesWithABrokenOne) {
  write("f/a.json", report_of("a", 3e9));
  write("f/b.json", "{");
  EXPECT_EQ(report({"f", "-o", "f.md"}).status, 2);
  EXPECT_THAT(read("f.md"), AllOf(HasSubstr("# Acceptance of 2 nodes"), HasSubstr("## a"),
                                  HasSubstr("## f/b.json")));
}

/// `n` nodes of which the first is slow, one file each in `folder`; `days` ago.
void write_fleet(const std::string& folder, int n, int days) {
  for (int i = 0; i < n; ++i) {
    Report facts = report_of("node-" + std::to_string(i), i == 0 ? 0.5e9 : 3e9 + 1e6 * i);
    const double then_s = SystemClock().wall_s() - 86400.0 * days;
    facts.run.started = iso8601(then_s - 100);
    facts.run.ended = iso8601(then_s - 10);
    std::filesystem::create_directories(folder);
    write_atomically(folder + "/" + facts.node.hostname + ".json", to_json(facts));
  }
}

TEST_F(ReportVerb, PageOfOneNode) {
  write("a.json", report_of("node-7", 0.5e9));
  EXPECT_EQ(report({"a.json", "-o", "a.html"}).status, 1);
  const std::string page = read("a.html");
  EXPECT_THAT(page, AllOf(HasSubstr("<!DOCTYPE html>"), HasSubstr("\"kind\":\"node\""),
                          HasSubstr("node-7"), HasSubstr(sha256(read("a.json")))));
}

TEST_F(ReportVerb, PageOfSeveralNodesIsTheFleets) {
  write_fleet("night", 8, 0);
  EXPECT_EQ(report({"night", "-o", "f.html"}).status, 1);
  EXPECT_THAT(read("f.html"),
              AllOf(HasSubstr("\"kind\":\"fleet\""), HasSubstr("Fleet of 8 nodes"),
                    HasSubstr("1 fail, 7 pass"), HasSubstr("memory.read.bandwidth")));
  EXPECT_FALSE(std::filesystem::exists("f.retest.jsonl"));
}

TEST_F(ReportVerb, EarlierNightsAreTheTrend) {
  write_fleet("now", 8, 0);
  write_fleet("then", 8, 1);
  write_fleet("before", 8, 2);
  EXPECT_EQ(report({"now", "--before", "then", "--before", "before", "-o", "f.html"}).status, 1);
  const std::string page = read("f.html");
  const auto at = [&](int days) {
    return page.find(R"("label":")" +
                     iso8601(SystemClock().wall_s() - 86400.0 * days - 100).substr(0, 10));
  };
  EXPECT_LT(at(2), at(1)) << "oldest first";
  EXPECT_LT(at(1), at(0));
  EXPECT_NE(at(0), std::string::npos);
  EXPECT_EQ(report({"now", "--before", "then", "-o", "f.md"}).status, 3);
}

TEST_F(ReportVerb, FleetInEveryFormat) {
  write_fleet("night", 8, 0);
  for (const char* out : {"f.html", "f.md", "f.csv"}) {
    EXPECT_EQ(report({"--fleet", "night", "-o", out}).status, 1) << out;
    EXPECT_THAT(read(out), HasSubstr("node-0")) << out;
  }
}

TEST_F(ReportVerb, SheetNamesEveryReportByItsHash) {
  write_fleet("rack", 3, 0);
  EXPECT_EQ(report({"rack", "--sheet", "-o", "s.html"}).status, 1);
  EXPECT_THAT(read("s.html"), AllOf(HasSubstr("Acceptance of 3 nodes"), HasSubstr("1 fail, 2 pass"),
                                    HasSubstr(sha256(read("rack/node-1.json")))));
  EXPECT_EQ(report({"rack", "--sheet", "-o", "s.md"}).status, 1);
  EXPECT_THAT(read("s.md"), HasSubstr(sha256(read("rack/node-2.json"))));
  EXPECT_EQ(report({"rack", "--sheet", "-o", "s.csv"}).status, 3);
}

}  // namespace
}  // namespace assay
