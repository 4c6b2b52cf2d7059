#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <regex>
#include <sstream>

#include "cli/help.hpp"
#include "cli/verbs.hpp"
#include "reports/render/plain.hpp"

namespace assay {
namespace {

/// All verbs, and the App they are in.
class Manual : public testing::Test {
 protected:
  Manual() { add_all_verbs(program_); }

  [[nodiscard]] std::vector<const CLI::App*> verbs() const {
    std::vector<const CLI::App*> shown;
    for (const CLI::App* verb : app_.get_subcommands([](const CLI::App*) { return true; }))
      if (!verb->get_group().empty()) shown.push_back(verb);
    return shown;
  }

 private:
  std::ostringstream out_, err_;
  Console console_{.out = out_, .err = err_};
  CLI::App app_;
  Program program_{app_, console_};
};

std::set<std::string> options_of(const CLI::App& verb) {
  std::set<std::string> names;
  for (const CLI::Option* option : verb.get_options())
    if (!option->get_group().empty())
      for (const std::string& name : option->get_lnames()) names.insert("--" + name);
  for (const CLI::App* part : verb.get_subcommands([](const CLI::App*) { return true; }))
    names.merge(options_of(*part));
  return names;
}

/// The options that list items and paragraphs of the section begin with: "- `-o, --out FILE`,
/// `--site FILE`: ...".
std::set<std::string> documented(const std::string& section) {
  static const std::regex kItem("^(- )?(`-[^`]*`(, )?)+");
  static const std::regex kOption("--[a-z][a-z-]*");
  std::set<std::string> names;
  std::istringstream lines(section);
  for (std::string line; std::getline(lines, line);) {
    std::smatch item;
    if (!std::regex_search(line, item, kItem)) continue;
    const std::string text = item.str();
    for (std::sregex_iterator it(text.begin(), text.end(), kOption), end; it != end; ++it)
      names.insert(it->str());
  }
  return names;
}

TEST_F(Manual, EveryOptionOfEveryVerbIsExplainedAndEveryExplainedOneExists) {
  ASSERT_FALSE(verbs().empty());
  for (const CLI::App* verb : verbs())
    EXPECT_EQ(documented(section(verb->get_name())), options_of(*verb)) << verb->get_name();
}

TEST_F(Manual, EveryVerbIsInTheTableAndNoOther) {
  static const std::regex kRow("\n\\| `([a-z]+)` \\|");
  const std::string text = overview();
  std::set<std::string> listed;
  for (std::sregex_iterator it(text.begin(), text.end(), kRow), end; it != end; ++it)
    listed.insert((*it)[1].str());
  std::set<std::string> there;
  for (const CLI::App* verb : verbs()) there.insert(verb->get_name());
  EXPECT_EQ(listed, there);
}

TEST_F(Manual, SynopsisNamesThePositionals) {
  for (const CLI::App* verb : verbs())
    for (const CLI::Option* option : verb->get_options())
      if (option->get_positional()) {
        EXPECT_THAT(section(verb->get_name()), testing::HasSubstr(option->get_name()));
      }
}

TEST(ManualText, FitsATerminal) {
  std::istringstream lines{std::string(manual())};
  for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 100U) << line;
}

}  // namespace
}  // namespace assay
