#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "reports/render.hpp"
#include "reports/render/utf8.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

Judgement node_that_says(const std::string& text) {
  return {.node = text,
          .report = text,
          .profile = text,
          .describes = text,
          .verdict = Verdict::fail,
          .reasons = {{.id = text,
                       .verdict = Verdict::fail,
                       .subject = text,
                       .test = text,
                       .metric = text,
                       .op = text,
                       .source = text,
                       .text = text}},
          .checks = {{.test = text,
                      .subject = text,
                      .metric = text,
                      .verdict = Verdict::pass,
                      .source = text}},
          .not_judged = {text},
          .not_applicable = {text},
          .uncovered = {text}};
}

std::vector<Judgement> hostile_fleet() {
  std::vector<Judgement> fleet;
  for (const std::string& text : hostile_texts()) fleet.push_back(node_that_says(text));
  const std::string megabyte(1U << 20U, 'A');
  fleet.push_back(
      {.node = "long",
       .verdict = Verdict::fail,
       .reasons = {{.id = "long", .verdict = Verdict::fail, .test = megabyte, .text = megabyte}}});
  return fleet;
}

class EveryHostileFormat : public testing::TestWithParam<std::string> {};

/// Marks that turn the direction of what follows, or are not seen at all.
bool is_deceptive(char32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0x061C || code == 0xFEFF;
}

/// What machines said: of a page its data, for the rest are its scripts.
std::string said(const std::string& format, const std::string& document) {
  return format == "html" ? html_data(document) : document;
}

TEST_P(EveryHostileFormat, NothingReachesTheTerminalThatActsOnIt) {
  const std::string document = render(GetParam(), hostile_fleet(), {.verbose = true});
  const bool json = GetParam().starts_with("json");
  for_each_character(document, [&](const Character& character, std::string_view) {
    ASSERT_TRUE(character.valid);
    ASSERT_TRUE(character.code >= 0x20 || character.code == '\n' || character.code == '\r');
    // JSON is for programs, which are owed the text as it is.
    if (json) return;
    ASSERT_FALSE(character.code >= 0x7F && character.code < 0xA0);
  });
  if (json) return;
  for_each_character(said(GetParam(), document), [](const Character& character, std::string_view) {
    ASSERT_FALSE(is_deceptive(character.code));
  });
}

TEST_P(EveryHostileFormat, EveryNodeHasItsVerdict) {
  const std::string document = render(GetParam(), hostile_fleet(), {});
  for (const auto& [node, verdict] : read_back(GetParam(), document).nodes)
    EXPECT_EQ(verdict, "fail") << node.substr(0, 80);
}

TEST_P(EveryHostileFormat, NoTextAddsOrHidesAReason) {
  for (const std::string& text : hostile_texts()) {
    const std::string document = render(GetParam(), {node_that_says(text)}, {});
    EXPECT_EQ(read_back(GetParam(), document).reasons.size(), 1U) << document;
  }
}

TEST_P(EveryHostileFormat, TenMegabytesAreCutWithAMark) {
  constexpr std::size_t huge_bytes = std::size_t{10} << 20U;
  const std::string huge(huge_bytes, 'A');
  const Judgement node{.node = huge,
                       .verdict = Verdict::fail,
                       .reasons = {{.id = "below-limit",
                                    .verdict = Verdict::fail,
                                    .subject = huge,
                                    .test = "memory.read",
                                    .metric = "bandwidth",
                                    .text = huge}}};
  const std::string document = said(GetParam(), render(GetParam(), {node}, {.verbose = true}));
  // Programs are owed the text as it is, each time once.
  if (GetParam().starts_with("json")) {
    EXPECT_LT(document.size(), 3 * huge_bytes + 2000);
    return;
  }
  EXPECT_LT(document.size(), 50'000U);
  EXPECT_NE(document.find("…"), std::string::npos);
  EXPECT_EQ(read_back(GetParam(), render(GetParam(), {node}, {})).reasons.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Render, EveryHostileFormat, testing::ValuesIn(formats()),
                         [](const auto& format) { return format.param; });

TEST(HostileText, TableOfOneNodeStaysOnItsLines) {
  for (const Judgement& node : hostile_fleet()) {
    const std::string document = render("text", {node}, {.verbose = true, .table = true});
    EXPECT_LT(lines_of(document).size(), 30U);
    EXPECT_EQ(document.find('\x1b'), std::string::npos);
  }
}

TEST(HostileText, HasALineForEachReasonAndNode) {
  const std::vector<Judgement> fleet = hostile_fleet();
  std::size_t expected = 2;  // an empty line, and the total
  for (const Judgement& node : fleet) expected += 1 + node.reasons.size();
  EXPECT_EQ(lines_of(render("text", fleet, {})).size(), expected);
}

TEST(HostileCsv, OpensAsText) {
  for (const auto& record : parse_csv(render("csv", hostile_fleet(), {.verbose = true})))
    for (const std::string& cell : record) {
      if (cell.empty()) continue;
      EXPECT_EQ(std::string("=+-@\t\r").find(cell.front()), std::string::npos) << cell;
      EXPECT_FALSE(cell.starts_with("＝")) << cell;
      EXPECT_EQ(cell.find_first_of("\n\r"), std::string::npos) << cell;
    }
}

TEST(HostileJunit, IsXmlToAStrictParser) {
  if (std::system("python3 -c 'import xml.etree' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3 is not installed";
  const auto path = std::filesystem::temp_directory_path() /
                    ("assay-hostile-" + std::to_string(getpid()) + ".xml");
  std::ofstream(path) << render("junit", hostile_fleet(), {});
  const std::string command =
      "python3 -c 'import sys, xml.etree.ElementTree as e; "
      "sys.exit(0 if len(e.parse(sys.argv[1]).getroot()) == int(sys.argv[2]) else 1)' " +
      path.string() + ' ' + std::to_string(hostile_fleet().size());
  const int status = std::system(command.c_str());
  std::filesystem::remove(path);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace assay
