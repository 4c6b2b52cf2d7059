#include "reports/fleet/retest_list.hpp"

#include <gmock/gmock.h>

#include <random>

#include "core/error.hpp"

namespace assay::test {
namespace {

using fleet::read_retests;
using fleet::render_retests;
using fleet::Retest;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string some_text(std::mt19937& random) {
  static const std::vector<std::string> kTexts{
      "", "gpu 3", "n105", "bytes=8 type=bf16", "quote\" back\\ slash", "tab\tnew\nline", "käse"};
  return kTexts[random() % kTexts.size()];
}

Retest some_retest(std::mt19937& random, int i) {
  const auto number = [&] { return std::ldexp(static_cast<double>(random()), -20) + 1e-9; };
  Retest retest{.node = "n" + std::to_string(i),
                .test = "t" + some_text(random),
                .subject = some_text(random),
                .run = some_text(random),
                .report = some_text(random),
                .date = some_text(random),
                .hardware = some_text(random)};
  for (std::size_t v = 0; v < random() % 4; ++v) {
    retest.values.push_back({.metric = some_text(random),
                             .params = some_text(random),
                             .statistic = some_text(random),
                             .unit = some_text(random),
                             .fail_chance = 1e-3 / number()});
    PeerOutlier& outlier = retest.values.back().outlier;
    outlier.measured = -number();
    outlier.location = number();
    outlier.scale = number();
    outlier.freedom = static_cast<double>(random() % 3);
    outlier.tail_factor = number();
    outlier.peers = 1 + random() % 1000;
    retest.values.back().fail_chance = 1 / (2 + number());
  }
  return retest;
}

TEST(RetestList, IsReadAsItWasWritten) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<Retest> list;
    for (int i = 0; i < 3; ++i) list.push_back(some_retest(random, i));
    const std::string text = render_retests(list);
    EXPECT_EQ(render_retests(read_retests(text, "list")), text);
    EXPECT_EQ(render_retests(read_retests(text + "\r\n\n" + text, "list")), text) << "each once";
  }
}

TEST(RetestList, NothingIsAListToo) {
  EXPECT_THAT(read_retests("", "list"), IsEmpty());
  EXPECT_THAT(read_retests("\n \n", "list"), IsEmpty());
}

TEST(RetestList, TwoRunsOfOneSubjectAreTwoThings) {
  std::mt19937 random(1);
  Retest one = some_retest(random, 1);
  Retest other = one;
  other.run = one.run + "2";
  EXPECT_THAT(read_retests(render_retests({one, other}), "list"), SizeIs(2));
}

std::string good_line() {
  Retest retest{.node = "n1", .test = "memory.read", .subject = "gpu 0"};
  retest.values.push_back({.metric = "bandwidth", .unit = "B/s", .fail_chance = 1e-8});
  PeerOutlier& outlier = retest.values.back().outlier;
  outlier.scale = 5;
  outlier.peers = 12;
  return render_retests({retest});
}

void expect_refused(const std::string& from, const std::string& to, const std::string& field) {
  std::string bad = good_line();
  const std::size_t at = bad.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  bad.replace(at, from.size(), to);
  try {
    (void)read_retests(good_line() + bad, "night.retest.jsonl");
    ADD_FAILURE() << bad;
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("night.retest.jsonl:2"), HasSubstr(field)));
  }
}

TEST(RetestList, WhatIsWrongIsNamedByLineAndField) {
  expect_refused("\"node\":\"n1\"", "\"node\":7", "node");
  expect_refused("\"subject\":\"gpu 0\",", "", "subject");
  expect_refused("\"version\":2,", "", "older program");
  expect_refused("\"version\":2", "\"version\":3", "version");
  expect_refused("\"scale\":5.0", "\"scale\":0.0", "scale");
  expect_refused("\"scale\":5.0", "\"scale\":-5.0", "scale");
  expect_refused("\"scale\":5.0", "\"scale\":null", "scale");
  expect_refused("\"scale\":5.0", "\"scale\":1e999", "no JSON object");
  expect_refused("\"tail_factor\":1.0", "\"tail_factor\":0", "tail_factor");
  expect_refused("\"fail_chance\":1e-08", "\"fail_chance\":1", "fail_chance");
  expect_refused("\"fail_chance\":1e-08", "\"fail_chance\":\"1e-08\"", "fail_chance");
  expect_refused("\"values\":[{", "\"values\":[7,{", "values");
  expect_refused("\"values\":[", "\"value\":[", "values");
  expect_refused("{", "[", "no JSON object");
  expect_refused("{", "{\"schema\":\"assay/report\",", "is a report");
}

TEST(RetestList, CutOffItIsRefusedOrShorter) {
  const std::string text = good_line();
  for (std::size_t length = 1; length + 1 < text.size(); ++length)
    EXPECT_THROW((void)read_retests(text.substr(0, length), "list"), InputError) << length;
}

}  // namespace
}  // namespace assay::test
