#include "reports/judge/fabric.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// 450 GB/s of NVLink a GPU, 400 GB/s of network a node.
const std::string kLinks =
    "profile: p\ndescribes: d\nexpect: {gpus: 8, compute_capability: '9.0', nvlinks: 18, "
    "nvlink_speed: '>= 25 GB/s', nics: '>= 8', nic_speed: '>= 400 Gbit/s'}\nlimits:\n";
/// The same without adapters.
const std::string kNvlink =
    "profile: p\ndescribes: d\nexpect: {gpus: 8, compute_capability: '9.0', nvlinks: 18, "
    "nvlink_speed: 25 GB/s}\nlimits:\n";

constexpr std::int64_t kBytes = 8589934592;

/// All ranks' figure of one operation, as each of eight GPUs reports it.
Report collective(const std::string& test, const std::string& metric, Unit unit, double value,
                  std::int64_t nodes) {
  Report report = healthy_report();
  std::erase_if(report.results, [](const Result& r) { return r.subject.kind == "gpu"; });
  report.run.nodes = nodes;
  for (std::int64_t i = 0; i < 8; ++i) {
    Result result;
    result.test = test;
    result.subject = {.kind = "gpu", .index = i};
    result.params = {{"nodes", nodes}, {"ranks", 8 * nodes}, {"bytes", kBytes}};
    result.metrics = {rate(metric, unit, value)};
    if (unit == Unit::seconds) {
      result.metrics[0].better = Better::lower;
      result.metrics[0].statistic = "p95";
      result.metrics[0].value = result.metrics[0].samples->p95;
    }
    result.elapsed_s = 1;
    report.results.push_back(result);
  }
  return report;
}

/// Reasons of the collective alone: the sample says nothing of its links.
std::vector<std::string> ids(const Judgement& judgement) {
  std::vector<std::string> all;
  for (const Reason& reason : judgement.reasons)
    if (reason.test.starts_with("collective.") && reason.subject == "gpu 0")
      all.push_back(reason.id);
  return all;
}

std::vector<std::string> judged(double bus, std::int64_t nodes, const std::string& links = kLinks) {
  return ids(judge_with(
      collective("collective.all_reduce", "bus_bandwidth", Unit::bytes_per_second, bus, nodes),
      links + "  - {test: collective.all_reduce, metric: bus_bandwidth, each: gpu, at_least: 100 "
              "GB/s}\n"));
}

/// A rate whose p05 is `value`.
double with_p05(double value) { return value / 0.98; }

TEST(BeyondFabric, IsWhatNoLinkCanCarry) {
  constexpr double nvls = 700e9, two_nodes = 750e9;
  EXPECT_THAT(judged(with_p05(0.99 * nvls), 1), IsEmpty());
  EXPECT_THAT(judged(with_p05(1.02 * nvls), 1), ElementsAre("implausible"));
  EXPECT_THAT(judged(with_p05(0.99 * two_nodes), 2), IsEmpty());
  EXPECT_THAT(judged(with_p05(1.02 * two_nodes), 2), ElementsAre("implausible"));
  EXPECT_THAT(judged(with_p05(50e9), 1), ElementsAre("below-limit")) << "slow is not implausible";
}

/// A switch of the network may add, whatever the profile says: 2 (n-1)/n of 400 GB/s.
TEST(BeyondFabric, LeavesRoomForSwitchesThatAdd) {
  EXPECT_THAT(judged(with_p05(780e9), 64, kLinks), IsEmpty());
  EXPECT_THAT(judged(with_p05(830e9), 64, kLinks), ElementsAre("implausible"));
}

TEST(BeyondFabric, SaysNothingOfLinksThatTheProfileDoesNotState) {
  EXPECT_THAT(judged(9e12, 2, kNvlink), IsEmpty()) << "the network is not stated";
  EXPECT_THAT(judged(9e12, 1, kNvlink), ElementsAre("implausible"));
  EXPECT_THAT(judged(9e12, 1, "profile: p\nlimits:\n"), IsEmpty());
}

TEST(BeyondFabric, ChipsBeforeHopperHaveARingOnly) {
  const std::string a100 =
      "profile: p\nexpect: {compute_capability: '8.0', nvlinks: 12, nvlink_speed: '>= 25 GB/s'}\n"
      "limits:\n";
  EXPECT_THAT(judged(with_p05(299e9), 1, a100), IsEmpty());
  EXPECT_THAT(judged(with_p05(310e9), 1, a100), ElementsAre("implausible"));
}

