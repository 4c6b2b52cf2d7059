#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "reports/profile.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

/// A profile that must be refused: where the message must point and what it must say.
struct Bad {
  const char* name;
  std::string yaml;
  const char* where;  ///< "p.yaml:3" and the field
  const char* why;
};

std::string limit(const std::string& fields) {
  return one_limit("{test: memory.read, metric: bandwidth, " + fields + "}");
}

// NOLINTNEXTLINE(readability-function-size): a table, one entry a case
std::vector<Bad> bad_profiles() {
  const std::string top = "profile: p\n";
  return {
      {"unknown_key", "profile: p\nlimit: []\n", "p.yaml:2: limit:", "unknown key"},
      {"unknown_limit_key", limit("at_leest: 1 GB/s"),
       "p.yaml:3: limits[0].at_leest:", "unknown key"},
      {"duplicate_key", top + "profile: q\n", "p.yaml:2: profile:", "twice"},
      {"duplicate_limit_key", limit("at_least: 1 GB/s, at_least: 2 GB/s"),
       "p.yaml:3: at_least:", "twice"},
      {"no_name", "limits: []\n", "p.yaml:1: profile:", "missing"},
      {"no_limits", top, "p.yaml:1: limits:", "missing"},
      {"no_test", one_limit("{metric: bandwidth, at_least: 1}"),
       "p.yaml:3: limits[0].test:", "missing"},
      {"no_metric", one_limit("{test: memory.read, at_least: 1}"),
       "p.yaml:3: limits[0].metric:", "missing"},
      {"no_bound", limit("each: gpu"), "p.yaml:3: limits[0]", "needs a bound"},
      {"bad_level", limit("at_least: 1, level: slow"), "limits[0].level:", "none of quick"},
      {"bad_kind", limit("at_least: 1, each: gpus"), "limits[0].each:", "no kind of subject"},
      {"bad_statistic", limit("at_least: 1, statistic: median"),
       "limits[0].statistic:", "none of min"},
      {"contradiction", limit("at_least: 3 GB/s, at_most: 2 GB/s"),
       "limits[0].at_most:", "contradicts"},
      {"warn_under_limit", limit("at_least: 3 GB/s, warn_below: 2 GB/s"),
       "limits[0].warn_below:", "contradicts"},
      {"warn_over_limit", limit("at_most: 2 GB/s, warn_above: 3 GB/s"),
       "limits[0].at_most:", "contradicts"},
      {"unknown_unit", limit("at_least: 3 GBps"), "limits[0].at_least:", "unknown unit 'GBps'"},
      {"negative", limit("at_least: -3 GB/s"), "limits[0].at_least:", "digit"},
      {"comma", limit("at_least: \"3,5 GB/s\""), "limits[0].at_least:", "decimal point"},
      {"trailing", limit("at_least: 3 GB/s please"), "limits[0].at_least:", "unknown unit"},
      {"list_for_number", limit("at_least: [1, 2]"), "limits[0].at_least:", "single value"},
      {"empty_bound", limit("at_least:"), "limits[0].at_least:", "empty"},
      {"number_for_name", "profile: 17\nlimits: []\n", "p.yaml:1: profile:", "must be text"},
      {"number_for_test", one_limit("{test: 5, metric: x, at_least: 1}"),
       "limits[0].test:", "must be text"},
      {"truth_for_text", limit("at_least: 1, each: true"), "limits[0].each:", "must be text"},
      {"capital_test", one_limit("{test: Memory.read, metric: x, at_least: 1}"),
       "limits[0].test:", "no name"},
      {"limits_no_list", top + "limits: {}\n", "p.yaml:2: limits:", "must be a list"},
      {"limit_no_mapping", top + "limits: [3]\n", "p.yaml:2: limits[0]:", "must be a mapping"},
      {"expect_unknown", top + "expect: {gpu_count: 8}\nlimits: []\n",
       "p.yaml:2: expect.gpu_count:", "unknown key"},
      {"expect_unit", top + "expect: {memory: 80 W}\nlimits: []\n",
       "p.yaml:2: expect.memory:", "must be in B"},
      {"expect_no_unit", top + "expect: {memory: 80}\nlimits: []\n",
       "p.yaml:2: expect.memory:", "must be in B"},
      {"expect_word_for_number", top + "expect: {gpus: many}\nlimits: []\n",
       "p.yaml:2: expect.gpus:", "digit"},
      {"expect_empty_list", top + "expect: {driver: []}\nlimits: []\n",
       "p.yaml:2: expect.driver:", "empty list"},
      {"matches_unknown", top + "matches: {host: a}\nlimits: []\n",
       "p.yaml:2: matches.host:", "unknown key"},
      {"matches_gpus", top + "matches: {gpus: eight}\nlimits: []\n",
       "p.yaml:2: matches.gpus:", "whole number"},
      {"when_bad_unit", limit("at_least: 1, when: {bytes: 8 GIB}"),
       "limits[0].when.bytes:", "unknown unit"},
      {"when_bad_virtual", limit("at_least: 1, when: {virtual: maybe}"),
       "limits[0].when.virtual:", "true or false"},
      {"when_bad_level", limit("at_least: 1, when: {level: 3}"),
       "limits[0].when.level:", "none of"},
      {"when_bad_nodes", limit("at_least: 1, when: {nodes: two}"),
       "limits[0].when.nodes:", "whole number"},
      {"droop_of_peak", limit("at_least: 90 % of peak, statistic: droop"),
       "limits[0].at_least:", "ratio"},
      {"telemetry_statistic",
       one_limit("{test: a.b, metric: telemetry.power_w.max, at_most: 1 W, statistic: p50}"),
       "limits[0].statistic:", "itself"},
      {"source_key", limit("at_least: 1, source: {link: x}"),
       "limits[0].source.link:", "unknown key"},
      {"source_samples", limit("at_least: 1, source: {samples: some}"),
       "limits[0].source.samples:", "whole number"},
      {"anchor", top + "limits: &a []\n", "p.yaml:2:", "anchors"},
      {"alias", top + "describes: &a x\nlimits: *a\n", "p.yaml:2:", "anchors"},
      {"tag", top + "limits: !!seq []\n", "p.yaml:2:", "tags"},
      {"two_documents", top + "limits: []\n---\nprofile: q\n", "p.yaml:", "more than one document"},
      {"empty", "", "p.yaml:", "empty"},
      {"only_a_comment", "# nothing\n", "p.yaml:", ""},
      {"scalar", "hello\n", "p.yaml:1:", "must be a mapping"},
      {"list_as_key", "? [a]\n: b\n", "p.yaml:1:", "key must be a word"},
      {"unclosed", top + "limits: [\n", "p.yaml:", ""},
      {"tab", "profile: p\n\tlimits: []\n", "p.yaml:2", ""},
      {"too_deep", top + "limits: [[[[[[[[[1]]]]]]]]]\n", "p.yaml:2:", "too deeply"},
      {"bottomless", top + "limits: " + std::string(100000, '[') + "\n", "p.yaml:2:", ""},
      {"too_long", top + "describes: " + std::string(1 << 20, 'x') + "\n", "p.yaml:", "1 MiB"},
      {"zero_byte", top + std::string("\0limits: []\n", 12), "p.yaml:", "zero byte"},
  };
}

