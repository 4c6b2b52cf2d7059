#include "reports/certificate/keys.hpp"

#include <gmock/gmock.h>

#include "core/sha256.hpp"
#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

std::vector<unsigned char> bytes_of(std::string_view hex) {
  std::vector<unsigned char> bytes(hex.size() / 2);
  EXPECT_TRUE(from_hexadecimal(hex, bytes));
  return bytes;
}

// RFC 8032, section 7.1.
struct Vector {
  std::string_view seed, key, message, signature;
};

class Ed25519 : public testing::TestWithParam<Vector> {};

TEST_P(Ed25519, AgreesWithTheStandardsVectors) {
  const auto& [seed, key, message, signature] = GetParam();
  const SecretKey secret = SecretKey::from_seed(bytes_of(seed).data());
  EXPECT_EQ(hexadecimal(secret.public_key().bytes), key);
  const std::vector<unsigned char> bytes = bytes_of(message);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  EXPECT_EQ(hexadecimal(secret.sign(text)), signature);
  EXPECT_TRUE(verifies(secret.public_key(), text, secret.sign(text)));
}

INSTANTIATE_TEST_SUITE_P(
    Rfc8032, Ed25519,
    testing::Values(
        Vector{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
               "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
               "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61"
               "e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
        Vector{"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
               "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
               "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458"
               "f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"}));

TEST(Keys, AnotherKeyMessageOrSignatureIsRefused) {
  const SecretKey one = key_of(1);
  const Signature signature = one.sign("message");
  EXPECT_TRUE(verifies(one.public_key(), "message", signature));
  EXPECT_FALSE(verifies(one.public_key(), "massage", signature));
  EXPECT_FALSE(verifies(key_of(2).public_key(), "message", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Signature flipped = signature;
    flipped[i] = static_cast<unsigned char>(flipped[i] ^ 1U);
    EXPECT_FALSE(verifies(one.public_key(), "message", flipped)) << i;
  }
}

TEST(Keys, AreMadeAnewEachTime) {
  EXPECT_FALSE(SecretKey::make().public_key() == SecretKey::make().public_key());
}

TEST(Keys, AreNamedByTheHashOfTheirBytes) {
  PublicKey key;
  key.bytes.fill('a');
  EXPECT_EQ(key_id(key), sha256(std::string(32, 'a')));
}

TEST(Hexadecimal, IsOneTextForEachByteString) {
  std::array<unsigned char, 2> bytes{};
  EXPECT_TRUE(from_hexadecimal("00ff", bytes));
  EXPECT_EQ(hexadecimal(bytes), "00ff");
  for (const char* text : {"00FF", "00f", "00fff", "00 ff", "00:ff", "0xff", "", "00fg"})
    EXPECT_FALSE(from_hexadecimal(text, bytes)) << text;
}

// FIPS 180-4's examples.
TEST(Sha256, IsWhatSha256sumPrints) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace assay
