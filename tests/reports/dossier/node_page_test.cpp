#include "reports/dossier/node_page.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "reports/render/lines.hpp"
#include "tests/browser/demo_node.hpp"

namespace assay {
namespace {

using Json = nlohmann::json;

std::string page_of(const test::DemoNode& node) {
  return node_page(node.judgement, &node.report, "beef");
}

Json data_of(const std::string& page) {
  const std::string open = "id=\"data\">";
  const std::size_t begin = page.find(open) + open.size();
  return Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

TEST(NodePage, HoldsTheJudgementAsItIs) {
  const test::DemoNode node = test::bad_node();
  const Json data = data_of(page_of(node));
  EXPECT_EQ(data.at("verdict"), "fail");
  const std::vector<Reason> all = lines(node.judgement, false);
  ASSERT_EQ(data.at("reasons").size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(data["reasons"][i].at("id"), all[i].id);
    EXPECT_EQ(data["reasons"][i].at("verdict"), name(all[i].verdict));
    EXPECT_TRUE(data.at("kinds").contains(all[i].id)) << "what to do about it";
  }
}

TEST(NodePage, NumbersAreThoseOfTheChecks) {
  const test::DemoNode node = test::bad_node();
  const Json data = data_of(page_of(node));
  std::multiset<double> drawn;
  for (const Json& gauge : data.at("gauges"))
    for (const Json& entry : gauge.at("entries"))
      if (entry.contains("verdict") && entry.contains("value"))
        drawn.insert(entry["value"].get<double>());
  std::multiset<double> measured;
  for (const Check& check : node.judgement.checks)
    if (check.measured) measured.insert(*check.measured);
  EXPECT_EQ(drawn, measured);
}

TEST(NodePage, HasTelemetryPhasesIdentityAndProvenance) {
  const Json data = data_of(page_of(test::bad_node()));
  EXPECT_EQ(data.at("plots").size(), 3U);
  EXPECT_GT(data.at("phases").size(), 20U);
  EXPECT_GT(data.at("identity").size(), 8U);
  EXPECT_THAT(data.at("provenance").dump(), testing::HasSubstr("beef"));
  EXPECT_FALSE(data.at("matrices").empty());
}

TEST(NodePage, AJudgementAloneIsAPage) {
  const Json data = data_of(node_page(test::bad_node().judgement, nullptr));
  EXPECT_EQ(data.at("verdict"), "fail");
  EXPECT_TRUE(data.at("plots").empty());
  EXPECT_FALSE(data.at("gauges").empty());
}

TEST(NodePage, StaysSmallWhateverTheMachineSays) {
  EXPECT_LT(page_of(test::bad_node()).size(), 500'000U);
  const std::string page = page_of(test::hostile_node(10'000'000));
  EXPECT_LT(page.size(), 500'000U);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_EQ(page.find("\u202e"), std::string::npos);
  EXPECT_EQ(data_of(page).at("kind"), "node");
}

TEST(NodePage, PassSaysThatNothingIsWrong) {
  const Json data = data_of(page_of(test::good_demo_node()));
  EXPECT_EQ(data.at("verdict"), "pass");
  EXPECT_TRUE(data.at("reasons").empty());
}

}  // namespace
}  // namespace assay