class BadProfile : public testing::TestWithParam<Bad> {};

TEST_P(BadProfile, IsRefusedByFileLineAndField) {
  try {
    (void)read_profile(GetParam().yaml, "p.yaml");
    ADD_FAILURE() << "was read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr(GetParam().where), HasSubstr(GetParam().why)));
  }
}

INSTANTIATE_TEST_SUITE_P(Examples, BadProfile, testing::ValuesIn(bad_profiles()),
                         [](const testing::TestParamInfo<Bad>& bad) { return bad.param.name; });

TEST(Profile, SaysWhatIsWritten) {
  const Profile profile = read_profile(R"(
profile: h100
describes: eight of them
matches: {gpu: "NVIDIA H100 80GB HBM3", gpus: 8}
expect: {gpus: 8, memory: ">= 79 GiB", driver: ["580.*", "590.1"], ecc: on, power_limit: 700 W}
certify: burnin
limits:
  - test: memory.read
    metric: bandwidth
    each: gpu
    level: standard
    at_least: 92 % of peak
    warn_below: 94 % of peak
    when: {nodes: 2, bytes: 8 GiB, pinned: true, kind: copy, share: 0.5}
    expect: {transport: IB, algorithm: [RING, TREE]}
    source: {url: "https://example.org/x", statistic: p50, samples: 40, date: 2026-11-21, confidence: high}
)",
                                       "h.yaml");
  EXPECT_EQ(profile.name, "h100");
  EXPECT_EQ(profile.certify_level, "burnin");
  ASSERT_EQ(profile.expectations.size(), 5U);
  EXPECT_EQ(profile.expectations[1].comparison, Comparison::at_least);
  EXPECT_DOUBLE_EQ(*profile.expectations[1].number, 79.0 * 1073741824);
  EXPECT_THAT(profile.expectations[2].any_of, testing::ElementsAre("580.*", "590.1"));
  EXPECT_THAT(profile.expectations[3].any_of, testing::ElementsAre("on"));
  ASSERT_EQ(profile.limits.size(), 1U);
  const Limit& limit = profile.limits.front();
  EXPECT_EQ(limit.at, "h.yaml:8");
  EXPECT_EQ(limit.level, "standard");
  EXPECT_EQ(limit.when.at("nodes"), ParamValue(std::int64_t{2}));
  EXPECT_EQ(limit.when.at("bytes"), ParamValue(std::int64_t{8589934592}));
  EXPECT_EQ(limit.when.at("pinned"), ParamValue(true));
  EXPECT_EQ(limit.when.at("kind"), ParamValue(std::string("copy")));
  EXPECT_EQ(limit.when.at("share"), ParamValue(0.5));
  EXPECT_THAT(limit.expect.at("algorithm"), testing::ElementsAre("RING", "TREE"));
  EXPECT_EQ(limit.origin.statistic, "p50");
  EXPECT_THAT(limit.source,
              AllOf(HasSubstr("https://example.org/x"), HasSubstr("date 2026-11-21")));
}

TEST(Shipped, EveryProfileReadsAndIsNamedAsItsFile) {
  EXPECT_THAT(shipped_profiles(), Contains("integrity"));
  for (const std::string& name : shipped_profiles()) EXPECT_EQ(load_profile(name).name, name);
}

TEST(Shipped, AnUnknownNameListsThem) {
  try {
    (void)load_profile("h100-typo");
    ADD_FAILURE() << "was found";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("h100-typo"), HasSubstr("integrity")));
  }
  EXPECT_THROW((void)load_profile("/"), InputError);
}

TEST(Shipped, IntegrityIsForEveryMachineThatNoOtherFits) {
  EXPECT_EQ(matching_profile(Node{}), "integrity");
}

}  // namespace
}  // namespace assay::test
