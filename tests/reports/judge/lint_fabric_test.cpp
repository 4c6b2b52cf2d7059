#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/lint.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

/// 450 GB/s of NVLink a GPU, 400 GB/s of network a node.
const std::string kLinks =
    "profile: p\ndescribes: d\nexpect: {gpus: 8, compute_capability: '9.0', nvlinks: 18, "
    "nvlink_speed: '>= 25 GB/s', nics: '>= 8', nic_speed: '>= 400 Gbit/s'}\nlimits:\n";
/// The same without adapters.
const std::string kNvlink =
    "profile: p\ndescribes: d\nexpect: {gpus: 8, compute_capability: '9.0', nvlinks: 18, "
    "nvlink_speed: 25 GB/s}\nlimits:\n";

struct Case {
  const char* name;
  std::string limit;
  const char* finding;  ///< "" = none about links
};

class LintFabric : public testing::TestWithParam<Case> {};

TEST_P(LintFabric, HoldsLimitsAgainstLinks) {
  const auto findings =
      lint(read_profile(kLinks + "  - {test: collective." + GetParam().limit + ", source: s}\n",
                        "p.yaml"),
           {});
  std::string found;
  for (const Finding& finding : findings)
    if (finding.text.find("the links of `expect`") != std::string::npos) {
      found += finding.text;
      const bool never = finding.text.find("never hold") != std::string::npos;
      EXPECT_EQ(finding.severity, never ? Finding::Severity::error : Finding::Severity::warning);
      EXPECT_EQ(finding.at, "p.yaml:5");
    }
  if (*GetParam().finding == '\0')
    EXPECT_EQ(found, "");
  else
    EXPECT_THAT(found, HasSubstr(GetParam().finding));
}

const std::string kSum = "all_reduce, metric: bus_bandwidth, each: gpu, ";

INSTANTIATE_TEST_SUITE_P(
    Cases, LintFabric,
    testing::Values(
        Case{"sound_one_node", kSum + "when: {nodes: 1}, at_least: 440 GB/s", ""},
        Case{"over_nvls", kSum + "when: {nodes: 1}, at_least: 701 GB/s", "above the 700 GB/s"},
        Case{"warns_over_nvls", kSum + "when: {nodes: 1}, at_least: 440 GB/s, warn_below: 701 GB/s",
             "never hold"},
        Case{"half_of_nvls", kSum + "when: {nodes: 1}, at_least: 351 GB/s", ""},
        Case{"under_half_of_nvls", kSum + "when: {nodes: 1}, at_least: 349 GB/s",
             "under half of the 700 GB/s"},
        Case{"half_of_a_ring",
             kSum + "when: {nodes: 1}, expect: {algorithm: RING}, at_least: 349 "
                    "GB/s",
             ""},
        Case{"over_a_ring",
             kSum + "when: {nodes: 1}, expect: {algorithm: RING}, at_least: 451 GB/s",
             "above the 450 GB/s"},
        Case{"an_algorithm_nobody_knows",
             kSum + "when: {nodes: 1}, expect: {algorithm: PAT}, at_least: 9 TB/s", ""},
        Case{"nvls_and_two_nodes",
             kSum + "when: {nodes: 2}, expect: {algorithm: NVLS}, at_least: 9 TB/s", ""},
        Case{"two_nodes", kSum + "when: {nodes: 2}, at_least: 440 GB/s", ""},
        Case{"impossible_gate_of_two_nodes", kSum + "when: {nodes: 2}, at_least: 800 GB/s",
             "above the 750 GB/s"},
        Case{"gate_that_accepts_half", kSum + "when: {nodes: 2}, at_least: 250 GB/s",
             "under half of the 750 GB/s"},
        Case{"two_node_gate_at_sixteen",
             kSum + "when: {nodes: 16}, expect: {algorithm: [RING, TREE, NVLS*]}, at_least: 440 "
                    "GB/s",
             "above the 423"},
        Case{"unless_switches_add", kSum + "when: {nodes: 16}, at_least: 440 GB/s", ""},
        Case{"ring_at_sixteen_is_enough", kSum + "when: {nodes: 16}, at_least: 390 GB/s", ""},
        Case{"half_of_what_switches_add",
             kSum + "when: {nodes: 16}, expect: {algorithm: COLLNET_DIRECT}, at_least: 390 GB/s",
             "under half"},
        Case{"fewer_ranks", kSum + "when: {nodes: 1, ranks: 2}, at_least: 460 GB/s",
             "above the 450 GB/s"},
        Case{"any_number_of_nodes", kSum + "at_least: 740 GB/s", ""},
        Case{"no_number_of_nodes", kSum + "at_least: 760 GB/s", "above the 750 GB/s"},
        Case{"low_for_any_number", kSum + "at_least: 100 GB/s", ""},
        Case{"hosts",
             "all_reduce, metric: bus_bandwidth, each: node, when: {nodes: 4}, at_least: "
             "401 GB/s, expect: {algorithm: RING}",
             "above the 400 GB/s"},
        Case{"algorithm_bandwidth",
             "all_reduce, metric: algorithm_bandwidth, each: gpu, when: {nodes: 1}, at_least: 401 "
             "GB/s",
             "above the 400 GB/s"},
        Case{"gather",
             "all_gather, metric: bus_bandwidth, each: gpu, when: {nodes: 1}, at_least: "
             "451 GB/s",
             "above the 450 GB/s"},
        Case{"to_all",
             "all_to_all, metric: bus_bandwidth, each: gpu, when: {nodes: 2}, at_least: "
             "94 GB/s",
             "above the 93.75 GB/s"},
        Case{"to_all_sound",
             "all_to_all, metric: bus_bandwidth, each: gpu, when: {nodes: 2}, "
             "at_least: 79 GB/s",
             ""},
        Case{"too_short",
             "all_gather, metric: time, each: gpu, when: {nodes: 1, bytes: 8 GiB}, "
             "at_most: 16 ms",
             "less than the 16.7 ms"},
        Case{"long_enough",
             "all_gather, metric: time, each: gpu, when: {nodes: 1, bytes: 8 GiB}, "
             "at_most: 17 ms",
             ""},
        Case{"of_unknown_size",
             "all_gather, metric: time, each: gpu, when: {nodes: 1}, at_most: 1 "
             "ns",
             ""},
        Case{"droop", kSum + "when: {nodes: 1}, statistic: droop, at_least: 90 %", ""},
        Case{"share_of_baseline", kSum + "when: {nodes: 1}, at_least: 95 % of baseline", ""}),
    [](const testing::TestParamInfo<Case>& row) { return row.param.name; });

TEST(LintFabricAlone, SaysNothingWhereLinksAreNotStated) {
  for (const char* nodes : {"{nodes: 2}", "{bytes: 8 GiB}"})
    for (const Finding& finding :
         lint(read_profile(kNvlink + "  - {test: collective." + kSum + "when: " + nodes +
                               ", at_least: 9 TB/s, source: s}\n",
                           "p.yaml"),
              {}))
      EXPECT_NE(finding.severity, Finding::Severity::error) << finding.text;
}

}  // namespace
}  // namespace assay::test
