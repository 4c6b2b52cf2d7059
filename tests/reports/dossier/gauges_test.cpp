#include "reports/dossier/gauges.hpp"

#include <gmock/gmock.h>

#include <map>

#include "tests/browser/demo_node.hpp"

namespace assay {
namespace {

TEST(Gauges, EveryCheckIsInOneOfThemWithItsVerdict) {
  const test::DemoNode node = test::bad_node();
  std::multiset<std::string> checks;
  std::multiset<std::string> entries;
  for (const Check& check : node.judgement.checks)
    checks.insert(check.test + check.metric + check.subject + check.source + check.op +
                  std::string(name(check.verdict)));
  for (const BulletGauge& gauge : gauges_of(node.judgement, &node.report))
    for (const BulletGauge::Entry& entry : gauge.entries)
      if (entry.verdict)
        entries.insert(gauge.test + gauge.metric + entry.subject + gauge.source + gauge.op +
                       std::string(name(*entry.verdict)));
  EXPECT_EQ(entries, checks);
}

TEST(Gauges, EveryMeasuredMetricIsThere) {
  const test::DemoNode node = test::good_demo_node();
  std::set<std::pair<std::string, std::string>> drawn;
  for (const BulletGauge& gauge : gauges_of(node.judgement, &node.report))
    drawn.emplace(gauge.test, gauge.metric);
  for (const Result& result : node.report.results)
    for (const Metric& metric : result.metrics)
      EXPECT_TRUE(drawn.contains({result.test, metric.name})) << result.test << ' ' << metric.name;
}

TEST(Gauges, SizesOfOneTestStandApart) {
  Report report;
  for (const std::int64_t bytes : {1 << 20, 1 << 30}) {
    Result& result = report.results.emplace_back();
    result.test = "collective.all_reduce";
    result.params = {{"bytes", bytes}, {"type", std::string("bf16")}};
    result.metrics = {{.name = "bandwidth", .value = 1e9}};
  }
  const std::vector<BulletGauge> gauges = gauges_of({}, &report);
  ASSERT_EQ(gauges.size(), 2U);
  EXPECT_EQ(gauges[0].params, "bytes 1 MiB");
  EXPECT_EQ(gauges[1].params, "bytes 1 GiB");
  EXPECT_FALSE(gauges[0].entries[0].verdict);
}

TEST(Gauges, OnlyTheLastAttemptCounts) {
  Report report;
  for (const std::int64_t attempt : {1, 2}) {
    Result& result = report.results.emplace_back();
    result.test = "memory.read";
    result.attempt = attempt;
    result.metrics = {{.name = "bandwidth", .value = static_cast<double>(attempt)}};
  }
  const std::vector<BulletGauge> gauges = gauges_of({}, &report);
  ASSERT_EQ(gauges.size(), 1U);
  ASSERT_EQ(gauges[0].entries.size(), 1U);
  EXPECT_EQ(gauges[0].entries[0].value, 2);
}

}  // namespace
}  // namespace assay
