#include <gtest/gtest.h>

#include <algorithm>

#include "reports/judge/index.hpp"
#include "reports/judge/select.hpp"
#include "tests/reports/io/random_report.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

/// A healthy report with a few random faults, so that all four verdicts occur.
Report some_report(Dice& dice) {
  Report report = healthy_report();
  for (std::size_t n = dice.below(4); n > 0; --n) {
    Result& result = report.results[dice.below(report.results.size())];
    switch (dice.below(6)) {
      case 0:
        result.steady = false;
        break;
      case 1:
        if (!result.metrics.empty()) result.metrics.front().value.reset();
        break;
      case 2:
        if (!result.metrics.empty())
          result.metrics = {rate("bandwidth", Unit::bytes_per_second, 1e12)};
        break;
      case 3:
        result.outcome = dice.chance(0.5) ? Outcome::error : Outcome::failed;
        result.reason = "thrown";
        break;
      case 4:
        report.results.push_back(result);
        report.results.back().attempt += static_cast<std::int64_t>(dice.below(2));
        break;
      default:
        report.run.complete = dice.chance(0.5);
    }
  }
  return report;
}

bool same(const Judgement& a, const Judgement& b) {
  return a.verdict == b.verdict && reasons_of(a) == reasons_of(b) && a.uncovered == b.uncovered &&
         a.not_applicable == b.not_applicable &&
         std::equal(a.checks.begin(), a.checks.end(), b.checks.begin(), b.checks.end(),
                    [](const Check& x, const Check& y) {
                      return x.test == y.test && x.subject == y.subject && x.metric == y.metric &&
                             x.verdict == y.verdict && x.measured == y.measured;
                    });
}

template <class T>
void shuffle(std::vector<T>& items, Dice& dice) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[dice.below(i)]);
}

TEST(JudgeProperties, TheOrderOfResultsChangesNothing) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    Report report = some_report(dice);
    const Judgement before = judge_healthy(report);
    shuffle(report.results, dice);
    shuffle(report.node.gpus, dice);
    EXPECT_TRUE(same(before, judge_healthy(report))) << seed << "\n"
                                                     << reasons_of(before) << "---\n"
                                                     << reasons_of(judge_healthy(report));
  }
}

TEST(JudgeProperties, EveryVerdictOccurs) {
  std::vector<int> seen(4);
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    ++seen[static_cast<std::size_t>(judge_healthy(some_report(dice)).verdict)];
  }
  for (const int count : seen) EXPECT_GT(count, 3);
}

/// Is anything in `result` demanded by a limit?
bool demanded(const Result& result, const Profile& profile) {
  return std::any_of(profile.limits.begin(), profile.limits.end(), [&](const Limit& limit) {
    return limit.test == result.test && result.outcome == Outcome::ok &&
           !metrics_of(limit, result).empty();
  });
}

/// Taking evidence away can hide a fault, but it must never make a pass of it.
TEST(JudgeProperties, WithoutAResultThatALimitDemandsNothingPasses) {
  const Profile profile = read_profile(healthy_yaml(), "healthy.yaml");
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Dice dice(seed);
    const Report report = some_report(dice);
    for (std::size_t i = 0; i < report.results.size(); ++i) {
      const Result& removed = report.results[i];
      const auto same_group = [&](const Result& r) {
        return r.test == removed.test && r.subject == removed.subject;
      };
      // A lone attempt: of several, another may answer.
      if (!demanded(removed, profile) ||
          std::count_if(report.results.begin(), report.results.end(), same_group) > 1)
        continue;
      Report less = report;
      less.results.erase(less.results.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_GE(judge_healthy(less).verdict, Verdict::unknown) << seed << " without " << i;
    }
  }
}

TEST(JudgeProperties, WithoutAMetricThatALimitDemandsNothingPasses) {
  const Report report = healthy_report();
  const Profile profile = read_profile(healthy_yaml(), "healthy.yaml");
  int removed = 0;
  for (std::size_t i = 0; i < report.results.size(); ++i)
    for (std::size_t m = 0; m < report.results[i].metrics.size(); ++m) {
      const std::string& name = report.results[i].metrics[m].name;
      const bool wanted =
          std::any_of(profile.limits.begin(), profile.limits.end(), [&](const Limit& limit) {
            return limit.test == report.results[i].test && limit.metric == name;
          });
      Report less = report;
      less.results[i].metrics.erase(less.results[i].metrics.begin() +
                                    static_cast<std::ptrdiff_t>(m));
      EXPECT_EQ(judge_healthy(less).verdict, wanted ? Verdict::unknown : Verdict::pass) << name;
      removed += wanted ? 1 : 0;
    }
  EXPECT_EQ(removed, 10);
}

/// Whatever a report says, the judge answers; and only evidence makes a pass.
TEST(JudgeProperties, AnyReportIsJudged) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Dice dice(seed);
    const Report report = random_report(dice, 20);
    const Judgement judgement = judge_healthy(report);
    EXPECT_GE(judgement.verdict, Verdict::unknown) << seed;
    EXPECT_FALSE(judgement.reasons.empty());
    EXPECT_TRUE(
        std::is_sorted(judgement.reasons.begin(), judgement.reasons.end(),
                       [](const Reason& a, const Reason& b) { return a.verdict > b.verdict; }));
    EXPECT_TRUE(same(judgement, judge_healthy(report)));
  }
}

/// The verdict is the worst of what was found, in whatever order it was found.
TEST(JudgeProperties, TheWorstWins) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    const Judgement judgement = judge_healthy(some_report(dice));
    Verdict worst = Verdict::pass;
    for (const Reason& reason : judgement.reasons) worst = std::max(worst, reason.verdict);
    EXPECT_EQ(judgement.verdict, worst) << seed << reasons_of(judgement);
    for (const Check& check : judgement.checks) EXPECT_LE(check.verdict, judgement.verdict);
  }
}

}  // namespace
}  // namespace assay::test
