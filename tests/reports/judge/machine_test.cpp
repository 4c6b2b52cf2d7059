#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "reports/judge/machine_facts.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

/// The verdict on the sample machine of one expectation.
Judgement expecting(const std::string& expectation, const Report& report = healthy_report()) {
  return judge_with(report,
                    "profile: p\nexpect: {" + expectation +
                        "}\nlimits:\n  - {test: memory.patterns, metric: defects, at_most: 0}\n");
}

struct Case {
  const char* expectation;
  Verdict verdict;
};

class Expecting : public testing::TestWithParam<Case> {};

TEST_P(Expecting, IsHeldAgainstTheMachine) {
  const Judgement judgement = expecting(GetParam().expectation);
  EXPECT_EQ(judgement.verdict, GetParam().verdict) << GetParam().expectation << "\n"
                                                   << reasons_of(judgement);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Expecting,
    testing::Values(
        Case{"gpus: 8", Verdict::pass}, Case{"gpus: 9", Verdict::unknown},
        Case{"gpus: 7", Verdict::fail}, Case{"gpus: '>= 7'", Verdict::pass},
        Case{"gpus: '<= 7'", Verdict::fail}, Case{"nics: 8", Verdict::unknown},
        Case{"ports: 1", Verdict::unknown}, Case{"cpus: 1", Verdict::pass},
        Case{"cores: 48", Verdict::pass}, Case{"threads: 96", Verdict::pass},
        Case{"threads: 48", Verdict::fail}, Case{"numa_nodes: 2", Verdict::pass},
        Case{"host_memory: '>= 2 TiB'", Verdict::pass},
        Case{"host_memory: '>= 3 TiB'", Verdict::fail}, Case{"sms: 132", Verdict::pass},
        Case{"sms: 114", Verdict::fail}, Case{"memory: '>= 79 GiB'", Verdict::pass},
        Case{"memory: '>= 80 GiB'", Verdict::fail}, Case{"memory: '<= 80 GiB'", Verdict::pass},
        Case{"gpu: NVIDIA H100*", Verdict::pass},
        Case{"gpu: [NVIDIA A100*, NVIDIA H200*]", Verdict::fail},
        Case{"driver: [570.*, 580.*]", Verdict::pass}, Case{"driver: 535.*", Verdict::fail},
        Case{"nccl: '*'", Verdict::unknown}, Case{"vbios: '96.*'", Verdict::unknown},
        Case{"ecc: on", Verdict::pass}, Case{"ecc: off", Verdict::fail},
        Case{"mig: off", Verdict::unknown}, Case{"nvlinks: 18", Verdict::unknown},
        Case{"hypervisor: none", Verdict::pass}, Case{"hypervisor: kvm", Verdict::fail},
        Case{"cpu: Xeon", Verdict::pass}, Case{"microcode: 0x2", Verdict::fail},
        Case{"nic_firmware: 28.*", Verdict::unknown}, Case{"bios: '2.*'", Verdict::unknown}));

TEST(Expecting, NamesTheGpuThatDiffers) {
  Report report = healthy_report();
  report.node.gpus[6].sms = 130;
  const Judgement judgement = expecting("sms: 132", report);
  ASSERT_EQ(judgement.reasons.size(), 1U) << reasons_of(judgement);
  EXPECT_EQ(judgement.reasons[0].subject, "gpu 6");
  EXPECT_EQ(judgement.reasons[0].op, "==");
  EXPECT_EQ(judgement.reasons[0].measured, 130);
  EXPECT_THAT(judgement.reasons[0].text, HasSubstr("sms of gpu 6 is 130, expected 132"));
}

TEST(Expecting, TakesNumbersFromWhatResultsFound) {
  Report report = healthy_report();
  for (Result& result : report.results) {
    if (result.subject.kind != "gpu") continue;
    result.facts["nvlinks"] = "18";
    result.facts["nvlink_speed"] = "25 GB/s";
    result.metrics.push_back(reading("power_limit", Unit::watts, Better::higher, 700));
  }
  EXPECT_EQ(expecting("nvlinks: 18, nvlink_speed: 25 GB/s, power_limit: 700 W", report).verdict,
            Verdict::pass);
  result_of(report, "memory.read", "gpu 4").facts["nvlinks"] = "17";
  EXPECT_EQ(expecting("nvlinks: 18", report).verdict, Verdict::fail);
  result_of(report, "memory.read", "gpu 4").facts["nvlinks"] = "many";
  EXPECT_EQ(expecting("nvlinks: 18", report).verdict, Verdict::unknown);
}

