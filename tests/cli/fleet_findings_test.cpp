// What a fleet's judgement finds, as it is shown to whoever runs it.
#include <gmock/gmock.h>

#include "tests/cli/fleet_nights.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using FleetFindings = FleetNights;

TEST_F(FleetFindings, ContaminationPastAFifthIsSuspectAndDescribed) {
  std::vector<NightNode> fleet = nodes();
  for (std::size_t i = 0; i < 24; ++i) {
    fleet[i].share = 0.8;
    fleet[i].driver = "580.82";
  }
  for (std::size_t i = 24; i < 48; ++i) fleet[i].driver = "580.82";  // which explains nothing
  write_night("night", 14, fleet);
  const Ended ended = judge({"night", "--site", write_site(fleet)});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("SUSPECT: memory.read.bandwidth"), HasSubstr("30 % of the values"),
                    HasSubstr("24 values of 24 nodes"), HasSubstr("rack r00"),
                    HasSubstr("56 values of 56 nodes"), HasSubstr("drain nobody")));
  EXPECT_THAT(ended.out, Not(HasSubstr("peer-outlier"))) << "nobody is accused";
}

TEST_F(FleetFindings, TwoPopulationsThatADriverExplainsAreDrift) {
  std::vector<NightNode> fleet = nodes();
  for (std::size_t i = 0; i < 16; ++i) {
    fleet[3 * i].share = 0.9;
    fleet[3 * i].driver = "580.82";
  }
  write_night("night", 14, fleet);
  const Ended ended = judge({"night"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("peer-split"), HasSubstr("16 nodes with driver 580.82"),
                               HasSubstr("16 warn, 64 pass"), Not(HasSubstr("peer-outlier"))));
}

TEST_F(FleetFindings, DriftOfIdentityNamesTheMinorityAndTheMajority) {
  std::vector<NightNode> fleet = nodes();
  fleet[7].driver = "580.12";
  write_night("night", 14, fleet);
  const Ended ended = judge({"night"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("identity-drift"), HasSubstr("n107"),
                               HasSubstr("driver is 580.12; 79 nodes of this SKU have 580.65"),
                               HasSubstr("1 warn, 79 pass")));
}

TEST_F(FleetFindings, ADigestThatAllOthersHaveOtherwiseIsSilentCorruption) {
  std::vector<NightNode> fleet = nodes();
  for (NightNode& node : fleet) node.digest = "0x00000000000000aa";
  fleet[3].digest = "0x00000000000000ab";
  write_night("night", 14, fleet);
  const Ended ended = judge({"night"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("digest-dissent"), HasSubstr("n103  gpu 0"),
                    HasSubstr("digest 00000000000000ab, where 79 of 80 say 00000000000000aa")));
  for (NightNode& node : fleet) node.digest = node.name < "n140" ? "0x1" : "0x2";
  write_night("night", 14, fleet);
  const Ended split = judge({"night"});
  EXPECT_EQ(split.status, 2);
  EXPECT_THAT(split.out, HasSubstr("digest-undecided"));
}

TEST_F(FleetFindings, TheCircuitBreakerNamesLimitShareAndThreshold) {
  std::vector<NightNode> fleet = nodes();
  for (std::size_t i = 0; i < 18; ++i) fleet[i].share = 0.1;
  write_night("night", 14, fleet);
  const Ended ended = judge({"night", "--no-peers"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("SUSPECT: 18 of 80 nodes (22.5 %) fail memory.read.bandwidth"),
                    HasSubstr("20.0 % of --max-failed"), HasSubstr("18 fail, 62 pass")));
}

TEST_F(FleetFindings, RacksAndUnitsAreRolledUpAndSilenceIsUnknown) {
  std::vector<NightNode> fleet = nodes();
  fleet[5].share = 0.1;
  const std::string site = write_site(fleet);
  fleet.pop_back();
  fleet.push_back({.name = "n777", .gpu = "GPU-777"});
  write_night("night", 14, fleet);
  const Ended ended = judge({"night", "--site", site});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(
      ended.out,
      AllOf(HasSubstr("rack  r01  1 fail, 3 pass"), HasSubstr("rack  r19  1 unknown, 3 pass"),
            HasSubstr("rack: 18 of 20 without anything but passes"),
            HasSubstr("scalable unit  su0  1 fail, 19 pass"),
            HasSubstr("scalable unit  su3  1 unknown, 19 pass"), HasSubstr("absent-node"),
            HasSubstr("note: 1 node not in the site file: n777")));
}

TEST_F(FleetFindings, AWholeRackThatIsSlowIsNamedAsThePlace) {
  std::vector<NightNode> fleet = nodes();
  for (std::size_t i = 8; i < 12; ++i) fleet[i].share = 0.93;
  write_night("night", 14, fleet);
  const Ended ended = judge({"night", "--site", write_site(fleet)});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("peer-place"), HasSubstr("all of rack r02 (4 nodes)")));
}

