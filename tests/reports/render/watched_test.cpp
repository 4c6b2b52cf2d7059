#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "reports/render.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

using testing::Contains;

std::string text_of(const std::string& path) {
  std::ifstream file(std::filesystem::path(ASSAY_SOURCE_DIR) / path);
  EXPECT_TRUE(file.is_open()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// All families there can be, with the labels of each.
std::map<std::string, std::set<std::string>> families() {
  std::vector<Judgement> nodes = sample_judgements();
  for (int unit = 0; unit <= static_cast<int>(Unit::count); ++unit)
    nodes.push_back({.node = "unit-" + std::to_string(unit),
                     .checks = {{.test = "a", .measured = 1, .unit = static_cast<Unit>(unit)}}});
  std::map<std::string, std::set<std::string>> found;
  for (const GaugeSample& sample : parse_exposition(render("prometheus", nodes, {})))
    for (const auto& [label, value] : sample.labels) found[sample.family].insert(label);
  return found;
}

/// Every family that `query` names is there and has the labels that it is asked for.
void expect_there(const std::string& query) {
  static const std::regex kSelector(R"((assay_[a-z_]+)(\{[^}]*\})?)");
  static const std::regex kLabel("([a-z_]+)=~?\\\"");
  const auto there = families();
  for (std::sregex_iterator it(query.begin(), query.end(), kSelector), end; it != end; ++it) {
    const auto family = there.find((*it)[1]);
    ASSERT_NE(family, there.end()) << (*it)[1] << " in " << query;
    const std::string labels = (*it)[2];
    for (std::sregex_iterator label(labels.begin(), labels.end(), kLabel); label != end; ++label)
      EXPECT_THAT(family->second, Contains((*label)[1])) << query;
  }
}

TEST(Alerts, WatchSeriesThatThereAre) {
  std::istringstream lines(text_of("scripts/prometheus/alerts.yml"));
  int rules = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" expr: ") == std::string::npos) continue;
    expect_there(line);
    ++rules;
  }
  EXPECT_GT(rules, 50);
}

TEST(Dashboard, ShowsSeriesThatThereAre) {
  const auto board = nlohmann::json::parse(text_of("scripts/grafana/assay.json"));
  std::set<int> ids;
  for (const auto& panel : board.at("panels")) {
    EXPECT_TRUE(ids.insert(panel.at("id").get<int>()).second) << panel.at("title");
    for (const auto& target : panel.at("targets")) {
      const auto query = target.at("expr").get<std::string>();
      EXPECT_NE(query.find("assay_"), std::string::npos) << panel.at("title");
      expect_there(query);
    }
  }
  for (const auto& variable : board.at("templating").at("list"))
    expect_there(variable.at("query").get<std::string>());
  EXPECT_GE(ids.size(), 5U);
}

}  // namespace
}  // namespace assay
