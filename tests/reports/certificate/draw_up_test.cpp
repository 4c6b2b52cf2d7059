#include "reports/certificate/draw_up.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "core/clock.hpp"
#include "core/sha256.hpp"
#include "reports/judge.hpp"
#include "reports/profile/shipped.hpp"
#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const CertificateTerms kTerms{.now_s = kIssued_s, .valid_s = 30 * kDay_s};

/// A run of `level` that passes quick_profile().
ReadReport read_report_of(const std::string& level) {
  ReadReport read{.source = "a.json", .hash = std::string(64, 'a')};
  read.report.run = {.id = "1",
                     .started = iso8601(kIssued_s - 600.0),
                     .ended = iso8601(kIssued_s - 60.0),
                     .complete = true,
                     .level = level};
  read.report.node = healthy_node();
  Result result{.test = "memory.read"};
  result.metrics = {{.name = "bandwidth", .unit = Unit::bytes_per_second, .value = 3e9}};
  read.report.results = {result};
  return read;
}

const Profile& quick_profile() {
  static const Profile profile = read_profile(
      "profile: demo\ncertify: standard\nlimits:\n"
      "  - {test: memory.read, metric: bandwidth, at_least: 1 GB/s, warn_below: 2 GB/s}\n",
      "demo.yaml");
  return profile;
}

Draft draft_of(const ReadReport& read, const CertificateTerms& terms = kTerms) {
  const JudgeOptions options{.now_wall_s = kIssued_s, .max_age_s = kDay_s};
  return draw_up({judged_report(read, quick_profile(), judge(read, quick_profile(), options))},
                 terms);
}

std::vector<std::string> refusals_of(const ReadReport& read,
                                     const CertificateTerms& terms = kTerms) {
  return ids_of(draft_of(read, terms).refusals);
}

TEST(DrawUp, APassIsCertifiedWithWhatStoodThere) {
  const Draft draft = draft_of(read_report_of("standard"));
  EXPECT_THAT(draft.refusals, IsEmpty());
  const Certificate& certificate = draft.certificate;
  EXPECT_EQ(certificate.profile, "demo");
  EXPECT_EQ(certificate.profile_hash, quick_profile().hash);
  EXPECT_EQ(certificate.profile_hash.size(), 64U);
  EXPECT_EQ(certificate.level, "standard");
  EXPECT_EQ(certificate.verdict, Verdict::pass);
  EXPECT_THAT(certificate.reports, ElementsAre(std::string(64, 'a')));
  EXPECT_EQ(certificate.issued_s, kIssued_s);
  EXPECT_EQ(certificate.expires_s, kIssued_s + 30 * kDay_s);
  EXPECT_EQ(certificate.node.hostname, "node-0001");
  EXPECT_EQ(certificate.node.board_serial, "BS42");
  EXPECT_EQ(certificate.node.driver, "580.95.05");
  ASSERT_EQ(certificate.node.gpus.size(), 8U);
  EXPECT_EQ(certificate.node.gpus[2].serial, healthy_node().gpus[2].serial);
  EXPECT_EQ(certificate.node.nics.size(), 8U);
}

TEST(ProfileHash, IsOfItsTextAndOfWhatItIncludes) {
  const std::string text =
      "profile: p\nincludes: [integrity]\nlimits:\n"
      "  - {test: memory.read, metric: bandwidth, at_least: 1 GB/s}\n";
  const std::string included(find_shipped("integrity")->yaml);
  EXPECT_EQ(read_profile(text, "p.yaml").hash, sha256(text + included));
  EXPECT_EQ(load_profile("integrity").hash, sha256(included));
}

TEST(DrawUp, AnInjectedReportIsRefused) {
  ReadReport read = read_report_of("standard");
  read.report.run.injected = {"slow:0.5"};
  EXPECT_THAT(refusals_of(read), Contains("injected"));
}

TEST(DrawUp, APartialReportIsRefused) {
  ReadReport read = read_report_of("standard");
  read.report.run.complete = false;
  EXPECT_THAT(refusals_of(read), Contains("incomplete-run"));
  read = read_report_of("standard");
  read.report.results.clear();
  EXPECT_THAT(refusals_of(read), Contains("absent-test"));
}

TEST(DrawUp, AStaleReportAndOneFromTheFutureAreRefused) {
  ReadReport read = read_report_of("standard");
  read.report.run.started = read.report.run.ended = iso8601(kIssued_s - 86401.0);
  EXPECT_THAT(refusals_of(read), ElementsAre("stale"));
  read.report.run.started = read.report.run.ended = iso8601(kIssued_s + 301.0);
  EXPECT_THAT(refusals_of(read), ElementsAre("from-future"));
}

TEST(DrawUp, AFailureIsRefusedWithItsReason) {
  ReadReport read = read_report_of("standard");
  read.report.results[0].metrics[0].value = 0.5e9;
  const Draft draft = draft_of(read, {.now_s = kIssued_s, .valid_s = 1, .accept_warnings = true});
  EXPECT_THAT(ids_of(draft.refusals), ElementsAre("below-limit"));
  EXPECT_EQ(draft.refusals.front().verdict, Verdict::fail);
}

TEST(DrawUp, AWarningIsRefusedUnlessAcceptedAndThenWrittenDown) {
  ReadReport read = read_report_of("standard");
  read.report.results[0].metrics[0].value = 1.5e9;
  EXPECT_THAT(refusals_of(read), ElementsAre("unaccepted-warning", "warn-below"));
  const Draft draft = draft_of(read, {.now_s = kIssued_s, .valid_s = 1, .accept_warnings = true});
  EXPECT_THAT(draft.refusals, IsEmpty());
  EXPECT_EQ(draft.certificate.verdict, Verdict::warn);
  EXPECT_THAT(draft.certificate.warnings, ElementsAre("warn-below memory.read bandwidth node"));
}

