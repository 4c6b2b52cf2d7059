#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "reports/certificate/keys.hpp"

namespace assay {

/// Why and since when a certificate is void.
struct Revocation {
  std::int64_t at_s = 0;  ///< seconds since 1970
  std::string reason;     ///< for people; "" = not said
  friend bool operator==(const Revocation&, const Revocation&) = default;
};

/// Certificates that an issuer has taken back. What any trusted key revokes is revoked, whoever
/// signed it.
struct RevocationList {
  std::string issuer;  ///< key_id() of who signed it
  std::int64_t sequence = 0;
  std::int64_t issued_s = 0;                  ///< seconds since 1970
  std::map<std::string, Revocation> revoked;  ///< by certificate_id()
  friend bool operator==(const RevocationList&, const RevocationList&) = default;
};

/// As canonical(const Certificate&).
[[nodiscard]] std::string canonical(const RevocationList& list);

/// As parse_certificate().
[[nodiscard]] RevocationList parse_revocations(const std::string& body);

/// The file of a list.
[[nodiscard]] std::string sealed(const RevocationList& list, const SecretKey& key);

}  // namespace assay
