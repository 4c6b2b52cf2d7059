#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "cli/locate/places.hpp"
#include "cli/locate/simulation.hpp"
#include "core/error.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::json;

class LocateVerb : public InFolder {
 protected:
  static Ended locate(std::vector<std::string> words) {
    words.insert(words.begin(), "locate");
    return assay_in_process(words);
  }
};

TEST_F(LocateVerb, EndsWithOneAndNamesTheCulprit) {
  const std::string faults =
      write("faults.yaml", "faults:\n  - {kind: nic, node: 17, rail: 3, slow: 76 %}\n");
  const Ended ended = locate({"--simulate", "32", "--faults", faults});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("node node-0017 NIC mlx5_3: 11.8 of 49 GB/s"),
                               HasSubstr("others of the node good"), HasSubstr("31 rounds")));
}

TEST_F(LocateVerb, EndsWithZeroWhereNobodyIsAccused) {
  const Ended ended = locate({"--simulate", "16"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("nobody is accused"));
}

TEST_F(LocateVerb, EndsWithTwoWhereItCannotTell) {
  EXPECT_EQ(locate({"--simulate", "2"}).status, 2);
  const Ended noisy = locate({"--simulate", "16", "--noise", "8%"});
  EXPECT_EQ(noisy.status, 2);
  EXPECT_THAT(noisy.out, HasSubstr("not told: "));
}

TEST_F(LocateVerb, EndsWithThreeForWrongUse) {
  EXPECT_THAT(locate({}).err, HasSubstr("mpirun or srun"));
  EXPECT_EQ(locate({}).status, 3);
  EXPECT_EQ(locate({"--simulate", "0"}).status, 3);
  EXPECT_EQ(locate({"--simulate", "16", "--rounds", "many"}).status, 3);
  EXPECT_EQ(locate({"--faults", "f.yaml"}).status, 3);
  const Ended absent = locate({"--simulate", "16", "--faults", "absent.yaml"});
  EXPECT_EQ(absent.status, 3);
  EXPECT_THAT(absent.err, HasSubstr("absent.yaml"));
}

TEST_F(LocateVerb, JsonSaysTheSame) {
  const std::string faults =
      write("faults.yaml",
            "faults: [{kind: direction, node: node-0003, rail: 1, way: sending, slow: 40 %}]\n");
  const Ended ended = locate({"--simulate", "24", "--faults", faults, "--format", "json"});
  EXPECT_EQ(ended.status, 1);
  const Json json = Json::parse(ended.out);
  EXPECT_EQ(json["answer"], "accused");
  ASSERT_EQ(json["culprits"].size(), 1U);
  const Json& culprit = json["culprits"][0];
  EXPECT_EQ(culprit["kind"], "direction");
  EXPECT_EQ(culprit["nodes"], Json({"node-0003"}));
  EXPECT_EQ(culprit["nic"], "mlx5_1");
  EXPECT_EQ(culprit["way"], "sending");
  EXPECT_EQ(culprit["unit"], "B/s");
  EXPECT_NEAR(culprit["measured"].get<double>(), 0.6 * 49e9, 1e9);
  EXPECT_FALSE(culprit.contains("leaf"));
  EXPECT_EQ(json["rounds"], 23);
}

TEST_F(LocateVerb, LooksAtGroupsWhereAllPairsAreGood) {
  const std::string faults =
      write("faults.yaml", "faults: [{kind: at_scale, node: 5, least_group: 16, slow: 20 %}]\n");
  const Ended ended = locate({"--simulate", "96", "--faults", faults, "--rounds", "few"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("node-0005"), HasSubstr("good in pairs")));
}

TEST_F(LocateVerb, TheSameSeedGivesTheSameAnswer) {
  const std::string faults = write("faults.yaml", "faults: [{kind: node, node: 5, slow: 20 %}]\n");
  const auto run = [&](const char* seed) {
    return locate({"--simulate", "300", "--faults", faults, "--seed", seed}).out;
  };
  EXPECT_EQ(run("7"), run("7"));
  EXPECT_NE(run("7"), run("8"));
}

TEST_F(LocateVerb, TakesHostsAndRacksFromTheSiteFile) {
  std::string site = "hosts:\n";
  for (int host = 0; host < 12; ++host)
    site += "  h" + std::to_string(10 + host) + ": {rack: r" + std::to_string(host / 4) + "}\n";
  const std::string faults =
      write("faults.yaml", "fabric: {rails: 2}\nfaults: [{kind: leaf, leaf: 1, slow: 40 %}]\n");
  const Ended ended =
      locate({"--simulate", "12", "--faults", faults, "--site", write("site.yaml", site)});
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("rack r1: "));
  EXPECT_EQ(locate({"--simulate", "13", "--site", "site.yaml"}).status, 3);
}

TEST_F(LocateVerb, TakesPortsFromADiscovery) {
  std::string text;
  for (int node = 0; node < 8; ++node) {
    const std::string number = std::to_string(node);
    text += "Ca 1 \"H-" + number + "\" # \"node-000" + number + " mlx5_0\"\n[1](x) \"S-1\"[" +
            std::to_string(20 + node) + "] # lid\n";
  }
  text += "Switch 41 \"S-1\" # \"MF0;edge-1:MQM9700/U1\"\n";
  const std::string faults =
      write("faults.yaml",
            "fabric: {rails: 1}\nfaults: [{kind: direction, node: 3, way: receiving, slow: 40 %}, "
            "{kind: pair, nodes: [5, 6], slow: 30 %}]\n");
  const Ended ended = locate({"--simulate", "8", "--faults", faults, "--topology",
                              write("ib.txt", text), "--format", "json"});
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_EQ(Json::parse(ended.out)["culprits"].size(), 2U) << ended.out;
}