TEST(DrawUp, ALowerLevelThanTheProfileCertifiesIsRefused) {
  EXPECT_THAT(refusals_of(read_report_of("quick")), ElementsAre("low-level"));
  EXPECT_THAT(refusals_of(read_report_of("burnin")), IsEmpty());
  EXPECT_EQ(draft_of(read_report_of("burnin")).certificate.level, "burnin");
}

TEST(DrawUp, AFabricsReportIsRefused) {
  ReadReport read = read_report_of("standard");
  read.report.nodes = {healthy_node(), healthy_node()};
  read.report.run.nodes = 2;
  EXPECT_THAT(refusals_of(read), Contains("fabric-report"));
}

TEST(DrawUp, AnotherToolsReportIsRefused) {
  ReadReport read = read_report_of("standard");
  read.report.run.tool.name = "nccl_tests";
  EXPECT_THAT(refusals_of(read), ElementsAre("foreign-report"));
}

TEST(DrawUp, AnIdentityThatIsNotToldIsRefused) {
  const std::vector<void (*)(Node&)> gaps{
      [](Node& node) { node.machine_id.clear(); },
      [](Node& node) { node.board_serial.clear(); },
      [](Node& node) { node.board_serial = "Default string"; },
      [](Node& node) { node.gpus[5].uuid = "N/A"; },
      [](Node& node) { node.gpus[5].uuid.clear(); },
      [](Node& node) { node.gpus[5].vbios.clear(); },
      [](Node& node) { node.gpus[5].pci.clear(); },
      [](Node& node) { node.nics[5].guid.clear(); },
      [](Node& node) { node.nics[5].guid = "0000:0000:0000:0000"; }};
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    ReadReport read = read_report_of("standard");
    gaps[i](read.report.node);
    EXPECT_THAT(refusals_of(read), ElementsAre("incomplete-identity")) << i;
  }
}

TEST(DrawUp, ABoardWithoutASerialIsCertifiedOnlyWhereThatIsSaid) {
  ReadReport read = read_report_of("standard");
  read.report.node.board_serial.clear();
  const CertificateTerms without{.now_s = kIssued_s, .valid_s = 1, .without_board_serial = true};
  EXPECT_THAT(refusals_of(read, without), IsEmpty());
  read.report.node.machine_id.clear();
  EXPECT_THAT(refusals_of(read, without), ElementsAre("incomplete-identity"));
}

TEST(DrawUp, PlainEthernetNeedsNoGuid) {
  ReadReport read = read_report_of("standard");
  read.report.node.nics.push_back({.name = "eth0", .pci = "0000:01:00.0", .driver = "ixgbe"});
  EXPECT_THAT(refusals_of(read), IsEmpty());
  EXPECT_EQ(draft_of(read).certificate.node.nics.size(), 8U);
}

TEST(DrawUp, ReportsOfDifferentHardwareAreRefused) {
  JudgedReport other = passed_report();
  other.node.machine_id = "ffffffffffffffffffffffffffffffff";
  EXPECT_THAT(ids_of(draw_up({passed_report(), other}, kTerms).refusals),
              ElementsAre("differing-reports"));
  other = passed_report();
  other.node.gpus[3].uuid = "GPU-other";
  EXPECT_THAT(ids_of(draw_up({passed_report(), other}, kTerms).refusals),
              ElementsAre("differing-reports"));
  other = passed_report();
  other.profile_hash = std::string(64, 'c');
  EXPECT_THAT(ids_of(draw_up({passed_report(), other}, kTerms).refusals),
              ElementsAre("differing-reports"));
}

TEST(DrawUp, OneBadReportAmongGoodOnesIsEnough) {
  JudgedReport bad = passed_report();
  bad.judgement.verdict = Verdict::unknown;
  bad.judgement.reasons = {{.id = "nan", .verdict = Verdict::unknown}};
  EXPECT_THAT(ids_of(draw_up({passed_report(), bad, passed_report()}, kTerms).refusals),
              ElementsAre("nan"));
}

/// Neither the order of reports nor that of what they list changes a byte of what is signed.
TEST(DrawUp, TheOrderOfWhatIsGivenChangesNothing) {
  std::vector<JudgedReport> reports(4, passed_report());
  for (std::size_t i = 0; i < reports.size(); ++i)
    reports[i].hash = std::string(64, static_cast<char>('a' + i / 2));
  reports[1].level = "burnin";
  const std::string body = canonical(draw_up(reports, kTerms).certificate);
  EXPECT_THAT(body, HasSubstr("burnin"));
  std::mt19937 random(3);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(reports.begin(), reports.end(), random);
    EXPECT_EQ(canonical(draw_up(reports, kTerms).certificate), body);
    ReadReport read = read_report_of("standard");
    const std::string straight = canonical(draft_of(read).certificate);
    std::shuffle(read.report.node.gpus.begin(), read.report.node.gpus.end(), random);
    std::shuffle(read.report.node.nics.begin(), read.report.node.nics.end(), random);
    EXPECT_EQ(canonical(draft_of(read).certificate), straight);
  }
}

TEST(DrawUp, TheBaselineJudgedAgainstIsSigned) {
  CertificateTerms terms = kTerms;
  terms.baseline_hash = std::string(64, 'd');
  EXPECT_THAT(canonical(draft_of(read_report_of("standard"), terms).certificate),
              HasSubstr(R"("baseline":"dddd)"));
}

}  // namespace
}  // namespace assay