class FleetRetests : public FleetNights {
 protected:
  FleetRetests() { fleet[5].share = 0.85; }
  void SetUp() override {
    write_night("night", 14, fleet);
    ASSERT_EQ(judge({"night", "-o", "out.txt"}).status, 0);
    ASSERT_THAT(read("out.txt"), AllOf(HasSubstr("1 warn, 79 pass"), HasSubstr("peer-outlier")));
  }
  std::vector<NightNode> fleet = nodes();
};

TEST_F(FleetRetests, WorseAgainFailsAndNamesBothRuns) {
  write_night("again", 15, {fleet[5]});
  const Ended ended = judge({"again", "--retest", "out.retest.jsonl"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("peer-outlier-confirmed"),
                               HasSubstr("night/n105.json (run run of n105 on 14, 2026-11-14)"),
                               HasSubstr("again/n105.json (run run of n105 on 15, 2026-11-15)"),
                               HasSubstr("re-tests: 1 on the list, 1 confirmed")));
}

TEST_F(FleetRetests, WellAgainIsCleared) {
  fleet[5].share = 1;
  write_night("again", 15, {fleet[5]});
  const Ended ended = judge({"again", "--retest", "out.retest.jsonl", "-o", "again.txt"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(read("again.txt"),
              AllOf(HasSubstr("1 pass"), HasSubstr("cleared by the re-test: n105 gpu 0")));
  EXPECT_THAT(read("again.retest.jsonl"), IsEmpty());
}

TEST_F(FleetRetests, WhoSentNothingStaysOnTheList) {
  write_night("again", 15, {fleet[6]});
  const Ended ended = judge({"again", "--retest", "out.retest.jsonl", "-o", "again.txt"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(read("again.txt"), AllOf(HasSubstr("retest-open"), HasSubstr("n105  gpu 0"),
                                       HasSubstr("1 unknown, 1 pass")));
  EXPECT_EQ(read("again.retest.jsonl"), read("out.retest.jsonl")) << "to the byte";
}

TEST_F(FleetRetests, TheSameReportsAreNoRetest) {
  const Ended ended = judge({"night", "--retest", "out.retest.jsonl"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out, HasSubstr("the same run was judged again"));
}

TEST_F(FleetRetests, AWholeNextNightConfirmsToo) {
  write_night("next", 15, fleet);
  const auto all = verdicts(judge({"next", "--retest", "out.retest.jsonl", "--format", "jsonl"}));
  EXPECT_EQ(all.at("n105"), "fail");
  EXPECT_EQ(all.at("n106"), "pass");
}

TEST_F(FleetRetests, AListThatIsNoneIsAnError) {
  EXPECT_EQ(judge({"night", "--retest", "none.jsonl"}).status, 3);
  const Ended report = judge({"night", "--retest", "night/n105.json"});
  EXPECT_EQ(report.status, 3);
  EXPECT_THAT(report.err, HasSubstr("night/n105.json:1"));
  write("old.jsonl", "{\"node\":\"n105\",\"test\":\"memory.read\",\"subject\":\"gpu 0\"}\n");
  const Ended old = judge({"night", "--retest", "old.jsonl"});
  EXPECT_EQ(old.status, 3);
  EXPECT_THAT(old.err, HasSubstr("old.jsonl:1: version"));
  EXPECT_EQ(judge({"night", "--retest", "out.retest.jsonl", "-o", "out.retest.jsonl"}).status, 3);
}

TEST_F(FleetRetests, ResultsOfSuperBenchHaveThemToo) {
  const auto lines = [](double of_7) {
    std::string text;
    for (int i = 0; i < 20; ++i)
      text += "{\"node\": \"n" + std::to_string(i) +
              "\", \"mem/bw:0\": " + std::to_string(i == 7 ? of_7 : 50 + 0.05 * (i % 5)) + "}\n";
    return text;
  };
  write(
      "rules.yaml",
      "superbench:\n  rules:\n    slow:\n      function: variance\n      criteria: 'lambda x: x < "
      "-0.5'\n      categories: Memory\n      metrics: ['mem/bw:\\d+']\n");
  write("baseline.json", "{\"mem/bw\": 50}");
  const auto run = [](std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"judge", "--fleet", "--profile", "rules.yaml", "--baseline", "baseline.json"});
    return assay_in_process(words);
  };
  write("results.jsonl", lines(45));
  ASSERT_EQ(run({"results.jsonl", "-o", "flat.txt"}).status, 0);
  EXPECT_EQ(run({"results.jsonl", "--retest", "flat.retest.jsonl"}).status, 2) << "the same";
  write("results.jsonl", lines(44.9));  // the next night, under the same name
  const Ended ended = run({"results.jsonl", "--retest", "flat.retest.jsonl"});
  EXPECT_EQ(ended.status, 1) << ended.out;
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("peer-outlier-confirmed"), HasSubstr("n7  rank 0  mem.bw")));
}

}  // namespace
}  // namespace assay
