#include "tests/reports/profiles/good_node.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/glob.hpp"
#include "core/stats.hpp"
#include "reports/judge/ruling.hpp"
#include "reports/judge/select.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

Judgement judged(const Report& report, const Profile& profile) {
  return judge({report, "node.json", ""}, profile, {.now_wall_s = kNow_s});
}

/// Multiplies a metric, all its statistics and nothing else.
void scale(Metric& metric, double by) {
  metric.value = *metric.value * by;
  if (!metric.samples) return;
  Samples& s = *metric.samples;
  for (double* x : {&s.min, &s.p01, &s.p05, &s.p50, &s.p95, &s.p99, &s.max, &s.mean, &s.stddev})
    *x *= by;
}

double judged_number(const Metric& metric, const std::string& wanted) {
  if (wanted == "droop") return metric.samples->droop;
  return wanted.empty() ? *metric.value : *statistic(*metric.samples, wanted);
}

/// The first metric of a report that `limit` is on, on a subject of its kind.
Metric* metric_of(Report& report, const Limit& limit) {
  for (Result& result : report.results) {
    const bool fits = glob_matches(limit.test, result.test) &&
                      (limit.each.empty() || limit.each == result.subject.kind);
    if (!fits) continue;
    if (!selects(limit, result, report.run)) continue;
    for (Metric& metric : result.metrics)
      if (glob_matches(limit.metric, metric.name)) return &metric;
  }
  return nullptr;
}

/// Moves that metric to `share` of the bound; false if the bound is no number of its own.
bool move_to(Report& report, const Limit& limit, const Threshold& bound, double share) {
  Metric* metric = metric_of(report, limit);
  if (metric == nullptr || bound.of != Threshold::Of::absolute) return false;
  if (limit.statistic == "droop")
    metric->samples->droop = bound.value * share;
  else if (bound.value == 0)
    metric->value = share > 1 ? 1 : 0;
  else
    scale(*metric, bound.value * share / judged_number(*metric, limit.statistic));
  return true;
}

bool expects(const Profile& profile, const std::string& key) {
  return std::any_of(profile.expectations.begin(), profile.expectations.end(),
                     [&](const Expectation& one) { return one.key == key; });
}

bool applies(const Limit& limit) {
  const auto on = limit.when.find("virtual");
  return on == limit.when.end() || on->second == ParamValue(false);
}

class GoodNode : public testing::TestWithParam<Chip> {
 protected:
  [[nodiscard]] const Chip& chip() const { return GetParam(); }
  [[nodiscard]] const Profile& profile() const { return shipment(chip()).profile; }
  [[nodiscard]] const Report& good() const { return shipment(chip()).good; }
  /// A good run that must answer `limit`.
  [[nodiscard]] Report good_for(const Limit& limit) const {
    const std::int64_t nodes = nodes_of(limit);
    Report report = nodes == 1 ? good() : good_node(chip(), profile(), nodes);
    const auto level = limit.when.find("level");
    if (level != limit.when.end()) report.run.level = std::get<std::string>(level->second);
    if (limit.level == "burnin") add_burn(report, chip(), profile());
    return report;
  }
  [[nodiscard]] Judgement verdict(const Report& report) const { return judged(report, profile()); }
};

