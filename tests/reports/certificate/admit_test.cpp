#include "reports/certificate/admit.hpp"

#include <gmock/gmock.h>

#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Admitting : public testing::Test {
 protected:
  [[nodiscard]] Admission admission() const {
    Presented shown = presented(certificate_, key_of(signer_));
    shown.lists = lists_;
    return admit(shown, chassis_, rules_);
  }
  [[nodiscard]] std::vector<std::string> refusals() const { return ids_of(admission().reasons); }

  void revoke(const std::string& id, std::int64_t issued_s = kIssued_s, unsigned char key = 1,
              std::int64_t sequence = 10) {
    const SecretKey secret = key_of(key);
    const RevocationList list{
        .issuer = key_id(secret.public_key()),
        .sequence = sequence,
        .issued_s = issued_s,
        .revoked = {{id, {.at_s = kIssued_s, .reason = "row remap pending"}}}};
    lists_.push_back({"revoked", sealed(list, secret)});
  }

  Certificate certificate_ = sample_certificate();
  unsigned char signer_ = 1;
  std::vector<ListFile> lists_;
  Chassis chassis_ = healthy_chassis();
  AdmissionRules rules_ = sample_rules();
};

TEST_F(Admitting, TheNodeThatWasTested) {
  const Admission admitted = admission();
  EXPECT_EQ(admitted.verdict, Verdict::pass);
  EXPECT_THAT(admitted.reasons, IsEmpty());
  EXPECT_EQ(admitted.certificate, certificate_);
  EXPECT_EQ(admitted.seen.certificate, certificate_.sequence);
}

TEST_F(Admitting, AcceptedWarningsStayAWarning) {
  certificate_.verdict = Verdict::warn;
  EXPECT_EQ(admission().verdict, Verdict::warn);
  EXPECT_THAT(refusals(), IsEmpty());
}

TEST_F(Admitting, NoCertificateIsUnknown) {
  const Admission none = admit({}, chassis_, rules_);
  EXPECT_EQ(none.verdict, Verdict::unknown);
  EXPECT_THAT(ids_of(none.reasons), ElementsAre("absent-certificate"));
}

TEST_F(Admitting, AnUnknownKeyIsRefused) {
  signer_ = 2;
  certificate_.issuer = key_id(key_of(2).public_key());
  EXPECT_THAT(refusals(), ElementsAre("unknown-issuer"));
  EXPECT_EQ(admission().verdict, Verdict::fail);
  EXPECT_FALSE(admission().certificate) << "nothing is said of what nobody trusted signed";
  rules_.trust.add(key_of(2).public_key());
  EXPECT_EQ(admission().verdict, Verdict::pass);
}

TEST_F(Admitting, NobodyTrustedAdmitsNobody) {
  rules_.trust = Trust();
  EXPECT_THAT(refusals(), ElementsAre("unknown-issuer"));
}

TEST_F(Admitting, ItsLastSecondIsTheOneBeforeItExpires) {
  rules_.now_wall_s = static_cast<double>(certificate_.expires_s) - 0.001;
  EXPECT_THAT(refusals(), IsEmpty());
  rules_.now_wall_s = static_cast<double>(certificate_.expires_s);
  EXPECT_THAT(refusals(), ElementsAre("expired-certificate"));
  EXPECT_EQ(admission().verdict, Verdict::fail);
}

TEST_F(Admitting, FromTheFutureIsRefusedBeyondTheDifferenceOfClocks) {
  rules_.now_wall_s = kIssued_s - 299.0;
  EXPECT_THAT(refusals(), IsEmpty());
  rules_.now_wall_s = kIssued_s - 301.0;
  EXPECT_THAT(refusals(), ElementsAre("certificate-from-future"));
  EXPECT_EQ(admission().verdict, Verdict::fail);
}

TEST_F(Admitting, OnlyProfilesThatCount) {
  rules_.profiles = {{"other", ""}};
  EXPECT_THAT(refusals(), ElementsAre("profile-not-allowed"));
  rules_.profiles.push_back({"demo", std::string(64, 'c')});
  EXPECT_THAT(refusals(), ElementsAre("profile-not-allowed")) << "another version of it";
  rules_.profiles.push_back({"demo", std::string(64, 'b')});
  EXPECT_THAT(refusals(), IsEmpty());
  rules_.profiles = {{"demo", ""}};
  EXPECT_THAT(refusals(), IsEmpty());
}

