#include <gmock/gmock.h>

#include "reports/render.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

TEST(Markdown, NoTextEndsItsCellOrBringsHtml) {
  for (const std::string& text : hostile_texts()) {
    const std::vector<Judgement> fleet{
        {.node = text,
         .profile = text,
         .verdict = Verdict::fail,
         .reasons =
             {{.id = "x", .verdict = Verdict::fail, .subject = text, .source = text, .text = text}},
         .not_judged = {text}}};
    const std::string document = render("markdown", fleet, {.verbose = true});
    EXPECT_EQ(document.find('<'), std::string::npos) << document;
    EXPECT_EQ(document.find('@'), std::string::npos) << document;
    std::size_t rows = 0;
    for (const std::string& line : lines_of(document)) {
      const auto cells = table_cells(line);
      if (cells.empty()) continue;
      ++rows;
      EXPECT_TRUE(cells.size() == 5 || cells.size() == 11) << line;
    }
    EXPECT_EQ(rows, 6U) << document;
  }
}

}  // namespace
}  // namespace assay
