#include <gmock/gmock.h>

#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

/// The verdict on exactly these bytes, with everything else as it should be.
Admission admission_of(const std::string& file) {
  return admit({.certificate = file, .lists = {}}, healthy_chassis(), sample_rules());
}

void expect_refused(const std::string& file, const std::string& what) {
  const Admission admission = admission_of(file);
  EXPECT_EQ(admission.verdict, Verdict::fail) << what;
  ASSERT_EQ(admission.reasons.size(), 1U) << what;
  // The issuer's name is within what is signed: with another one there is no key to ask.
  EXPECT_THAT(admission.reasons.front().id, testing::AnyOf("altered-certificate", "unknown-issuer"))
      << what;
  EXPECT_FALSE(admission.certificate) << what;
  EXPECT_EQ(admission.seen, Seen{}) << what;
}

class Altered : public testing::Test {
 protected:
  const std::string file_ = sealed(sample_certificate(), key_of(1));
};

TEST_F(Altered, UntouchedItIsAdmitted) {
  EXPECT_EQ(admission_of(file_).verdict, Verdict::pass) << admission_of(file_).reasons.size();
}

TEST_F(Altered, AnyByteFlippedIsRefused) {
  for (std::size_t i = 0; i < file_.size(); ++i)
    for (const unsigned bit : {0x01U, 0x20U, 0x80U}) {
      std::string other = file_;
      other[i] = static_cast<char>(static_cast<unsigned char>(other[i]) ^ bit);
      expect_refused(other, "byte " + std::to_string(i) + ", bit " + std::to_string(bit));
    }
}

TEST_F(Altered, AnyByteLeftOutIsRefused) {
  for (std::size_t i = 0; i < file_.size(); ++i) {
    std::string other = file_;
    expect_refused(other.erase(i, 1), "without byte " + std::to_string(i));
  }
}

TEST_F(Altered, WhiteSpaceAnywhereIsRefused) {
  for (std::size_t i = 0; i <= file_.size(); ++i)
    for (const char space : {' ', '\n'}) {
      std::string other = file_;
      expect_refused(other.insert(i, 1, space), "white space at " + std::to_string(i));
    }
}

TEST_F(Altered, AnyLengthButTheWholeIsRefused) {
  for (std::size_t n = 0; n < file_.size(); ++n)
    expect_refused(file_.substr(0, n), std::to_string(n) + " bytes");
  expect_refused(file_ + file_, "twice");
  expect_refused(file_ + std::string(1, '\0'), "a byte more");
}

TEST_F(Altered, ASignatureOfAnotherDocumentOrKeyIsRefused) {
  Certificate longer = sample_certificate();
  longer.expires_s += kDay_s;
  const std::string other = sealed(longer, key_of(1));
  const std::size_t at = file_.find(R"(,"signature":)");
  expect_refused(other.substr(0, other.find(R"(,"signature":)")) + file_.substr(at), "grafted");
  expect_refused(sealed(sample_certificate(), key_of(2)), "another's key under this one's name");
}

TEST_F(Altered, AListIsNoCertificate) {
  RevocationList list{.issuer = sample_certificate().issuer, .sequence = 1, .issued_s = kIssued_s};
  expect_refused(sealed(list, key_of(1)), "a revocation list");
  const std::string file = sealed(list, key_of(1));
  expect_refused(R"({"certificate)" + file.substr(std::string(R"({"revocations)").size()),
                 "a revocation list in a certificate's clothes");
}

}  // namespace
}  // namespace assay
