#include "reports/dossier/html_page.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "core/error.hpp"
#include "tests/browser/demo_node.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

HtmlPage small_page() {
  return {.title = "a <b>",
          .without_scripts = {"say & \"go\""},
          .styles = {"p { color: red }"},
          .scripts = {"run();"},
          .data = R"({"a": "</script><script>"})"};
}

TEST(HtmlPage, TextsAreNoMarkup) {
  EXPECT_EQ(html_text("<a href=\"x\" y='z'>&"), "&lt;a href=&quot;x&quot; y=&#39;z&#39;&gt;&amp;");
  for (const std::string& word : test::hostile_words())
    EXPECT_EQ(html_text(word).find_first_of("<>\"'"), std::string::npos) << word;
}

TEST(HtmlPage, DataCannotEndItsElementAndStaysTheSame) {
  std::mt19937 random(3);
  const std::vector<std::string>& words = test::hostile_words();
  for (int round = 0; round < 100; ++round) {
    nlohmann::json json = nlohmann::json::object();
    for (int i = 0; i < 5; ++i)
      json[words[random() % words.size()].substr(0, 4)] = words[random() % words.size()];
    const std::string text = json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    const std::string safe = json_in_script(text);
    EXPECT_EQ(safe.find('<'), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(safe), nlohmann::json::parse(text));
  }
}

TEST(HtmlPage, AllowsNothingButItself) {
  const std::string page = html_page(small_page());
  EXPECT_THAT(page, HasSubstr("default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(page, Not(HasSubstr("unsafe-")));
  EXPECT_THAT(page, Not(HasSubstr("</script><script>\"}")));
  EXPECT_THAT(page, HasSubstr("<title>a &lt;b&gt;</title>"));
  EXPECT_THAT(page, HasSubstr("<p>say &amp; &quot;go&quot;</p>"));
}

TEST(HtmlPage, HashesAreThoseOfTheContent) {
  // printf '\np { color: red }' | openssl dgst -sha256 -binary | base64
  EXPECT_THAT(html_page(small_page()),
              HasSubstr("style-src 'sha256-uJoWe/CGwsUVk8UTvJMAnJ56keMGhYbPRBN2uTxrEWo='"));
}

TEST(HtmlPage, WithoutScriptsNoneMayRun) {
  HtmlPage page;
  page.title = "sheet";
  page.body = "<p>x</p>";
  EXPECT_THAT(html_page(page), HasSubstr("script-src 'none'"));
  EXPECT_THAT(html_page(page), Not(HasSubstr("<script")));
}

TEST(HtmlPage, PartsAreKnownByName) {
  EXPECT_THAT(std::string(page_part("chart.js")), HasSubstr("Chart.js v"));
  EXPECT_THAT(std::string(page_part("dom.js")), Not(HasSubstr("innerHTML")));
  EXPECT_THROW((void)page_part("else.js"), Error);
}

}  // namespace
}  // namespace assay
