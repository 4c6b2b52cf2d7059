#include <gmock/gmock.h>
#include <sys/stat.h>

#include "core/clock.hpp"
#include "core/sha256.hpp"
#include "reports/certificate/key_files.hpp"
#include "reports/writer.hpp"
#include "tests/cli/gate/gate.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CertifyVerb : public GateVerbs {
 protected:
  void expect_refused(int status, const std::string& id,
                      std::vector<std::string> words = {"report.json"}) {
    const Ended ended = certify("cert.json", std::move(words));
    EXPECT_EQ(ended.status, status) << ended.out << ended.err;
    EXPECT_THAT(ended.out, HasSubstr(id));
    EXPECT_FALSE(std::filesystem::exists("cert.json")) << "nothing is written";
  }
};

TEST_F(CertifyVerb, SignsWhatTheReportProves) {
  const Ended ended = certify();
  ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
  const Certificate certificate = certificate_in("cert.json");
  EXPECT_THAT(ended.out, HasSubstr(certificate_id(certificate)));
  EXPECT_THAT(certificate.reports, ElementsAre(sha256(read("report.json"))));
  EXPECT_EQ(certificate.profile, "demo");
  EXPECT_EQ(certificate.profile_hash, sha256(read("demo.yaml")));
  EXPECT_EQ(certificate.level, "quick");
  EXPECT_EQ(certificate.verdict, Verdict::pass);
  EXPECT_EQ(certificate.issuer, key_id(read_public_key("key.pub")));
  EXPECT_EQ(certificate.expires_s - certificate.issued_s, 30 * 86400);
  EXPECT_NEAR(static_cast<double>(certificate.issued_s), SystemClock().wall_s(), 100);
  EXPECT_NEAR(static_cast<double>(certificate.sequence), SystemClock().wall_s() * 1e6, 100e6);
  EXPECT_EQ(certificate.node.gpus.size(), 8U);
}

TEST_F(CertifyVerb, SaysWhichBaselineItWasHeldAgainst) {
  for (int i = 0; i < 3; ++i) {
    Report good = report(3e9 + 1e6 * i);
    good.run.id = good.node.hostname = good.node.machine_id = "node-" + std::to_string(i);
    write("good/" + good.run.id + ".json", good);
  }
  const Ended learned = assay_in_process({"baseline", "good", "--few", "-o", "good.yaml"});
  ASSERT_EQ(learned.status, 0) << learned.err;
  // Longer than the files of the gate may be.
  const std::string baseline = read("good.yaml") + std::string(std::size_t{2} << 20, '#') + "\n";
  write("good.yaml", baseline);
  const Ended ended = certify("cert.json", {"report.json", "--baseline", "good.yaml"});
  ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_EQ(certificate_in("cert.json").baseline_hash, sha256(baseline));
}

TEST_F(CertifyVerb, EveryReportOfAFileAndAFolderIsEvidence) {
  write("more/b.json", report(4e9));
  write("more/c.jsonl", to_json_line(report(5e9)) + "\n" + to_json_line(report(6e9)) + "\n");
  ASSERT_EQ(certify("cert.json", {"report.json", "more"}).status, 0);
  const Certificate certificate = certificate_in("cert.json");
  EXPECT_EQ(certificate.reports.size(), 4U);
  const std::string lines = read("more/c.jsonl");
  for (const std::string& document : {read("more/b.json"), lines.substr(0, lines.find('\n'))})
    EXPECT_THAT(certificate.reports, testing::Contains(sha256(document)));
}

TEST_F(CertifyVerb, ValidAsLongAsIsSaid) {
  ASSERT_EQ(certify("cert.json", {"report.json", "--valid", "12h"}).status, 0);
  const Certificate certificate = certificate_in("cert.json");
  EXPECT_EQ(certificate.expires_s - certificate.issued_s, 12 * 3600);
  for (const char* bad : {"0s", "10", "forever"})
    EXPECT_EQ(certify("x", {"report.json", "--valid", bad}).status, 3) << bad;
}

TEST_F(CertifyVerb, AnInjectedReportIsRefused) {
  Report planted = report();
  planted.run.injected = {"slow:0.5"};
  write("report.json", planted);
  expect_refused(2, "injected");
}

TEST_F(CertifyVerb, APartialReportIsRefused) {
  Report half = report();
  half.run.complete = false;
  write("report.json", half);
  expect_refused(2, "incomplete-run");
  Report cut = report();
  cut.run.planned.emplace_back("memory.write");
  write("report.json", cut);
  expect_refused(2, "missing-result");
}

TEST_F(CertifyVerb, AFailureIsRefused) {
  write("report.json", report(0.5e9));
  expect_refused(1, "below-limit");
}

