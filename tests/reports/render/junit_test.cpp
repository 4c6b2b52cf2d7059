#include <gmock/gmock.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <set>
#include <sstream>

#include "reports/render.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

using Tree = boost::property_tree::ptree;

Tree suites(const std::vector<Judgement>& fleet) {
  std::istringstream in(render("junit", fleet, {}));
  Tree tree;
  boost::property_tree::read_xml(in, tree);
  return tree.get_child("testsuites");
}

std::string attribute(const Tree& element, const std::string& name) {
  return element.get<std::string>("<xmlattr>." + name);
}

std::vector<const Tree*> cases(const Tree& suite) {
  std::vector<const Tree*> found;
  for (const auto& [tag, element] : suite)
    if (tag == "testcase") found.push_back(&element);
  return found;
}

TEST(Junit, CountsWhatItHolds) {
  std::mt19937 random(4);
  std::vector<std::vector<Judgement>> fleets{sample_judgements()};
  for (int i = 0; i < 100; ++i) fleets.push_back(random_judgements(random));
  for (const auto& fleet : fleets) {
    for (const auto& [tag, suite] : suites(fleet)) {
      if (tag != "testsuite") continue;
      std::map<std::string, std::size_t> seen;
      for (const Tree* testcase : cases(suite))
        for (const auto& [child, content] : *testcase) ++seen[child];
      EXPECT_EQ(attribute(suite, "tests"), std::to_string(cases(suite).size()));
      EXPECT_EQ(attribute(suite, "failures"), std::to_string(seen["failure"]));
      EXPECT_EQ(attribute(suite, "errors"), std::to_string(seen["error"]));
      EXPECT_EQ(attribute(suite, "skipped"), std::to_string(seen["skipped"]));
    }
  }
}

TEST(Junit, NamesSuiteTestAndSubject) {
  const Tree tree = suites(sample_judgements());
  const Tree& first = *cases(tree.get_child("testsuite")).at(0);
  EXPECT_EQ(attribute(first, "classname"), "node-0003.memory");
  EXPECT_EQ(attribute(first, "name"), "memory.read.bandwidth gpu 3");
}

TEST(Junit, NoCaseIsKnownByTheNameOfAnother) {
  std::mt19937 random(5);
  std::vector<std::vector<Judgement>> fleets{sample_judgements()};
  for (int i = 0; i < 100; ++i) fleets.push_back(random_judgements(random));
  const Reason slow = sample_judgements()[0].reasons[0];
  Reason unsteady = slow;
  unsteady.id = "not-steady";
  for (const char* node : {"a", "b"})
    fleets.front().push_back({.node = node, .verdict = slow.verdict, .reasons = {slow, unsteady}});
  for (const auto& fleet : fleets) {
    std::set<std::pair<std::string, std::string>> known;
    for (const auto& [tag, suite] : suites(fleet)) {
      if (tag != "testsuite") continue;
      for (const Tree* testcase : cases(suite)) {
        const auto [at, is_new] =
            known.insert({attribute(*testcase, "classname"), attribute(*testcase, "name")});
        EXPECT_TRUE(is_new) << at->first << ' ' << at->second;
      }
    }
  }
}

TEST(Junit, SaysWhatLiesBehindAReason) {
  const Tree tree = suites(sample_judgements());
  const auto text = cases(tree.get_child("testsuite")).at(0)->get<std::string>("failure");
  EXPECT_THAT(text, testing::HasSubstr("\nbelow-limit: a measurement is under the limit\n"));
  EXPECT_THAT(text, testing::HasSubstr("\ncauses, most likely first: "));
  EXPECT_THAT(text, testing::HasSubstr("\ngrounds for return: if it shows again"));
}

TEST(Junit, ANodeThatIsNotPassedNeverLooksClean) {
  for (const Verdict verdict : {Verdict::fail, Verdict::unknown, Verdict::warn}) {
    const std::string document = render("junit", {{.node = "a", .verdict = verdict}}, {});
    const std::string element = verdict == Verdict::fail      ? "<failure"
                                : verdict == Verdict::unknown ? "<error"
                                                              : "<system-out";
    EXPECT_THAT(document, testing::HasSubstr(element));
  }
}

}  // namespace
}  // namespace assay
