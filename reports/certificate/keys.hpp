#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// Ed25519's (RFC 8032) public key and signature.
struct PublicKey {
  std::array<unsigned char, 32> bytes{};
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};
using Signature = std::array<unsigned char, 64>;

/// What names a key: SHA-256 of its 32 bytes.
[[nodiscard]] std::string key_id(const PublicKey& key);

/// True if `signature` is `key`'s over exactly these bytes.
[[nodiscard]] bool verifies(const PublicKey& key, std::string_view message,
                            const Signature& signature);

/// Lower-case digits of `bytes`, and back: false if `text` is anything but that many lower-case
/// digits.
[[nodiscard]] std::string hexadecimal(std::span<const unsigned char> bytes);
[[nodiscard]] bool from_hexadecimal(std::string_view text, std::span<unsigned char> bytes);

/// Memory that is locked, left out of core dumps, guarded at both ends and wiped when it goes.
struct SecretMemoryFree {
  void operator()(unsigned char* bytes) const noexcept;
};
using SecretMemory = std::unique_ptr<unsigned char[], SecretMemoryFree>;
/// Throws Error where there is none.
[[nodiscard]] SecretMemory secret_memory(std::size_t bytes);

/// What signs. Its secret never leaves secret memory.
class SecretKey {
 public:
  static constexpr std::size_t kSeedBytes = 32;

  /// A new one, of the kernel's random numbers.
  [[nodiscard]] static SecretKey make();
  /// `seed` has kSeedBytes bytes, which it is derived from.
  [[nodiscard]] static SecretKey from_seed(const unsigned char* seed);

  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] Signature sign(std::string_view message) const;
  /// kSeedBytes bytes in this object's secret memory.
  [[nodiscard]] const unsigned char* seed() const noexcept { return bytes_.get(); }

 private:
  explicit SecretKey(SecretMemory bytes) : bytes_(std::move(bytes)) {}
  SecretMemory bytes_;  ///< the seed and the public key, as libsodium keeps them
};

}  // namespace assay
