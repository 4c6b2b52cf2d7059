#include "reports/certificate/revocations.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "reports/certificate/sealed.hpp"
#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

RevocationList sample_list() {
  return {.issuer = key_id(key_of(1).public_key()),
          .sequence = 5,
          .issued_s = kIssued_s,
          .revoked = {{std::string(64, 'b'), {.at_s = kIssued_s, .reason = "Xid 79"}},
                      {std::string(64, 'a'), {.at_s = kIssued_s - 1}}}};
}

TEST(Revocations, TheBytesAreThese) {
  EXPECT_EQ(canonical(sample_list()),
            R"({"format":"assay/revocations/1","issued":"2026-11-21T19:11:00Z","issuer":")" +
                key_id(key_of(1).public_key()) + R"(","revoked":{")" + std::string(64, 'a') +
                R"(":{"at":"2026-11-21T19:10:59Z"},")" + std::string(64, 'b') +
                R"(":{"at":"2026-11-21T19:11:00Z","reason":"Xid 79"}},"sequence":5})");
}

TEST(Revocations, ReadBackAsTheyWere) {
  EXPECT_EQ(parse_revocations(canonical(sample_list())), sample_list());
  RevocationList empty = sample_list();
  empty.revoked.clear();
  EXPECT_EQ(parse_revocations(canonical(empty)), empty);
}

TEST(Revocations, AFileIsTheBodyAndItsSignature) {
  const std::string file = sealed(sample_list(), key_of(1));
  const Opened opened = open_sealed(DocumentKind::revocations, file);
  EXPECT_EQ(opened.body, canonical(sample_list()));
  EXPECT_TRUE(verifies(key_of(1).public_key(), opened.body, opened.signature));
  EXPECT_THROW((void)open_sealed(DocumentKind::certificate, file), InputError);
}

TEST(Revocations, ACertificateIsNoList) {
  EXPECT_THROW((void)parse_revocations(canonical(sample_certificate())), InputError);
  EXPECT_THROW((void)parse_certificate(canonical(sample_list())), InputError);
}

}  // namespace
}  // namespace assay
