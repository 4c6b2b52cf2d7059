#include "reports/certificate/keys.hpp"

#include <sodium.h>

#include <algorithm>
#include <string>

#include "core/error.hpp"
#include "core/sha256.hpp"

namespace assay {
namespace {

static_assert(std::tuple_size_v<Signature> == crypto_sign_BYTES);
static_assert(sizeof(PublicKey::bytes) == crypto_sign_PUBLICKEYBYTES);
static_assert(SecretKey::kSeedBytes == crypto_sign_SEEDBYTES);

const unsigned char* data_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void start_sodium() {
  if (sodium_init() < 0) throw Error("libsodium cannot start");
}

}  // namespace

std::string key_id(const PublicKey& key) {
  return sha256({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
}

bool verifies(const PublicKey& key, std::string_view message, const Signature& signature) {
  start_sodium();
  return crypto_sign_verify_detached(signature.data(), data_of(message), message.size(),
                                     key.bytes.data()) == 0;
}

std::string hexadecimal(std::span<const unsigned char> bytes) {
  std::string text(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

bool from_hexadecimal(std::string_view text, std::span<unsigned char> bytes) {
  if (bytes.empty()) return text.empty();
  const bool lower = text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  std::size_t written = 0;
  return lower && text.size() == 2 * bytes.size() &&
         sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &written,
                        nullptr) == 0 &&
         written == bytes.size();
}

void SecretMemoryFree::operator()(unsigned char* bytes) const noexcept { sodium_free(bytes); }

SecretMemory secret_memory(std::size_t bytes) {
  start_sodium();
  SecretMemory memory(static_cast<unsigned char*>(sodium_malloc(bytes)));
  if (memory == nullptr) throw Error("no memory for a secret");
  return memory;
}

SecretKey SecretKey::make() {
  const SecretMemory seed = secret_memory(kSeedBytes);
  randombytes_buf(seed.get(), kSeedBytes);
  return from_seed(seed.get());
}

SecretKey SecretKey::from_seed(const unsigned char* seed) {
  SecretMemory bytes = secret_memory(crypto_sign_SECRETKEYBYTES);
  PublicKey unused;
  crypto_sign_seed_keypair(unused.bytes.data(), bytes.get(), seed);
  return SecretKey(std::move(bytes));
}

PublicKey SecretKey::public_key() const {
  PublicKey key;
  crypto_sign_ed25519_sk_to_pk(key.bytes.data(), bytes_.get());
  return key;
}

Signature SecretKey::sign(std::string_view message) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, data_of(message), message.size(), bytes_.get());
  return signature;
}

}  // namespace assay
