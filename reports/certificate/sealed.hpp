#pragma once
#include <string>
#include <string_view>

#include "reports/certificate/keys.hpp"

namespace assay {

/// What a signed file holds.
enum class DocumentKind { certificate, revocations };

/// The file of a signed document: {"certificate":BODY,"signature":"HEX"} and a newline, where the
/// signature is ed25519's (RFC 8032) over BODY as it stands there.
[[nodiscard]] std::string sealed(DocumentKind kind, const std::string& body, const SecretKey& key);

struct Opened {
  std::string body;
  Signature signature;
};

/// The parts of a file as sealed() wrote it; says nothing of whether the signature is good. Throws
/// InputError for any other file.
[[nodiscard]] Opened open_sealed(DocumentKind kind, std::string_view file);

}  // namespace assay
