#pragma once
#include <string>
#include <vector>

#include "reports/certificate/certificate.hpp"
#include "reports/certificate/keys.hpp"
#include "reports/certificate/revocations.hpp"

namespace assay {

/// The public keys in which a node believes.
class Trust {
 public:
  /// Throws InputError as read_public_key() does.
  void add_file(const std::string& path);
  /// Every *.pub in it. Throws InputError also where there is none.
  void add_folder(const std::string& path);
  void add(const PublicKey& key) { keys_.push_back(key); }

  /// nullptr for a key that is not trusted.
  [[nodiscard]] const PublicKey* find(const std::string& id) const;

 private:
  std::vector<PublicKey> keys_;
};

/// The file of a certificate, signed.
[[nodiscard]] std::string sealed(const Certificate& certificate, const SecretKey& key);

/// What became of a signed file.
template <class Document>
struct Verified {
  enum class State { good, altered, unknown_issuer };
  State state = State::altered;
  Document document;  ///< as signed, only if good; of an unknown issuer what it claims
  std::string why;    ///< unless good
};

[[nodiscard]] Verified<Certificate> verified_certificate(const std::string& file,
                                                         const Trust& trust);
[[nodiscard]] Verified<RevocationList> verified_revocations(const std::string& file,
                                                            const Trust& trust);

}  // namespace assay
