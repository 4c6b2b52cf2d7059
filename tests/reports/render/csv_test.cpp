#include <gmock/gmock.h>

#include "reports/render.hpp"
#include "reports/render/plain.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

std::vector<Judgement> node_that_says(const std::string& text) {
  return {{.node = text,
           .report = text,
           .profile = text,
           .verdict = Verdict::fail,
           .reasons = {{.id = text,
                        .verdict = Verdict::fail,
                        .subject = text,
                        .test = text,
                        .metric = text,
                        .measured = -5,
                        .op = text,
                        .limit = 3,
                        .margin = -1.6,
                        .source = text,
                        .text = text}}}};
}

TEST(Csv, NoCellIsAFormulaAndEveryTextIsThere) {
  for (const std::string& text : hostile_texts()) {
    const auto records = parse_csv(render("csv", node_that_says(text), {}));
    ASSERT_EQ(records.size(), 2U);
    ASSERT_EQ(records[1].size(), records[0].size());
    for (std::size_t i = 0; i < records[1].size(); ++i) {
      const std::string& cell = records[1][i];
      const bool number = records[0][i] == "measured" || records[0][i] == "margin";
      if (number || cell.empty()) continue;
      EXPECT_EQ(std::string("=+-@\t\r").find(cell[0]), std::string::npos) << cell;
    }
    const std::string& said = records[1][0];
    EXPECT_EQ(said[0] == '\'' && text[0] != '\'' ? said.substr(1) : said, plain(text));
  }
}

TEST(Csv, NumbersAreBareAndReadBackExactly) {
  auto fleet = node_that_says("a");
  fleet[0].reasons[0].measured = 0.1 + 0.2;
  const auto records = parse_csv(render("csv", fleet, {}));
  EXPECT_EQ(std::stod(records[1][7]), 0.1 + 0.2);
  EXPECT_EQ(records[1][10], "-1.6");
}

TEST(Csv, ANodeWithoutReasonsHasARow) {
  const auto records = parse_csv(render("csv", {{.node = "a", .verdict = Verdict::pass}}, {}));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[1][0], "a");
  EXPECT_EQ(records[1][1], "pass");
}

TEST(Csv, VerboseShowsWhatHeld) {
  const auto fleet = sample_judgements();
  const auto some = parse_csv(render("csv", fleet, {}));
  const auto all = parse_csv(render("csv", fleet, {.verbose = true}));
  EXPECT_EQ(some.size(), 1U + 3 + 1 + 2 + 1);
  EXPECT_EQ(all.size(), 1U + 6 + 2 + 2 + 1);
}

}  // namespace
}  // namespace assay
