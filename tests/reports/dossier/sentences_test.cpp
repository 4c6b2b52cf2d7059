#include "reports/dossier/sentences.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <random>

#include "tests/browser/demo_node.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

/// What a real shell makes of `command`.
std::string said_by_shell(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  std::string out;
  std::array<char, 4096> some{};
  for (std::size_t n = 0; (n = fread(some.data(), 1, some.size(), pipe)) > 0;)
    out.append(some.data(), n);
  pclose(pipe);
  return out;
}

TEST(ShellWord, IsOneWordForARealShell) {
  std::vector<std::string> words = test::hostile_words();
  words.insert(words.end(),
               {"", "plain", "a b", "$(id)", "'", "''", "a'b\"c", "*", "~", "!x", "-n"});
  for (const std::string& word : words) {
    if (word.find('\0') != std::string::npos) continue;  // no argument can hold it
    EXPECT_EQ(said_by_shell("printf '<%s>' " + shell_word(word)), "<" + word + ">");
  }
  EXPECT_EQ(shell_word("--level"), "--level");
}

TEST(Headline, SaysHowMuchHeldOrWhatDidNot) {
  EXPECT_EQ(headline_of(test::good_demo_node().judgement).substr(0, 4), "All ");
  const std::string bad = headline_of(test::bad_node().judgement);
  EXPECT_THAT(
      bad, testing::AllOf(HasSubstr("on gpu 5"), HasSubstr("more; "), HasSubstr("checks held.")));
}

TEST(Words, OfMachinesPlacesAndQuantities) {
  Node node;
  node.cpus = {{.model = "Some CPU"}, {.model = "Some CPU"}};
  EXPECT_EQ(machine_in_words(node), "2 x Some CPU");
  node.gpus = {{.name = "H100"}, {.name = "H100"}, {.name = "H200"}};
  EXPECT_EQ(machine_in_words(node), "2 x H100, 1 x H200");
  EXPECT_EQ(machine_in_words({}), "");
  EXPECT_EQ(place_in_words({.rack = "r1", .su = "su2", .unit = 4}),
            "rack r1, unit 4, scalable unit su2");
  EXPECT_EQ(place_in_words({}), "");
  EXPECT_EQ(in_words("sm_clock_hz"), "sm clock");
  EXPECT_EQ(in_words("received_bytes_per_s"), "received");
  EXPECT_EQ(in_words("w"), "w");
}

TEST(Repeat, GivesTheRunAndTheJudgement) {
  const test::DemoNode node = test::bad_node();
  const auto repeat = how_to_repeat(node.judgement, &node.report);
  ASSERT_EQ(repeat.size(), 2U);
  EXPECT_EQ(repeat[0].second, "assay run --level standard --site site.yaml -o reports/");
  EXPECT_EQ(repeat[1].second, "assay judge reports/node-0042.json --profile h100-sxm5-80gb");
  EXPECT_TRUE(how_to_repeat({}, nullptr).empty());
}

}  // namespace
}  // namespace assay