TEST_F(Admitting, OlderThanTheOldestThatCounts) {
  rules_.least_sequence = certificate_.sequence;
  EXPECT_THAT(refusals(), IsEmpty());
  rules_.least_sequence = certificate_.sequence + 1;
  EXPECT_THAT(refusals(), ElementsAre("withdrawn-sequence"));
}

TEST_F(Admitting, AReplayedOlderOneIsRefused) {
  const Certificate older = certificate_;
  certificate_.sequence += 1;
  rules_.seen = admission().seen;
  EXPECT_THAT(refusals(), IsEmpty()) << "the newest one stays good";
  certificate_ = older;
  EXPECT_THAT(refusals(), ElementsAre("replayed-certificate"));
  EXPECT_EQ(admission().seen, rules_.seen) << "nothing is forgotten";
}

TEST_F(Admitting, ARefusedOneIsNotRemembered) {
  rules_.profiles = {{"other", ""}};
  EXPECT_EQ(admission().seen.certificate, 0);
}

TEST_F(Admitting, ARevokedOneIsRefusedWithTheReason) {
  revoke(std::string(64, 'f'));
  EXPECT_THAT(refusals(), IsEmpty()) << "another certificate was revoked";
  EXPECT_EQ(admission().seen.revocations.at(certificate_.issuer), 10);
  revoke(certificate_id(certificate_), kIssued_s, 1, 11);
  EXPECT_THAT(refusals(), ElementsAre("revoked-certificate"));
  EXPECT_THAT(admission().reasons.front().text, HasSubstr("row remap pending"));
  EXPECT_EQ(admission().verdict, Verdict::fail);
  EXPECT_EQ(admission().seen.certificate, 0);
  EXPECT_EQ(admission().seen.revocations.at(certificate_.issuer), 11);
}

TEST_F(Admitting, AnyTrustedKeyRevokes) {
  revoke(certificate_id(certificate_), kIssued_s, 2);
  EXPECT_THAT(refusals(), ElementsAre("bad-revocations"));
  EXPECT_EQ(admission().verdict, Verdict::unknown);
  rules_.trust.add(key_of(2).public_key());
  EXPECT_THAT(refusals(), ElementsAre("revoked-certificate"));
}

TEST_F(Admitting, AnAlteredListIsUnknownAtEveryByte) {
  revoke(std::string(64, 'f'));
  const std::string good = lists_.front().text;
  for (std::size_t i = 0; i < good.size(); ++i) {
    lists_.front().text = good;
    lists_.front().text[i] = static_cast<char>(good[i] ^ 1);
    EXPECT_THAT(refusals(), ElementsAre("bad-revocations")) << i;
    EXPECT_EQ(admission().verdict, Verdict::unknown);
    EXPECT_EQ(admission().seen.revocations.size(), 0U);
  }
}

TEST_F(Admitting, AnOlderListIsNoLongerTaken) {
  rules_.seen.revocations[certificate_.issuer] = 11;
  revoke(std::string(64, 'f'));
  EXPECT_THAT(refusals(), ElementsAre("bad-revocations"));
  rules_.seen.revocations[certificate_.issuer] = 10;
  EXPECT_THAT(refusals(), IsEmpty());
}

TEST_F(Admitting, AListIsAsOldAsItIsAllowedToBe) {
  revoke(std::string(64, 'f'));
  rules_.lists_max_age_s = 3600;
  EXPECT_THAT(refusals(), IsEmpty());
  rules_.lists_max_age_s = 3599;
  EXPECT_THAT(refusals(), ElementsAre("stale-revocations"));
}

TEST_F(Admitting, AListFromTheFutureIsNeitherTakenNorRemembered) {
  revoke(std::string(64, 'f'), kIssued_s + 3600 + 301);
  EXPECT_THAT(refusals(), ElementsAre("bad-revocations"));
  EXPECT_THAT(admission().seen.revocations, IsEmpty());
}

TEST_F(Admitting, EverythingThatIsWrongIsSaidTheWorstFirst) {
  rules_.now_wall_s = static_cast<double>(certificate_.expires_s) + 1;
  rules_.profiles = {{"other", ""}};
  chassis_.board_serial = {Reading::State::unreadable, "", "Permission denied"};
  EXPECT_THAT(refusals(),
              ElementsAre("expired-certificate", "profile-not-allowed", "hidden-identity"));
  EXPECT_EQ(admission().verdict, Verdict::fail);
}

TEST_F(Admitting, ReasonsTellWhatToDo) {
  certificate_.expires_s = kIssued_s + 1;
  EXPECT_THAT(admission().reasons.front().text,
              HasSubstr("2026-11-21T19:11:01Z; run the tests again"));
}

}  // namespace
}  // namespace assay
