#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "tests/reports/io/random_report.hpp"

namespace assay {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(RoundTrip, GivesBackEveryReport) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    test::Dice dice(seed);
    const Report report = test::random_report(dice, 4);
    const std::string json = to_json(report);
    EXPECT_TRUE(read_report(json, "r") == report) << json;
    EXPECT_EQ(to_json(read_report(json, "r")), json);
    EXPECT_TRUE(read_report(to_json_line(report), "r") == report) << json;
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST(RoundTrip, GivesBackEveryResult) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    test::Dice dice(seed);
    const Result result = test::random_result(dice);
    EXPECT_TRUE(read_result(to_json(result), "r") == result) << to_json(result);
  }
}

TEST(RoundTrip, OneReaderServesManyDocuments) {
  ReportReader reader;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    test::Dice dice(seed);
    const Report report = test::random_report(dice, 1 + dice.below(8));
    EXPECT_TRUE(reader.report(to_json(report), "r") == report) << seed;
    EXPECT_THROW((void)reader.report("{", "r"), InputError);
  }
}

TEST(RoundTrip, LinesHoldNoNewline) {
  test::Dice dice(1);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(to_json(test::random_result(dice)).find('\n'), std::string::npos);
    EXPECT_EQ(to_json(test::random_node(dice)).find('\n'), std::string::npos);
    EXPECT_EQ(to_json_line(test::random_report(dice, 3)).find('\n'), std::string::npos);
  }
}

TEST(RoundTrip, NothingThatIsNotFiniteIsWritten) {
  Result result{.test = "memory.read"};
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    result.elapsed_s = bad;
    result.params = {{"share", bad}};
    result.telemetry.quantities = {{"power_w", {{"mean", bad}, {"max", 3}}}};
    result.metrics = {{.name = "bandwidth", .value = bad, .peak = bad, .nominal = bad}};
    result.metrics[0].samples = Samples{3, bad, bad, bad, bad, bad, bad, bad, bad, bad, bad};
    const std::string json = to_json(result);
    EXPECT_EQ(json, R"({"test":"memory.read","subject":{"kind":"node"},"outcome":"ok","attempt":1,)"
                    R"("metrics":[{"name":"bandwidth","unit":"count","better":"higher",)"
                    R"("samples":{"n":3}}],"defects":[],"telemetry":{"power_w":{"max":3.0}}})");
    const Metric metric = read_result(json, "r").metrics.at(0);
    EXPECT_EQ(metric.value, std::nullopt);
    ASSERT_TRUE(metric.samples);
    EXPECT_TRUE(std::isnan(metric.samples->p05)) << "an absent statistic must not become 0";
    EXPECT_TRUE(std::isnan(metric.samples->droop));
  }
}

TEST(RoundTrip, AnUnknowableMomentIsAGap) {
  Report report;
  report.telemetry = {{.name = "power", .values = {{{1, kNan, 3}}, {{1, 2, 3}}, std::nullopt}}};
  const auto values = read_report(to_json(report), "r").telemetry.at(0).values;
  ASSERT_EQ(values.size(), 3U);
  EXPECT_FALSE(values[0]);
  EXPECT_EQ(values[1], (Series::Point{1, 2, 3}));
  EXPECT_FALSE(values[2]);
}

TEST(RoundTrip, TextThatIsNotUtf8IsMadeLegible) {
  Report report;
  report.node.serial =
      "S\xFF\x80"
      "1";
  report.run.environment = {{"NCCL_\xC0", "x"}};
  const Report read = read_report(to_json(report), "r");
  EXPECT_EQ(read.node.serial, "S\uFFFD\uFFFD1");
  EXPECT_EQ(read.run.environment.begin()->first, "NCCL_\uFFFD");
}

TEST(RoundTrip, AReportOfSixtyTestsStaysSmall) {
  EXPECT_LT(to_json(test::ordinary_report(60)).size(), 150'000U);
}

}  // namespace
}  // namespace assay
