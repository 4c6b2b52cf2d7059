#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "reports/compare/side_by_side.hpp"

namespace assay::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

SideBySide sample() {
  ComparedMetric row{.sku = "8 x H100",
                     .test = "memory.read",
                     .metric = "bandwidth",
                     .each = "gpu",
                     .conditions = "bytes 1024",
                     .unit = Unit::bytes_per_second,
                     .statistic = "p05",
                     .a = {1e12, 2e12, 3e12},
                     .b = {2e12, 3e12, 4e12},
                     .median_a = 2e12,
                     .median_b = 3e12,
                     .ratio = 1.5,
                     .interval = Interval{1.2, 1.8},
                     .ranks = {.u = 7, .p = 0.0083, .exact = true, .delta = 0.56}};
  SideBySide found{
      .a = {.name = "before/*.json", .reports = 3, .nodes = 1, .first = "x", .last = "x"},
      .b = {.name = "after"},
      .metrics = {row}};
  found.a.stated = {{"hardware", {"8 x H100"}}, {"command", {"assay run"}}, {"commit", {"c0ffee"}}};
  row.test = "link.latency";
  row.better = Better::lower;
  found.metrics.push_back(row);
  row.interval.reset();
  row.unlike = "data random / zeros";
  found.metrics.push_back(row);
  return found;
}

TEST(SideBySideFormats, TextSaysWhatIsBetterAndWhatMustBeStated) {
  const std::string text = render_side_by_side("text", sample());
  EXPECT_THAT(text, AllOf(HasSubstr("memory.read.bandwidth"), HasSubstr("2 TB/s"),
                          HasSubstr("+50.00 % (+20.00 % to +80.00 %)"), HasSubstr("p = 0.0083"),
                          HasSubstr("delta +0.56"), HasSubstr("3 / 3")));
  EXPECT_THAT(text,
              AllOf(HasSubstr("better"), HasSubstr("worse"), HasSubstr("under 5 runs: no interval"),
                    HasSubstr("UNLIKE data random / zeros")));
  EXPECT_THAT(text, AllOf(HasSubstr("c0ffee"), HasSubstr("assay run"), HasSubstr("BCa"),
                          HasSubstr("3 runs of 1 node")));
}

TEST(SideBySideFormats, AnIntervalOverNoChangeShowsNoDifference) {
  SideBySide found = sample();
  found.metrics.resize(1);
  found.metrics[0].interval = Interval{0.9, 1.8};
  const std::string text = render_side_by_side("text", found);
  EXPECT_THAT(text, AllOf(HasSubstr("no difference shown"), Not(HasSubstr("better"))));
}

TEST(SideBySideFormats, WhatIsNoEvidenceForOneReasonIsOneLineAndInJsonAll) {
  SideBySide found = sample();
  found.left_out = {{"a0.json", "", "the run is not complete"}};
  for (const char* source : {"a1.json", "a2.json", "a3.json"})
    found.left_out.push_back({source, "memory.read.bandwidth on gpu 3", "has no value"});
  found.left_out.push_back({"a1.json", "memory.read.bandwidth on gpu 4", "has no value"});
  for (const char* format : {"text", "markdown"})
    EXPECT_THAT(
        render_side_by_side(format, found),
        AllOf(HasSubstr("a0.json: the run is not complete\n"),
              HasSubstr("bandwidth on gpu 3: has no value (a1.json and 2 more)\n"),
              HasSubstr("bandwidth on gpu 4: has no value (a1.json)\n"), Not(HasSubstr("a2.json"))))
        << format;
  const auto json = nlohmann::json::parse(render_side_by_side("json", found));
  EXPECT_EQ(json.at("left_out").size(), 5U);
  EXPECT_EQ(json.at("left_out").at(2), "a2.json: memory.read.bandwidth on gpu 3: has no value");
}

TEST(SideBySideFormats, JsonHasEveryNumber) {
  const auto json = nlohmann::json::parse(render_side_by_side("json", sample()));
  const auto& row = json.at("figures").at(0);
  EXPECT_EQ(row.at("ratio"), 1.5);
  EXPECT_EQ(row.at("interval"), nlohmann::json::array({1.2, 1.8}));
  EXPECT_EQ(row.at("a").size(), 3U);
  EXPECT_EQ(row.at("mann_whitney").at("p"), 0.0083);
  EXPECT_EQ(row.at("unit"), "B/s");
  EXPECT_FALSE(json.at("figures").at(2).contains("interval"));
  EXPECT_EQ(json.at("a").at("stated").at("commit").at(0), "c0ffee");
}

TEST(SideBySideFormats, CsvHasARowAFigureAndRunsNoFormula) {
  SideBySide found = sample();
  found.metrics[0].sku = "=cmd()|' /C calc'!A0";
  found.metrics[1].sku = "";
  found.a.name = "@SUM(A1)";
  found.a.stated["command"] = {"+1", "a,b \"c\"\nd"};
  const std::string csv = render_side_by_side("csv", found);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  EXPECT_THAT(csv, HasSubstr("\r\n'=cmd()|' /C calc'!A0,memory.read"));
  EXPECT_THAT(csv, HasSubstr("\r\n,link.latency,"));
  EXPECT_THAT(csv, Not(HasSubstr(",=")));
  EXPECT_THAT(csv, HasSubstr("2000000000000,3000000000000,1.5,1.2,1.8,7,0.0083,exact,0.56"));
}

TEST(SideBySideFormats, MarkdownKeepsItsTableWhateverNamesSay) {
  SideBySide found = sample();
  found.metrics[0].sku = "a|b\n<script>";
  const std::string text = render_side_by_side("markdown", found);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("<script>")), HasSubstr("c0ffee")));
  std::istringstream lines(text);
  std::string head;
  std::getline(lines, head);
  std::getline(lines, head);
  std::string row;
  std::getline(lines, row);
  EXPECT_THAT(row, HasSubstr("memory"));
}

TEST(SideBySideFormats, AnUnknownOneIsRefused) {
  EXPECT_THROW((void)render_side_by_side("xml", sample()), InputError);
  for (const std::string& format : side_by_side_formats())
    EXPECT_FALSE(render_side_by_side(format, sample()).empty());
}

}  // namespace
}  // namespace assay::test
