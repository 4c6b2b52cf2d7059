#include "suites/runner/plan.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "core/error.hpp"
#include "tests/suites/runner/made_test.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> ids(const Plan& plan) {
  std::vector<std::string> result;
  result.reserve(plan.tests.size());
  for (const PlannedTest& test : plan.tests) result.push_back(test.id);
  return result;
}

TEST(Plan, RunsSystemFirstThenMemoryAndWhatBracketsTheRunLast) {
  Registry registry;
  registry.add(made("compute.gemm", {.quick = 1}));
  registry.add(made("memory.read", {.quick = 1}));
  registry.add(made("memory.copy", {.quick = 1}));
  registry.add(made("system.pcie", {.quick = 1}, false, true));
  registry.add(made("system.cpu", {.quick = 1}, false));
  EXPECT_THAT(
      ids(make_plan({{"host", registry}}, {})),
      ElementsAre("system.cpu", "memory.copy", "memory.read", "compute.gemm", "system.pcie"));
}

TEST(Plan, SaysWhyATestIsLeftOut) {
  Registry registry;
  registry.add(made("memory.a", {.quick = 1}));
  registry.add(made("memory.b", {.standard = 1}));
  registry.add(made("memory.c", {.quick = 1}));
  registry.add(made("system.d", {.quick = 1}));
  const Plan plan = make_plan({{"host", registry}}, {.only = {"memory.*"}, .skip = {"*.c"}});
  EXPECT_THAT(ids(plan), ElementsAre("memory.a"));
  ASSERT_EQ(plan.left_out.size(), 3U);
  EXPECT_THAT(plan.left_out[0].reason, HasSubstr("level quick"));
  EXPECT_THAT(plan.left_out[1].reason, HasSubstr("--skip *.c"));
  EXPECT_THAT(plan.left_out[2].reason, HasSubstr("--only"));
}

TEST(Plan, OfASweepIsOfTestsThatSweepAndAsLongAsTheyTake) {
  Registry registry;
  auto both = made("collective.a", {.quick = 1});
  both.spec.sweep_seconds = 300;
  auto of_no_level = made("collective.b", {});
  of_no_level.spec.sweep_seconds = 200;
  registry.add(both);
  registry.add(of_no_level);
  registry.add(made("memory.c", {.quick = 1}));
  const Plan plan = make_plan({{"nccl", registry}}, {.sweep = true});
  EXPECT_THAT(ids(plan), ElementsAre("collective.a", "collective.b"));
  EXPECT_DOUBLE_EQ(planned_seconds(plan), 500) << "a level's budget is not a sweep's";
  ASSERT_EQ(plan.left_out.size(), 1U);
  EXPECT_EQ(plan.left_out[0].reason, "has nothing to sweep");
  EXPECT_DOUBLE_EQ(
      planned_seconds(make_plan({{"nccl", registry}}, {.budget_s = 100, .sweep = true})),
      100 * kUsable);

  const Plan level = make_plan({{"nccl", registry}}, {});
  EXPECT_THAT(ids(level), ElementsAre("memory.c", "collective.a"));
  EXPECT_EQ(level.left_out.at(0).reason, "part of no level; --sweep measures it");
}

TEST(Plan, LeavesWhatOnlyAGpuHasOutOnTheHost) {
  Registry registry;
  auto test = made("link.a", {.quick = 1});
  test.gpu_only = true;
  registry.add(test);
  const Plan plan = make_plan({{"host", registry}, {"cuda", registry}}, {});
  ASSERT_EQ(plan.tests.size(), 1U);
  EXPECT_EQ(plan.tests[0].device, "cuda");
  ASSERT_EQ(plan.left_out.size(), 1U);
  EXPECT_EQ(plan.left_out[0].device, "host");
  EXPECT_THAT(plan.left_out[0].reason, HasSubstr("needs a GPU"));
}

TEST(Plan, TakesTheTimeThatATestNeedsOnItsDevice) {
  Registry registry;
  auto both = made("memory.a", {.quick = 2, .standard = 20});
  both.spec.gpu_seconds = Seconds{.standard = 5};
  registry.add(both);
  registry.add(made("memory.b", {.quick = 3}));
  const Plan quick = make_plan({{"host", registry}, {"cuda", registry}}, {});
  ASSERT_EQ(quick.tests.size(), 3U);
  EXPECT_DOUBLE_EQ(planned_seconds(quick), 2 + 3 + 3);
  ASSERT_EQ(quick.left_out.size(), 1U);
  EXPECT_EQ(quick.left_out[0].device, "cuda");
  EXPECT_THAT(quick.left_out[0].reason, HasSubstr("level quick"));
  const Plan standard =
      make_plan({{"host", registry}, {"cuda", registry}}, {.level = Level::standard});
  EXPECT_DOUBLE_EQ(planned_seconds(standard), 20 + 5);
}

TEST(Plan, RefusesAGlobThatMatchesNothing) {
  Registry registry;
  registry.add(made("memory.a", {.quick = 1}));
  EXPECT_THROW((void)make_plan({{"host", registry}}, {.only = {"memroy.*"}}), InputError);
  EXPECT_THROW((void)make_plan({{"host", registry}}, {.skip = {"b"}}), InputError);
}

