#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "reports/render.hpp"
#include "reports/render/plain.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return names;
}

TEST(Jsonl, OneLineANodeWithTheKeysThatScriptsRelyOn) {
  const auto fleet = sample_judgements();
  const auto documents = lines_of(render("jsonl", fleet, {}));
  ASSERT_EQ(documents.size(), fleet.size());
  const Json node = Json::parse(documents[0]);
  EXPECT_EQ(node.at("node"), "node-0003");
  EXPECT_EQ(node.at("verdict"), "fail");
  const Json& reason = node.at("reasons").at(0);
  EXPECT_THAT(keys(reason), testing::IsSupersetOf({"id", "subject", "test", "metric", "measured",
                                                   "op", "limit", "margin", "unit", "source"}));
  EXPECT_EQ(reason.at("measured"), 2.97e12);
  EXPECT_EQ(reason.at("unit"), "B/s");
}

TEST(Jsonl, WhatIsAbsentIsAbsent) {
  const Json node = Json::parse(lines_of(render("jsonl", sample_judgements(), {}))[2]);
  const Json& whole_run = node.at("reasons").at(1);
  EXPECT_THAT(keys(whole_run), testing::ElementsAre("id", "verdict", "text"));
}

TEST(Json, IsOneArray) {
  EXPECT_EQ(Json::parse(render("json", {}, {})), Json::array());
  const auto fleet = sample_judgements();
  const Json all = Json::parse(render("json", fleet, {.verbose = true}));
  ASSERT_EQ(all.size(), fleet.size());
  EXPECT_EQ(all[0].at("checks").size(), fleet[0].checks.size());
  EXPECT_EQ(all[0].at("uncovered").size(), 2U);
  EXPECT_FALSE(Json::parse(render("json", fleet, {}))[0].contains("checks"));
}

TEST(Json, HostileTextComesBackAsItWas) {
  for (const std::string& text : hostile_texts()) {
    const std::vector<Judgement> fleet{{.node = text, .verdict = Verdict::unknown}};
    for (const std::string format : {"json", "jsonl"}) {
      const std::string document = render(format, fleet, {});
      const Json read = Json::parse(document);
      const Json& node = format == "json" ? read.at(0) : read;
      // The library replaces each run of bad bytes by its own count of U+FFFD; legible text is
      // kept.
      if (valid_utf8(text) != text) continue;
      EXPECT_EQ(node.at("node"), text);
    }
  }
}

}  // namespace
}  // namespace assay