INSTANTIATE_TEST_SUITE_P(Chips, GoodNode, testing::ValuesIn(chips()),
                         [](const testing::TestParamInfo<Chip>& row) {
                           std::string name = row.param.profile;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(GoodNode, PassesAtStandardAndQuick) {
  const Judgement standard = verdict(good());
  EXPECT_EQ(standard.verdict, Verdict::pass) << reasons_of(standard);
  Report quick = good();
  quick.run.level = "quick";
  EXPECT_EQ(verdict(quick).verdict, Verdict::pass) << reasons_of(verdict(quick));
}

TEST_P(GoodNode, LacksOneGpuAndDoesNotPass) {
  Report report = good();
  const int last = chip().gpus - 1;
  const std::string end = "gpu" + std::to_string(last);
  report.node.gpus.pop_back();
  std::erase_if(report.results, [&](const Result& result) {
    return result.subject.index == last || result.subject.from == end || result.subject.to == end;
  });
  EXPECT_GE(verdict(report).verdict, Verdict::unknown);
}

TEST_P(GoodNode, DidNotMeasureOneGpuAndDoesNotPass) {
  Report report = good();
  std::erase_if(report.results, [](const Result& result) {
    return result.subject.kind == "gpu" && result.subject.index == 0;
  });
  EXPECT_GE(verdict(report).verdict, Verdict::unknown);
}

TEST_P(GoodNode, IsNoneWithAnotherGpuAmongThem) {
  Report report = good();
  report.node.gpus.back().name = "NVIDIA L40S";
  EXPECT_EQ(verdict(report).verdict, Verdict::fail);
  for (Gpu& gpu : report.node.gpus) gpu.name = "NVIDIA L40S";
  EXPECT_EQ(verdict(report).verdict, Verdict::fail);
}

TEST_P(GoodNode, IsNoneWithAnotherStateOfAGpu) {
  for (const auto& [fact, word] : std::map<std::string, std::string>{{"ecc", "off"},
                                                                     {"mig", "on"},
                                                                     {"compute_mode", "prohibited"},
                                                                     {"fabric", "in progress"}}) {
    if (!expects(profile(), fact)) continue;
    Report report = good();
    result_of(report, "system.gpu", "gpu 0").facts[fact] = word;
    EXPECT_EQ(verdict(report).verdict, Verdict::fail) << fact;
    result_of(report, "system.gpu", "gpu 0").facts.erase(fact);
    EXPECT_EQ(verdict(report).verdict, Verdict::unknown) << fact << " is not said";
  }
}

TEST_P(GoodNode, MissesEachLimitInTurnByOnePerCent) {
  constexpr double below = 0.99;
  constexpr double above = 1.01;
  for (const Limit& limit : profile().limits) {
    if (!applies(limit)) continue;
    const auto& floor = limit.at_least ? limit.at_least : limit.warn_below;
    const auto& roof = limit.at_most ? limit.at_most : limit.warn_above;
    Report report = good_for(limit);
    ASSERT_TRUE(move_to(report, limit, floor ? *floor : *roof, floor ? below : above)) << limit.at;
    const bool can_fail = limit.at_least || limit.at_most;
    EXPECT_EQ(verdict(report).verdict, can_fail ? Verdict::fail : Verdict::warn) << limit.at;
  }
}

TEST_P(GoodNode, PassesAmongAsManyNodesAsItsLimitsAreAbout) {
  for (const Limit& limit : profile().limits) {
    const Judgement judgement = verdict(good_for(limit));
    EXPECT_EQ(judgement.verdict, Verdict::pass) << limit.at << "\n" << reasons_of(judgement);
    EXPECT_TRUE(
        std::any_of(judgement.checks.begin(), judgement.checks.end(),
                    [&](const Check& check) { return check.source == provenance(limit); }) ||
        !applies(limit))
        << limit.at << " is not judged";
  }
}

/// A ring where the switch should have added, sockets where InfiniBand is.
TEST_P(GoodNode, WentAnotherWayThanALimitExpects) {
  for (const Limit& limit : profile().limits)
    for (const auto& [fact, allowed] : limit.expect) {
      const auto with = [&, &key = fact](const std::string& word) {
        Report report = good_for(limit);
        for (Result& result : report.results)
          if (result.test == limit.test) result.facts[key] = word;
        return verdict(report).verdict;
      };
      EXPECT_EQ(with(allowed.front()), Verdict::pass) << limit.at;
      EXPECT_EQ(with(fact == "transport" ? "Socket" : "RING"), Verdict::fail) << limit.at;
      EXPECT_EQ(with("unknown"), Verdict::unknown) << limit.at;
    }
}

TEST_P(GoodNode, HasAnAdapterAtHalfItsSpeed) {
  Report report = good();
  if (chip().network == 0) return;
  Metric& rate = result_of(report, "system.infiniband", "port mlx5_3/1").metrics.back();
  ASSERT_EQ(rate.name, "rate");
  rate.value = *rate.value / 2;
  EXPECT_EQ(verdict(report).verdict, Verdict::fail);
  rate.value.reset();
  EXPECT_EQ(verdict(report).verdict, Verdict::unknown);
}

TEST_P(GoodNode, IsBetterThanPhysicsAndDoesNotPass) {
  constexpr double above = 1.01;
  for (const Limit& limit : profile().limits) {
    if (!limit.implausible_above) continue;
    Report report = good_for(limit);
    ASSERT_TRUE(move_to(report, limit, *limit.implausible_above, above)) << limit.at;
    const Judgement judgement = verdict(report);
    EXPECT_GE(judgement.verdict, Verdict::unknown) << limit.at;
    EXPECT_TRUE(has_reason(judgement, "implausible")) << limit.at << "\n" << reasons_of(judgement);
  }
}

TEST_P(GoodNode, LacksEachDemandedMetricInTurnAndIsUnknown) {
  for (const Limit& limit : profile().limits) {
    if (!applies(limit)) continue;
    Report report = good_for(limit);
    Metric* metric = metric_of(report, limit);
    ASSERT_NE(metric, nullptr) << limit.at;
    metric->value.reset();
    EXPECT_GE(verdict(report).verdict, Verdict::unknown) << limit.at;
  }
}

TEST_P(GoodNode, LacksOneLinkAndIsUnknownIfLinksAreJudged) {
  const bool judges_links = std::any_of(profile().limits.begin(), profile().limits.end(),
                                        [](const Limit& limit) { return limit.each == "link"; });
  Report report = good();
  const auto link = std::find_if(report.results.begin(), report.results.end(),
                                 [](const Result& r) { return r.subject.kind == "link"; });
  EXPECT_EQ(link == report.results.end(), chip().gpus == 1);
  if (link != report.results.end()) report.results.erase(link);
  const Judgement judgement = verdict(report);
  EXPECT_EQ(judgement.verdict, judges_links ? Verdict::unknown : Verdict::pass);
  EXPECT_EQ(has_reason(judgement, "missing-subject"), judges_links) << reasons_of(judgement);
}

}  // namespace
}  // namespace assay::test