TEST(Plan, RefusesABudgetOfNothing) {
  Registry registry;
  registry.add(made("memory.a", {.quick = 1}));
  EXPECT_THROW((void)make_plan({{"host", registry}}, {.budget_s = 0.0}), InputError);
  EXPECT_THROW((void)make_plan({{"host", registry}}, {.budget_s = -1.0}), InputError);
}

TEST(Plan, StretchesOnlyTestsOnADevice) {
  Registry registry;
  registry.add(made("memory.a", {.quick = 1}));
  registry.add(made("system.b", {.quick = 1}, false));
  const Plan plan = make_plan({{"host", registry}}, {.budget_s = 100.0});
  EXPECT_DOUBLE_EQ(plan.tests[0].seconds, 1);
  EXPECT_DOUBLE_EQ(plan.tests[1].seconds, 100 * kUsable - 1);
}

TEST(Plan, ALevelShrinksButNeverStretches) {
  Registry small;
  small.add(made("memory.a", {.quick = 1}));
  EXPECT_DOUBLE_EQ(make_plan({{"host", small}}, {}).tests[0].seconds, 1);
  Registry large;
  large.add(made("memory.a", {.quick = 600}));
  EXPECT_DOUBLE_EQ(make_plan({{"host", large}}, {}).tests[0].seconds,
                   *level_budget_s(Level::quick) * kUsable);
}

TEST(Plan, TakesTheTimeoutThatIsGiven) {
  Registry registry;
  registry.add(made("memory.a", {.quick = 2}));
  EXPECT_DOUBLE_EQ(make_plan({{"host", registry}}, {}).tests[0].timeout_s, timeout_for(2));
  EXPECT_DOUBLE_EQ(make_plan({{"host", registry}}, {.timeout_s = 0.5}).tests[0].timeout_s, 0.5);
}

TEST(Plan, OneTestOnTwoDevicesIsPlannedTwice) {
  Registry host;
  Registry cuda;
  host.add(made("memory.a", {.quick = 1}));
  cuda.add(made("memory.a", {.quick = 1}));
  const Plan plan = make_plan({{"host", host}, {"cuda", cuda}}, {});
  ASSERT_EQ(plan.tests.size(), 2U);
  EXPECT_EQ(plan.tests[0].device, "host");
  EXPECT_EQ(plan.tests[1].device, "cuda");
}

/// Random sets of tests and requests: what must hold for every plan.
class AnyPlan : public testing::TestWithParam<unsigned> {
 protected:
  [[nodiscard]] double real(double low, double high) {
    return std::uniform_real_distribution<>(low, high)(random_);
  }
  [[nodiscard]] bool coin(double p = 0.5) { return std::bernoulli_distribution(p)(random_); }
  [[nodiscard]] std::size_t index(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }
  [[nodiscard]] double cost() { return coin(0.3) ? 0 : std::pow(10, real(-3, 4)); }

  Registry random_registry() {
    const std::vector<std::string> suites{"system", "memory", "compute", "link", "burnin", "other"};
    std::set<std::string> names;
    for (int i = 0; i < 40; ++i) names.insert(suites[index(6)] + ".t" + std::to_string(index(30)));
    Registry registry;
    for (const std::string& id : names)
      registry.add(made(id, {cost(), cost(), cost()}, coin(0.7), coin(0.2)));
    return registry;
  }

  PlanRequest random_request() {
    PlanRequest request;
    request.level = std::vector{Level::quick, Level::standard, Level::burnin}[index(3)];
    if (coin()) request.only = {"*.t1*", "*.t2*", "s*"};
    if (coin(0.3)) request.skip = {"*t?"};
    if (coin()) request.budget_s = std::pow(10, real(-2, 5));
    return request;
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(AnyPlan, HoldsEveryTestOnceKeepsTheBudgetAndTheOrder) {
  const Registry registry = random_registry();
  const PlanRequest request = random_request();
  Plan plan;
  try {
    plan = make_plan({{"host", registry}}, request);
  } catch (const InputError&) {
    GTEST_SKIP() << "no test matches the globs";
  }

  std::multiset<std::string> seen;
  for (const PlannedTest& test : plan.tests) {
    seen.insert(test.id);
    EXPECT_GT(test.seconds, 0) << test.id;
    EXPECT_GT(test.timeout_s, test.seconds) << test.id;
  }
  for (const LeftOut& test : plan.left_out) {
    seen.insert(test.id);
    EXPECT_NE(test.reason, "") << test.id;
  }
  std::multiset<std::string> all;
  for (const auto& test : registry.tests()) all.insert(test.id);
  EXPECT_EQ(seen, all);

  const auto budget = request.budget_s ? request.budget_s : level_budget_s(request.level);
  if (budget) {
    EXPECT_LE(planned_seconds(plan), *budget * kUsable * (1 + 1e-9));
  }
  EXPECT_TRUE(std::is_partitioned(plan.tests.begin(), plan.tests.end(),
                                  [](const PlannedTest& test) { return !test.brackets_run; }));
  EXPECT_EQ(ids(make_plan({{"host", registry}}, request)), ids(plan)) << "the order is stable";
}

INSTANTIATE_TEST_SUITE_P(Random, AnyPlan, testing::Range(0U, 300U));

}  // namespace
}  // namespace assay
