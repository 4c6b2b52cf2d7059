#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/lint.hpp"
#include "reports/profile/match.hpp"
#include "tests/reports/profiles/good_node.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Shipped : public testing::TestWithParam<Chip> {
 protected:
  [[nodiscard]] const Chip& chip() const { return GetParam(); }
  [[nodiscard]] const Profile& profile() const { return shipment(chip()).profile; }
  /// The limits that stand in the profile's own file.
  [[nodiscard]] std::vector<Limit> own() const {
    std::vector<Limit> limits;
    for (const Limit& limit : profile().limits)
      if (limit.at.starts_with(chip().profile + ".yaml:")) limits.push_back(limit);
    return limits;
  }
  [[nodiscard]] const Expectation* expectation(const std::string& key) const {
    for (const Expectation& one : profile().expectations)
      if (one.key == key) return &one;
    return nullptr;
  }
  [[nodiscard]] double number(const std::string& key) const {
    const Expectation* found = expectation(key);
    return found == nullptr || !found->number ? 0 : *found->number;
  }
};

INSTANTIATE_TEST_SUITE_P(Chips, Shipped, testing::ValuesIn(chips()),
                         [](const testing::TestParamInfo<Chip>& row) {
                           std::string name = row.param.profile;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(Shipped, LintsWithoutErrors) {
  for (const Finding& finding : lint(profile(), {shipment(chip()).good}))
    EXPECT_NE(finding.severity, Finding::Severity::error) << finding.at << ": " << finding.text;
}

TEST_P(Shipped, WarningsOfLintAreOfKindsThatAreKnown) {
  for (const Finding& finding : lint(profile(), {})) {
    if (finding.severity == Finding::Severity::note) continue;
    const bool stated = finding.text.find("its source gives the") != std::string::npos ||
                        finding.text.find("can only warn, never fail") != std::string::npos;
    EXPECT_TRUE(stated) << finding.at << ": " << finding.text;
  }
}

TEST_P(Shipped, DemandsAllThatIntegrityDemands) {
  std::set<std::string> there;
  for (const Limit& limit : profile().limits) there.insert(limit.at);
  for (const Limit& limit : load_profile("integrity").limits)
    EXPECT_TRUE(there.contains(limit.at)) << limit.at;
}

TEST_P(Shipped, ExpectsTheMachineOfItsDataSheet) {
  EXPECT_EQ(number("gpus"), chip().gpus);
  EXPECT_EQ(number("sms"), chip().sms);
  EXPECT_DOUBLE_EQ(number("memory"), chip().memory_bytes);
  EXPECT_DOUBLE_EQ(number("power_limit"), chip().power_w);
  EXPECT_EQ(number("nvlinks"), chip().nvlinks);
  EXPECT_DOUBLE_EQ(number("nvlink_speed"), chip().link_speed);
  EXPECT_DOUBLE_EQ(number("nics") * number("nic_speed") / 8, chip().network);
  for (const auto& [key, word] :
       std::map<std::string, std::string>{{"compute_capability", chip().compute_capability},
                                          {"gpu", chip().gpu},
                                          {"ecc", "on"},
                                          {"mig", "off"},
                                          {"compute_mode", "default"}}) {
    ASSERT_NE(expectation(key), nullptr) << key;
    EXPECT_THAT(expectation(key)->any_of, testing::ElementsAre(word));
  }
}

TEST_P(Shipped, EveryLimitSaysWhereItComesFrom) {
  for (const Limit& limit : own()) {
    if (limit.source.starts_with("by definition")) {
      EXPECT_TRUE(limit.at_least->unit == Unit::ratio)
          << limit.at << ": only a share is by definition";
      continue;
    }
    const Source& origin = limit.origin;
    EXPECT_THAT(origin.url, StartsWith("https://github.com/")) << limit.at;
    EXPECT_FALSE(origin.date.empty()) << limit.at;
    EXPECT_FALSE(origin.confidence.empty()) << limit.at;
    EXPECT_FALSE(origin.text.empty()) << limit.at;
    EXPECT_TRUE(origin.figure || limit.test == "link.nvlink") << limit.at;
  }
}

/// A gate stands as it is; of what was measured, 90 % is demanded and under 95 % warns.
TEST_P(Shipped, BoundsFollowFromTheFigureByTheStatedRule) {
  constexpr double rounding = 5e-4;
  for (const Limit& limit : own()) {
    if (!limit.origin.figure) continue;
    const double figure = limit.origin.figure->value;
    if (limit.at_most) {
      EXPECT_NEAR(limit.at_most->value / figure, 1.10, rounding) << limit.at;
      EXPECT_NEAR(limit.warn_above->value / figure, 1.05, rounding) << limit.at;
      continue;
    }
    const double share = limit.at_least->value / figure;
    if (limit.origin.text.find("gate") != std::string::npos) {
      EXPECT_DOUBLE_EQ(share, 1) << limit.at;
      continue;
    }
    EXPECT_NEAR(share, 0.90, rounding) << limit.at;
    EXPECT_NEAR(limit.warn_below->value / figure, 0.95, rounding) << limit.at;
  }
}

TEST_P(Shipped, EveryRateHasThePhysicalCeilingOfItsChip) {
  constexpr double rounding = 2e-3;
  for (const Limit& limit : own()) {
    const bool is_rate = limit.at_least && limit.at_least->unit != Unit::ratio &&
                         limit.at_least->unit != Unit::count && limit.at_least->unit &&
                         limit.metric != "link_speed";
    if (!is_rate) continue;
    ASSERT_TRUE(limit.implausible_above) << limit.at;
    const double most = ceiling(chip(), limit.test, limit.metric, nodes_of(limit));
    ASSERT_GT(most, 0) << limit.at << ": the table knows no ceiling of " << limit.test;
    EXPECT_NEAR(limit.implausible_above->value / most, 1, rounding) << limit.at;
    EXPECT_LT(limit.origin.figure->value, most) << limit.at << ": nothing can measure that";
    // Nobody comes near what switches that add could do: of collectives, half of a ring.
    const bool joined = limit.test.starts_with("collective.");
    const double ring = chip().network > 0 && nodes_of(limit) > 1
                            ? std::min(chip().peer(), chip().network)
                            : chip().peer();
    EXPECT_GT(limit.at_least->value, (joined ? ring : most) / 2)
        << limit.at << ": half of it may be lost";
  }
}

/// Sizes and types that a run of the limit's level measures: suites/collective/sizes.hpp.
TEST_P(Shipped, CollectivesAreJudgedWhereTheyAreMeasured) {
  constexpr std::int64_t mib = std::int64_t{1} << 20;
  const std::set<std::int64_t> quick{mib, 64 * mib, 1024 * mib};
  const std::set<std::int64_t> standard{mib / 128, mib / 4,   4 * mib,    32 * mib,
                                        128 * mib, 512 * mib, 2048 * mib, 8192 * mib};
  for (const Limit& limit : own()) {
    if (!limit.test.starts_with("collective.")) continue;
    const bool only_quick = limit.when.contains("level");
    EXPECT_EQ(limit.level, only_quick ? "quick" : "standard") << limit.at;
    const auto bytes = std::get<std::int64_t>(limit.when.at("bytes"));
    EXPECT_TRUE((only_quick ? quick : standard).contains(bytes)) << limit.at;
    EXPECT_TRUE(limit.when.contains("nodes")) << limit.at << ": more nodes are slower";
    const auto type = std::get<std::string>(limit.when.at("type"));
    EXPECT_TRUE(type == "bf16" || (type == "fp32" && !only_quick)) << limit.at;
    EXPECT_LE(4 * 2 * static_cast<double>(bytes), chip().memory_bytes) << limit.at;
  }
}

TEST_P(Shipped, IsChosenByTheNameOfItsGpusAlone) {
  Node node = shipment(chip()).good.node;
  EXPECT_EQ(matching_profile(node), chip().profile);
  for (const Chip& other : chips())
    EXPECT_EQ(matches(shipment(other).profile, node), other.profile == chip().profile);
  // A node that lost a GPU must not be judged by less.
  if (chip().gpus > 1) {
    node.gpus.pop_back();
    EXPECT_EQ(matching_profile(node), chip().profile);
  }
}

TEST(ShippedNames, AreUniqueAndAllInTheTable) {
  std::set<std::string> names{"integrity"};
  for (const Chip& chip : chips()) EXPECT_TRUE(names.insert(chip.profile).second) << chip.profile;
  for (const std::string& name : shipped_profiles())
    EXPECT_TRUE(names.contains(name)) << name << " has no row in chips.cpp";
  EXPECT_EQ(shipped_profiles().size(), names.size());
}

}  // namespace
}  // namespace assay::test
