#include <gmock/gmock.h>

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
            HasSubstr("&lt;b&gt;S\\|1&lt;/b&gt;"), Not(HasSubstr("<b>"))));
}

TEST_F(ReportVerb, CsvHasEveryLimit) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(report({"a.json", "-o", "a.csv"}).status, 0);
  EXPECT_THAT(read("a.csv"),
              HasSubstr("a,pass,pass,holds,node,memory.read,bandwidth,3000000000,>=,"));
}

TEST_F(ReportVerb, OtherEndingsAreRefusedBeforeAnythingIsRead) {
  const Ended ended = report({"missing.json", "-o", "a.html"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("a.html"), HasSubstr(".md"), HasSubstr(".csv")));
  EXPECT_FALSE(std::filesystem::exists("a.html"));
  EXPECT_EQ(report({"missing.json"}).status, 3);
}

TEST_F(ReportVerb, ManyNodesWithABrokenOne) {
  write("f/a.json", report_of("a", 3e9));
  write("f/b.json", "{");
  EXPECT_EQ(report({"f", "-o", "f.md"}).status, 2);
  EXPECT_THAT(read("f.md"), AllOf(HasSubstr("# Acceptance of 2 nodes"), HasSubstr("## a"),
                                  HasSubstr("## f/b.json")));
}

}  // namespace
}  // namespace assay
