#include "reports/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(SiteFile, SaysWhereAHostIsAndWhatIsInIt) {
  const Site site = read_site(R"(hosts:
  node-0001: {rack: r1, unit: 4, leaf: l2, rails: [l2a, l2b], su: su1, owner: ops, serial: 0017, gpus: [1650123, 1650124]}
  node-0002: {rack: 7}
)",
                              "site.yaml");
  const SiteHost* host = site.find("node-0001");
  ASSERT_NE(host, nullptr);
  EXPECT_EQ(host->place.rack, "r1");
  EXPECT_EQ(host->place.unit, 4);
  EXPECT_EQ(host->place.leaf, "l2");
  EXPECT_EQ(host->place.su, "su1");
  EXPECT_EQ(host->place.owner, "ops");
  EXPECT_EQ(host->serial, "0017");
  EXPECT_THAT(host->rails, ElementsAre("l2a", "l2b"));
  EXPECT_THAT(host->gpu_serials, ElementsAre("1650123", "1650124"));
  EXPECT_EQ(site.find("node-0002.example.org")->place.rack, "7");
  EXPECT_EQ(site.find("node-0003"), nullptr);
}

struct Bad {
  const char* name;
  const char* yaml;
  const char* where;
  const char* why;
};

class BadSite : public testing::TestWithParam<Bad> {};

TEST_P(BadSite, IsRefusedByFileLineAndField) {
  try {
    (void)read_site(GetParam().yaml, "site.yaml");
    ADD_FAILURE() << "was read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr(GetParam().where), HasSubstr(GetParam().why)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Examples, BadSite,
    testing::Values(
        Bad{"no_hosts", "{}", "site.yaml:1: hosts:", "missing"},
        Bad{"unknown_key", "hosts: {a: {rak: 1}}", "site.yaml:1: hosts.a.rak:", "unknown key"},
        Bad{"unit", "hosts:\n  a: {unit: four}", "site.yaml:2: hosts.a.unit:", "whole number"},
        Bad{"rack", "hosts: {a: {rack: [1]}}", "site.yaml:1: hosts.a.rack:", "single value"},
        Bad{"host", "hosts: {a: 1}", "site.yaml:1: hosts.a:", "must be a mapping"},
        Bad{"twice", "hosts:\n  a: {}\n  a: {}", "site.yaml:3: a:", "twice"},
        Bad{"serial", "hosts:\n  a: {serial: 1}\n  b: {serial: 1}",
            "site.yaml:3: hosts.b:", "claimed by a"},
        Bad{"gpu", "hosts:\n  a: {gpus: [1, 1]}", "site.yaml:2: hosts.a:", "claimed by a"}),
    [](const testing::TestParamInfo<Bad>& bad) { return bad.param.name; });

TEST(SiteFile, ThatIsNotThereIsNamed) {
  EXPECT_THROW((void)load_site("/nowhere/site.yaml"), InputError);
}

}  // namespace
}  // namespace assay
