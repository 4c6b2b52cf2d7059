#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/error.hpp"
#include "core/philox.hpp"
#include "reports/lint.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kOwn =
    "limits:\n  - {test: memory.read, metric: bandwidth, at_least: 1 TB/s, source: s}\n";

Profile including(const std::string& includes, const std::string& rest = kOwn) {
  return read_profile("profile: p\nincludes: " + includes + "\n" + rest, "p.yaml");
}

std::string refusal(const std::string& includes) {
  try {
    (void)including(includes);
  } catch (const InputError& error) {
    return error.what();
  }
  return "was read";
}

std::vector<std::string> places(const Profile& profile) {
  std::vector<std::string> all;
  all.reserve(profile.limits.size());
  for (const Limit& limit : profile.limits) all.push_back(limit.at);
  return all;
}

TEST(Includes, AddDemandsThatKeepTheirOwnPlace) {
  const Profile profile = including("integrity");
  const Profile integrity = load_profile("integrity");
  ASSERT_EQ(profile.limits.size(), integrity.limits.size() + 1);
  EXPECT_EQ(profile.limits.front().at, "p.yaml:4");
  std::vector<std::string> wanted = places(integrity);
  wanted.insert(wanted.begin(), "p.yaml:4");
  EXPECT_EQ(places(profile), wanted);
  EXPECT_THAT(profile.includes, testing::ElementsAre("integrity"));
}

TEST(Includes, TakeNothingButDemands) {
  const Profile profile =
      including("integrity", std::string("describes: mine\ncertify: burnin\n") + kOwn);
  EXPECT_EQ(profile.name, "p");
  EXPECT_EQ(profile.describes, "mine");
  EXPECT_EQ(profile.certify_level, "burnin");
  EXPECT_TRUE(profile.matches.empty());
}

TEST(Includes, AreRefusedByFileLineAndField) {
  EXPECT_THAT(refusal("nothing-such"),
              AllOf(HasSubstr("p.yaml:2: includes:"), HasSubstr("no shipped profile"),
                    HasSubstr("integrity")));
  EXPECT_THAT(refusal("./integrity.yaml"), HasSubstr("no shipped profile"));
  EXPECT_THAT(refusal("h100-sxm5-80gb"),
              AllOf(HasSubstr("p.yaml:2: includes:"), HasSubstr("includes others itself"),
                    HasSubstr("h100-sxm5-80gb.yaml:")));
  EXPECT_THAT(refusal("[integrity, integrity]"), HasSubstr("stands here twice"));
  EXPECT_THAT(refusal("[]"), HasSubstr("empty list"));
  EXPECT_THAT(refusal("{a: b}"), HasSubstr("single value"));
  EXPECT_THAT(refusal(""), HasSubstr("includes: is empty"));
}

/// Whatever else a profile demands, an include makes no verdict better: for random reports the
/// verdict with it is the worse of the verdicts of both parts.
TEST(Includes, NeverWeaken) {
  const Profile alone = read_profile(std::string("profile: p\n") + kOwn, "p.yaml");
  const Profile both = including("integrity");
  const Profile integrity = load_profile("integrity");
  constexpr int rounds = 60;
  std::set<Verdict> seen;
  for (int round = 0; round < rounds; ++round) {
    Report report = healthy_report();
    std::uint64_t drawn = 0;
    const auto dice = [&] { return random_bits(static_cast<std::uint64_t>(round), drawn++); };
    for (Result& result : report.results) {
      if (dice() % 8 == 0) result.outcome = Outcome::error, result.reason = "crash";
      for (Metric& metric : result.metrics)
        if (dice() % 8 == 0) metric.value.reset();
    }
    if (dice() % 2 == 0)
      std::erase_if(report.results, [&](const Result&) { return dice() % 4 == 0; });
    const auto verdict = [&](const Profile& profile) {
      return judge({report, "r.json", ""}, profile, {.now_wall_s = kNow_s}).verdict;
    };
    seen.insert(verdict(alone));
    EXPECT_EQ(verdict(both), std::max(verdict(alone), verdict(integrity))) << round;
  }
  EXPECT_GT(seen.size(), 1U) << "the reports were all alike";
}

TEST(Includes, AreLintedToo) {
  const Profile profile = including("integrity");
  bool about_included = false;
  for (const Finding& finding : lint(profile, {healthy_report()}))
    about_included |= finding.at.starts_with("integrity.yaml:");
  EXPECT_TRUE(about_included);
}

}  // namespace
}  // namespace assay::test
