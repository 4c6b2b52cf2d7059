#include <gmock/gmock.h>

#include "reports/certificate/key_files.hpp"
#include "reports/certificate/trust.hpp"
#include "tests/cli/gate/gate.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

class RevokeVerb : public GateVerbs {
 protected:
  RevokeVerb() { EXPECT_EQ(certify().status, 0); }

  static Ended revoke(const std::string& certificate, const std::string& key = "key") {
    return assay_in_process(
        {"revoke", certificate, "--key", key, "--list", "list", "--reason", "why"});
  }
  static RevocationList list() {
    Trust trust;
    trust.add_file("key.pub");
    auto found = verified_revocations(read("list"), trust);
    EXPECT_EQ(found.why, "");
    return std::move(found.document);
  }
};

TEST_F(RevokeVerb, AddsToTheListAndSignsIt) {
  ASSERT_EQ(revoke("cert.json").status, 0);
  const RevocationList first = list();
  ASSERT_EQ(revoke(std::string(64, 'a')).status, 0);
  const RevocationList second = list();
  EXPECT_EQ(first.revoked.size(), 1U);
  EXPECT_EQ(second.revoked.size(), 2U);
  EXPECT_GT(second.sequence, first.sequence);
  EXPECT_EQ(second.revoked.at(certificate_id(certificate_in("cert.json"))).reason, "why");
}

TEST_F(RevokeVerb, WhatWasRevokedKeepsItsFirstDay) {
  ASSERT_EQ(revoke("cert.json").status, 0);
  const RevocationList first = list();
  ASSERT_EQ(revoke("cert.json").status, 0);
  EXPECT_EQ(list().revoked, first.revoked);
}

TEST_F(RevokeVerb, AnotherKeysOrAnAlteredListIsLeftAlone) {
  ASSERT_EQ(revoke("cert.json").status, 0);
  EXPECT_EQ(assay_in_process({"keygen", "-o", "other"}).status, 0);
  const std::string before = read("list");
  EXPECT_EQ(revoke(std::string(64, 'a'), "other").status, 3);
  EXPECT_EQ(read("list"), before);
  write("list", before + " ");
  const Ended altered = revoke(std::string(64, 'a'));
  EXPECT_EQ(altered.status, 3);
  EXPECT_THAT(altered.err, HasSubstr("list: is not a list of this key"));
  EXPECT_EQ(read("list"), before + " ");
}

TEST_F(RevokeVerb, WhatIsNoCertificateIsRefused) {
  write("bad.json", "{}");
  EXPECT_EQ(revoke("bad.json").status, 3);
  EXPECT_EQ(revoke("none.json").status, 3);
  EXPECT_EQ(revoke(std::string(64, 'A')).status, 3);
  EXPECT_FALSE(std::filesystem::exists("list"));
}

}  // namespace
}  // namespace assay