/// The sample machine with ports of these rates, in Gbit/s.
Report with_ports(const std::vector<double>& rates) {
  Report report = healthy_report();
  std::erase_if(report.results, [](const Result& r) { return r.test == "system.infiniband"; });
  for (std::size_t i = 0; i < rates.size(); ++i) {
    report.node.nics.push_back({.name = "mlx5_" + std::to_string(i)});
    Result port;
    port.test = "system.infiniband";
    port.subject = {.kind = "port", .id = "mlx5_" + std::to_string(i) + "/1"};
    port.metrics = {reading("rate", Unit::bits_per_second, Better::higher, rates[i] * 1e9)};
    report.results.push_back(port);
  }
  return report;
}

TEST(Expecting, AsManyPortsAsNicsAreThatFast) {
  const std::string eight = "nics: '>= 8', nic_speed: '>= 400 Gbit/s'";
  const std::vector<double> good(8, 400);
  EXPECT_EQ(expecting(eight, with_ports(good)).verdict, Verdict::pass);
  std::vector<double> more = good;
  more.insert(more.begin(), {100, 25});  // for other things than the fabric
  EXPECT_EQ(expecting(eight, with_ports(more)).verdict, Verdict::pass);
  std::vector<double> slow = good;
  slow[5] = 200;
  const Judgement judgement = expecting(eight, with_ports(slow));
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  ASSERT_EQ(judgement.reasons.size(), 1U) << reasons_of(judgement);
  EXPECT_EQ(judgement.reasons[0].subject, "port mlx5_5/1");
  EXPECT_THAT(judgement.reasons[0].text, HasSubstr("is 200 Gbit/s, expected >= 400 Gbit/s"));
  EXPECT_EQ(judgement.reasons[0].unit, Unit::bits_per_second) << "what shows numbers needs it";
}

TEST(Expecting, PortsThatDoNotSayTheirSpeedAreUnknown) {
  const std::string eight = "nic_speed: '>= 400 Gbit/s', nics: 8";
  EXPECT_EQ(expecting("nic_speed: '>= 400 Gbit/s'", healthy_report()).verdict, Verdict::unknown);
  Report report = with_ports(std::vector<double>(8, 400));
  report.results.back().metrics.clear();
  const Judgement judgement = expecting(eight, report);
  EXPECT_EQ(judgement.verdict, Verdict::unknown);
  EXPECT_TRUE(has_reason(judgement, "absent-fact")) << reasons_of(judgement);
  Report nonsense = with_ports(std::vector<double>(8, 400));
  nonsense.results.back().metrics[0].value = std::nan("");
  EXPECT_EQ(expecting(eight, nonsense).verdict, Verdict::unknown);
  // Two tests that speak of one port do not make two of it.
  Report twice = with_ports(std::vector<double>(7, 400));
  twice.node.nics.push_back({.name = "mlx5_7"});
  Result again = twice.results.back();
  again.test = "link.rdma";
  twice.results.push_back(again);
  EXPECT_EQ(expecting(eight, twice).verdict, Verdict::unknown);
}

TEST(Expecting, WithoutACountAllPortsAreThatFast) {
  EXPECT_EQ(expecting("nic_speed: 400 Gbit/s", with_ports({400, 400})).verdict, Verdict::pass);
  EXPECT_EQ(expecting("nic_speed: 400 Gbit/s", with_ports({400, 100})).verdict, Verdict::fail);
  EXPECT_EQ(expecting("nic_speed: '<= 400 Gbit/s'", with_ports({400, 100})).verdict, Verdict::pass);
}

TEST(Expecting, EveryKeyIsKnownToTheJudge) {
  const Report report = healthy_report();
  const Index index(report);
  for (const ExpectationKey& key : expectation_table()) {
    const bool of_nothing = key.of == "nic" || key.of == "port";  // the sample has none
    EXPECT_EQ(machine_facts(key, report, index).empty(), of_nothing) << key.name;
  }
}

}  // namespace
}  // namespace assay::test