TEST(Ways, ALimitMeansTheOrdinaryOneUnlessItSays) {
  Report report =
      collective("collective.all_reduce", "bus_bandwidth", Unit::bytes_per_second, 200e9, 1);
  for (Result& result : report.results)
    if (result.test.starts_with("collective.")) {
      result.params["reduction"] = std::string("sum");
      result.params["in_place"] = true;
    }
  Report swept = report;
  for (const auto& [key, value] :
       std::vector<std::pair<std::string, ParamValue>>{{"graph", true},
                                                       {"registered", true},
                                                       {"reduction", std::string("product")},
                                                       {"in_place", false}}) {
    std::vector<Result> slow;
    for (const Result& result : report.results)
      if (result.test.starts_with("collective.")) {
        slow.push_back(result);
        slow.back().params[key] = value;
        slow.back().metrics = {rate("bus_bandwidth", Unit::bytes_per_second, 50e9)};
      }
    swept.results.insert(swept.results.end(), slow.begin(), slow.end());
  }
  const auto with = [](const std::string& when) {
    return kLinks + "  - {test: collective.all_reduce, metric: bus_bandwidth, each: gpu, when: {" +
           when + "}, at_least: 100 GB/s}\n";
  };
  EXPECT_THAT(ids(judge_with(swept, with("bytes: 8 GiB"))), IsEmpty());
  for (const char* way :
       {"graph: true", "registered: true", "reduction: product", "in_place: false"})
    EXPECT_THAT(ids(judge_with(swept, with(way))), testing::SizeIs(1)) << way;
}

/// Where only another way was measured, that is what there is.
TEST(Ways, ALimitTakesWhatThereIs) {
  Report report =
      collective("collective.all_reduce", "bus_bandwidth", Unit::bytes_per_second, 50e9, 1);
  for (Result& result : report.results)
    if (result.test.starts_with("collective.")) result.params["in_place"] = false;
  const std::string limit = kLinks +
                            "  - {test: collective.all_reduce, metric: bus_bandwidth, each: gpu, "
                            "at_least: 100 GB/s}\n";
  EXPECT_THAT(ids(judge_with(report, limit)), testing::SizeIs(1));
}

TEST(BeyondFabric, HoldsTheJudgedStatisticToo) {
  const std::string mean =
      kLinks +
      "  - {test: collective.all_reduce, metric: bus_bandwidth, each: gpu, statistic: max, "
      "at_least: 100 GB/s}\n";
  const auto report = [](double typical) {
    return collective("collective.all_reduce", "bus_bandwidth", Unit::bytes_per_second, typical, 1);
  };
  EXPECT_THAT(ids(judge_with(report(690e9), mean)), IsEmpty());
  EXPECT_THAT(ids(judge_with(report(705e9), mean)), ElementsAre("implausible"))
      << "p05 is 691, the best 719";
}

TEST(BeyondFabric, KnowsTheSameOfTimesAndOfAlgorithmBandwidth) {
  const auto with = [](const std::string& metric, Unit unit, double value,
                       const std::string& bound) {
    return ids(judge_with(collective("collective.all_gather", metric, unit, value, 1),
                          kLinks + "  - {test: collective.all_gather, metric: " + metric +
                              ", each: gpu, " + bound + "}\n"));
  };
  // A ring's 450 GB/s of 7/8 of the size.
  constexpr double most = 450e9 * 8 / 7;
  const double least = kBytes / most;
  EXPECT_THAT(with("algorithm_bandwidth", Unit::bytes_per_second, with_p05(0.99 * most),
                   "at_least: 1 GB/s"),
              IsEmpty());
  EXPECT_THAT(with("algorithm_bandwidth", Unit::bytes_per_second, with_p05(1.02 * most),
                   "at_least: 1 GB/s"),
              ElementsAre("implausible"));
  EXPECT_THAT(with("time", Unit::seconds, 1.01 * least, "at_most: 1 s"), IsEmpty());
  EXPECT_THAT(with("time", Unit::seconds, 0.9 * least, "at_most: 1 s"), ElementsAre("implausible"));
}

/// Ranks that are not spread evenly, or not known, have no ceiling that is known.
TEST(BeyondFabric, NeedsToKnowTheRanks) {
  Report report =
      collective("collective.all_reduce", "bus_bandwidth", Unit::bytes_per_second, 9e12, 2);
  const Profile profile = read_profile(
      kLinks + "  - {test: collective.all_reduce, metric: bus_bandwidth, at_least: 1 GB/s}\n", "p");
  Result& result = report.results.back();
  const auto found = [&] {
    return beyond_fabric(profile, result, result.metrics[0], *result.metrics[0].value).has_value();
  };
  EXPECT_TRUE(found());
  for (const std::int64_t ranks : {std::int64_t{15}, std::int64_t{1}, std::int64_t{0},
                                   std::int64_t{-16}, std::int64_t{1} << 40}) {
    result.params["ranks"] = ranks;
    EXPECT_FALSE(found()) << ranks;
  }
  result.params.erase("ranks");
  EXPECT_FALSE(found());
}

}  // namespace
}  // namespace assay::test
