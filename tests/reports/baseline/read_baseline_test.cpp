#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "reports/baseline/baseline.hpp"
#include "tests/reports/baseline/fleet.hpp"
#include "tests/reports/io/dice.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

/// Everything but where it stands in its file.
void expect_same(const Baseline& a, const Baseline& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.made, b.made);
  EXPECT_EQ(a.left_out, b.left_out);
  ASSERT_EQ(a.kinds.size(), b.kinds.size());
  for (std::size_t k = 0; k < a.kinds.size(); ++k) {
    EXPECT_EQ(a.kinds[k].kind, b.kinds[k].kind);
    EXPECT_EQ(a.kinds[k].software, b.kinds[k].software);
    EXPECT_EQ(a.kinds[k].not_learned, b.kinds[k].not_learned);
    ASSERT_EQ(a.kinds[k].reports.size(), b.kinds[k].reports.size());
    EXPECT_EQ(a.kinds[k].reports.front().source, b.kinds[k].reports.front().source);
    ASSERT_EQ(a.kinds[k].limits.size(), b.kinds[k].limits.size());
    for (std::size_t i = 0; i < a.kinds[k].limits.size(); ++i) {
      const LearnedLimit& x = a.kinds[k].limits[i];
      const LearnedLimit& y = b.kinds[k].limits[i];
      EXPECT_EQ(std::tie(x.test, x.metric, x.each, x.unit, x.better, x.statistic),
                std::tie(y.test, y.metric, y.each, y.unit, y.better, y.statistic));
      EXPECT_EQ(x.when, y.when) << x.test;
      EXPECT_EQ(x.typical, y.typical);
      EXPECT_EQ(x.statistics, y.statistics);
      EXPECT_EQ(x.spread.total, y.spread.total);
      EXPECT_EQ(x.left_out, y.left_out);
      for (const auto bound : {&LearnedLimit::at_least, &LearnedLimit::warn_below,
                               &LearnedLimit::warn_above, &LearnedLimit::at_most}) {
        ASSERT_EQ((x.*bound).has_value(), (y.*bound).has_value());
        if (x.*bound) {
          EXPECT_EQ((x.*bound)->value, (y.*bound)->value);
          EXPECT_EQ((x.*bound)->text, (y.*bound)->text);
        }
      }
    }
  }
}

TEST(BaselineFile, IsReadBackAsItWasLearned) {
  std::vector<ReadReport> reports = reports_of({});
  slow_down(reports, "node-2", 5, 0.85);
  reports.push_back(reports.front());
  const Baseline baseline = learned_from(reports);
  expect_same(read_baseline(to_yaml(baseline), "b.yaml"), baseline);
}

TEST(BaselineFile, HoldsWhateverNamesMachinesHave) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Dice dice(seed);
    std::vector<ReadReport> reports = reports_of({.nodes = 5, .runs = 1, .seed = seed});
    const std::string gpu = random_text(dice) + '\xc2' + '\xa0';
    for (ReadReport& read : reports) {
      for (Gpu& each : read.report.node.gpus) each.name = gpu;
      read.report.node.software["driver"] = "580: {yes}";
      read.source = random_text(dice);
      for (Result& result : read.report.results) result.params["kind of"] = gpu;
    }
    const Baseline baseline = learned_from(reports);
    if (to_yaml(baseline).find('\0') == std::string::npos)
      expect_same(read_baseline(to_yaml(baseline), "b.yaml"), baseline);
  }
}

struct Refused {
  const char* name;
  const char* from;
  const char* to;
  const char* says;
};

class BaselineFileRefuses : public testing::TestWithParam<Refused> {};

TEST_P(BaselineFileRefuses, NamingFileLineAndField) {
  std::string yaml = to_yaml(learned_from(reports_of({})));
  const std::size_t at = yaml.find(GetParam().from);
  ASSERT_NE(at, std::string::npos) << yaml;
  yaml.replace(at, std::string(GetParam().from).size(), GetParam().to);
  try {
    (void)read_baseline(yaml, "b.yaml");
    FAIL() << "was read: " << GetParam().to;
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("b.yaml"), HasSubstr(GetParam().says)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BaselineFileRefuses,
    testing::Values(Refused{"no_name", "baseline: \"good\"", "describes: x", "describes"},
                    Refused{"no_kinds", "kinds:", "sorts:", "sorts"},
                    Refused{"another_level", "level: \"quick\"", "level: fast", "level"},
                    Refused{"no_unit", "unit: \"B/s\"", "unit: parsec", "unit"},
                    Refused{"another_unit", "TB/s", "W", "must be in B/s"},
                    Refused{"a_share", "TB/s", "% of peak", "must be in"},
                    Refused{"no_number", "typical: ", "typical: two", "typical"},
                    Refused{"nan", "typical: ", "typical: .nan #", "typical"},
                    Refused{"no_direction", "better: higher", "better: best", "better"},
                    Refused{"floor_above_typical", "at_least: 2", "at_least: 92", "typical"},
                    Refused{"roof_where_more_is_better", "at_least: 2", "at_most: 92", "good side"},
                    Refused{"no_statistic", "p05:", "p06:", "p06"},
                    Refused{"negative_spread", "total: ", "total: -1", "total"},
                    Refused{"no_count", "nodes: 10", "nodes: some", "nodes"},
                    Refused{"unknown_key", "nodes: 10", "gpus: 10", "gpus"}),
    [](const testing::TestParamInfo<Refused>& row) { return row.param.name; });

TEST(BaselineFile, RefusesAKindOrALimitTwice) {
  Baseline baseline = learned_from(reports_of({}));
  baseline.kinds.push_back(baseline.kinds.front());
  EXPECT_THROW((void)read_baseline(to_yaml(baseline), "b.yaml"), InputError);
  baseline.kinds.pop_back();
  baseline.kinds[0].limits.push_back(baseline.kinds[0].limits.front());
  EXPECT_THROW((void)read_baseline(to_yaml(baseline), "b.yaml"), InputError);
}

/// A file that was cut off would demand less than was learned.
TEST(BaselineFile, CutAnywhereItIsRefused) {
  const std::string yaml = to_yaml(learned_from(reports_of({.nodes = 5})));
  EXPECT_NO_THROW((void)read_baseline(yaml.substr(0, yaml.size() - 1), "b.yaml"));
  for (std::size_t left = 2; left <= yaml.size(); left += left < 40 ? 1 : yaml.size() / 60)
    EXPECT_THROW((void)read_baseline(yaml.substr(0, yaml.size() - left), "b.yaml"), InputError)
        << left;
}

TEST(BaselineFile, ThatIsNotThereIsRefused) {
  EXPECT_THROW((void)load_baseline("/nowhere/b.yaml"), InputError);
}

}  // namespace
}  // namespace assay::test