TEST_F(CertifyVerb, AWarningMustBeAccepted) {
  write("report.json", report(1.5e9));
  expect_refused(1, "unaccepted-warning");
  ASSERT_EQ(certify("cert.json", {"report.json", "--accept-warnings"}).status, 0);
  EXPECT_EQ(certificate_in("cert.json").verdict, Verdict::warn);
  EXPECT_THAT(certificate_in("cert.json").warnings, testing::SizeIs(1));
}

TEST_F(CertifyVerb, AReportOlderThanADayIsRefusedUnlessThatIsSaid) {
  Report old = report();
  old.run.started = old.run.ended = iso8601(SystemClock().wall_s() - 86500);
  write("report.json", old);
  expect_refused(2, "stale");
  EXPECT_EQ(certify("cert.json", {"report.json", "--max-age", "3d"}).status, 0);
}

TEST_F(CertifyVerb, AnotherNodesReportBesideItIsRefused) {
  tree_.write("/etc/machine-id", "ffffffffffffffffffffffffffffffff\n");
  write("other.json", report());
  expect_refused(1, "differing-reports", {"report.json", "other.json"});
}

TEST_F(CertifyVerb, ALowerLevelThanTheProfileCertifiesIsRefused) {
  write("demo.yaml",
        "profile: demo\nlimits:\n  - {test: memory.read, metric: bandwidth, at_least: 1 GB/s}\n");
  expect_refused(2, "low-level");
}

TEST_F(CertifyVerb, AnUnreadableReportIsRefusedWithTheOthers) {
  write("bad.json", "{\"cut\":");
  const Ended ended = certify("cert.json", {"report.json", "bad.json"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, HasSubstr("bad.json:1"));
  EXPECT_FALSE(std::filesystem::exists("cert.json"));
}

TEST_F(CertifyVerb, ABoardWithoutASerialMustBeSaid) {
  tree_.remove("/sys/class/dmi/id/board_serial");
  write("report.json", report());
  expect_refused(2, "incomplete-identity");
  ASSERT_EQ(certify("cert.json", {"report.json", "--without-board-serial"}).status, 0);
  EXPECT_EQ(admit().status, 0);
}

TEST_F(CertifyVerb, AKeyThatOthersCanReadIsRefused) {
  for (const mode_t mode : {0640U, 0604U, 0644U}) {
    ASSERT_EQ(chmod("key", mode), 0);
    const Ended ended = certify();
    EXPECT_EQ(ended.status, 3);
    EXPECT_THAT(ended.err, HasSubstr("mode 0600"));
    EXPECT_FALSE(std::filesystem::exists("cert.json"));
  }
}

TEST_F(CertifyVerb, WithoutLimitsOrProfileNothingIsCertified) {
  EXPECT_EQ(assay_in_process({"certify", "report.json", "--key", "key", "-o", "c"}).status, 3);
  EXPECT_EQ(
      assay_in_process({"certify", "report.json", "--key", "key", "-o", "c", "--profile", "none"})
          .status,
      3);
}

TEST_F(CertifyVerb, NumbersGrowAlsoWhereTheClockGoesBack) {
  write("sequence", "9000000000000000\n");
  ASSERT_EQ(certify("a", {"report.json", "--sequence", "sequence"}).status, 0);
  ASSERT_EQ(certify("b", {"report.json", "--sequence", "sequence"}).status, 0);
  EXPECT_EQ(certificate_in("a").sequence, 9000000000000001);
  EXPECT_EQ(certificate_in("b").sequence, 9000000000000002);
  EXPECT_EQ(read("sequence"), "9000000000000002\n");
  write("sequence", "many\n");
  EXPECT_EQ(certify("c", {"report.json", "--sequence", "sequence"}).status, 3);
}

TEST_F(CertifyVerb, ToStandardOutputComesTheCertificateAlone) {
  const Ended ended = certify("-");
  ASSERT_EQ(ended.status, 0);
  write("cert.json", ended.out);
  EXPECT_EQ(admit().status, 0);
  EXPECT_THAT(ended.err, HasSubstr("demo"));
}

TEST_F(CertifyVerb, AReportIsNotWrittenOver) {
  const std::string before = read("report.json");
  EXPECT_EQ(certify("report.json").status, 3);
  EXPECT_EQ(read("report.json"), before);
}

TEST_F(CertifyVerb, HostileNamesAreShownPlain) {
  Report named = report();
  named.node.hostname = "a\x1b[31m\n\xE2\x80\xAE<script>";
  write("report.json", named);
  const Ended ended = certify();
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(ended.out, HasSubstr("\\u202E"));
  EXPECT_EQ(admit().status, 0);
}

}  // namespace
}  // namespace assay
