#include "cli/fabric/ports.hpp"

#include <gmock/gmock.h>

#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

Plan plan_with_rail() {
  Plan plan;
  plan.tests.push_back({.id = "collective.all_reduce", .device = "nccl", .seconds = 8});
  plan.tests.push_back(
      {.id = "collective.rail", .device = "nccl", .seconds = 8, .each_port = true});
  return plan;
}

TEST(Ports, BecomeVariantsOfTheTestsThatWantThem) {
  const fakes::HostTree tree;
  Plan plan = plan_with_rail();
  add_ports(plan, tree.files());
  EXPECT_TRUE(plan.tests[0].variants.empty());
  ASSERT_EQ(plan.tests[1].variants.size(), 8U);
  const std::vector<PlannedTest> each = each_variant(plan.tests[1]);
  ASSERT_EQ(each.size(), 8U);
  double seconds = 0;
  for (std::size_t i = 0; i < each.size(); ++i) {
    const std::string device = "mlx5_" + std::to_string(i);
    EXPECT_EQ(each[i].variant.name, device + "/1");
    EXPECT_EQ(each[i].variant.environment.at("NCCL_IB_HCA"), "=" + device + ":1");
    EXPECT_EQ(each[i].variant.against, "");
    EXPECT_TRUE(each[i].variants.empty());
    seconds += each[i].seconds;
  }
  EXPECT_DOUBLE_EQ(seconds, 8);
}

/// So that the plan of a node with a broken port is that of its neighbours.
TEST(Ports, ThatAreNotActiveAreVariantsThatCannotBeDone) {
  fakes::HostTree tree;
  tree.write(fakes::HostTree::port_file(3, "state"), "1: DOWN\n");
  Plan plan = plan_with_rail();
  add_ports(plan, tree.files());
  ASSERT_EQ(plan.tests[1].variants.size(), 8U);
  EXPECT_THAT(plan.tests[1].variants[3].against, HasSubstr("mlx5_3/1 is not active: 1: DOWN"));
  EXPECT_EQ(plan.tests[1].variants[4].against, "");
}

TEST(Ports, OfOneTestGiveOneResultEach) {
  const PlannedTest test{.id = "collective.rail", .variant = {.name = "mlx5_2/1"}};
  Result good{.test = test.id, .subject = {.kind = "port", .id = "mlx5_2/1"}};
  Result lost{.test = test.id, .subject = {.kind = "gpu", .index = 5}};
  lost.outcome = Outcome::error;
  lost.reason = "killed by SIGSEGV";
  const Result result = result_on_port(test, {good, lost, good});
  EXPECT_EQ(label(result.subject), "port mlx5_2/1");
  EXPECT_EQ(result.outcome, Outcome::error);
  EXPECT_EQ(result.reason, "gpu 5: killed by SIGSEGV");
  EXPECT_EQ(result_on_port(test, {good, good}).outcome, Outcome::ok);
}

TEST(ATestWithoutVariants, IsItself) {
  const PlannedTest test{.id = "collective.all_reduce", .seconds = 3};
  ASSERT_EQ(each_variant(test).size(), 1U);
  EXPECT_EQ(each_variant(test).front().seconds, 3);
}

}  // namespace
}  // namespace assay