struct Bad {
  const char* name;
  const char* yaml;
  const char* where;
  const char* why;
};

class BadFaults : public testing::TestWithParam<Bad> {};

TEST_P(BadFaults, AreRefusedByFileLineAndField) {
  try {
    (void)read_simulation(GetParam().yaml, "faults.yaml", {"a", "b", "c"});
    ADD_FAILURE() << "was read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr(GetParam().where), HasSubstr(GetParam().why)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Examples, BadFaults,
    testing::Values(
        Bad{"kind", "faults:\n- {kind: switch}", "faults.yaml:2: faults[0].kind:", "one of rail"},
        Bad{"no_kind", "faults: [{node: 1}]", "faults.yaml:1: faults[0].kind:", "missing"},
        Bad{"no_node", "faults: [{kind: node}]", "faults[0].node:", "missing"},
        Bad{"number", "faults: [{kind: node, node: 3}]", "faults[0].node:", "no node 3"},
        Bad{"name", "faults: [{kind: node, node: d}]", "faults[0].node:", "no node d"},
        Bad{"unknown_key", "faults: [{kind: node, node: 1, slw: 3 %}]", "slw", "unknown key"},
        Bad{"slow_unit", "faults: [{kind: node, node: 1, slow: 3 GB/s}]", "slow:", "in %"},
        Bad{"slow_much", "faults: [{kind: node, node: 1, slow: 300 %}]", "slow:", "100 %"},
        Bad{"slow_nothing", "faults: [{kind: node, node: 1, slow: 0 %}]", "slow:", "more than 0"},
        Bad{"one_of_two", "faults: [{kind: pair, nodes: [1]}]", "nodes:", "list of two"},
        Bad{"itself", "faults: [{kind: pair, nodes: [1, b]}]", "nodes:", "different"},
        Bad{"way", "faults: [{kind: direction, node: 1}]", "way:", "sending or receiving"},
        Bad{"no_way", "faults: [{kind: node, node: 1, way: sending}]", "way:", "is for"},
        Bad{"uplink", "faults: [{kind: uplink, leaf: 1}]", "uplink:", "missing"},
        Bad{"leaves", "fabric: {leaves: some}", "faults.yaml:1: fabric.leaves:", "shared"},
        Bad{"rate", "fabric: {rate: 49 GB}", "fabric.rate:", "B/s"},
        Bad{"rails", "fabric: {rails: 0}", "fabric.rails:", "from 1"},
        Bad{"noise", "noise: 1 GB/s", "noise:", "%"}),
    [](const testing::TestParamInfo<Bad>& bad) { return bad.param.name; });

TEST(Faults, AreReadAsWritten) {
  const Simulation simulation = read_simulation(
      "fabric: {rails: 2, nodes_per_leaf: 8, uplinks: 4, leaves: shared, rate: 12 GB/s}\n"
      "noise: 2 %\noutliers: 1 %\n"
      "faults:\n"
      "  - {kind: node, node: b, slow: 30 %}\n"
      "  - {kind: nic, node: 2, rail: 1}\n"
      "  - {kind: pair, nodes: [a, c], rail: 0, way: sending, slow: 50 %}\n",
      "f", {"a", "b", "c"});
  EXPECT_EQ(simulation.shape.rails, 2);
  EXPECT_FALSE(simulation.shape.leaf_per_rail);
  EXPECT_EQ(simulation.rate, 12e9);
  EXPECT_DOUBLE_EQ(simulation.noise.deviation, 0.02);
  ASSERT_EQ(simulation.faults.size(), 3U);
  EXPECT_EQ(simulation.faults[0].node, 1);
  EXPECT_DOUBLE_EQ(simulation.faults[0].share, 0.7);
  EXPECT_EQ(simulation.faults[1].share, 0);
  EXPECT_EQ(simulation.faults[2].other, 2);
  EXPECT_EQ(simulation.faults[2].way, locate::Way::sending);
}

TEST(Place, PrefersThePlugsToTheSiteFileAndKnowsRails) {
  const Site site = read_site("hosts:\n  a: {leaf: l1, rails: [x, y]}\n  b: {rack: r9}\n", "s");
  const std::vector<locate::Attachment> plugs{{"a", "mlx5_10", "edge-2", "7"},
                                              {"a", "mlx5_9", "edge-1", "3"}};
  const locate::Fabric both = place({"a", "b.example.org", "c"}, 2, &site, &plugs);
  EXPECT_THAT(both.topology.leaves, ElementsAre("leaf edge-1", "leaf edge-2", "rack r9"));
  EXPECT_THAT(both.topology.leaf_of, ElementsAre(0, 1, 2, 2, -1, -1));
  EXPECT_THAT(both.topology.port_of, ElementsAre("3", "7", "", "", "", ""));
  EXPECT_THAT(place({"a"}, 3, &site, nullptr).topology.leaves,
              ElementsAre("leaf x", "leaf y", "leaf l1"));
  EXPECT_THAT(place({"a"}, 1, nullptr, nullptr).topology.leaf_of, IsEmpty());
}

}  // namespace
}  // namespace assay
