#include "reports/certificate/sealed.hpp"

#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::string_view kMiddle = R"(,"signature":")";
constexpr std::string_view kEnd = "\"}\n";

std::string beginning(DocumentKind kind) {
  return std::string("{\"") + (kind == DocumentKind::certificate ? "certificate" : "revocations") +
         "\":";
}

}  // namespace

std::string sealed(DocumentKind kind, const std::string& body, const SecretKey& key) {
  return beginning(kind) + body + std::string(kMiddle) + hexadecimal(key.sign(body)) +
         std::string(kEnd);
}

Opened open_sealed(DocumentKind kind, std::string_view file) {
  const InputError other("", 0, "",
                         kind == DocumentKind::certificate ? "is not a certificate's file"
                                                           : "is not a revocation list's file");
  const std::string begin = beginning(kind);
  constexpr std::size_t digits = 2 * std::tuple_size_v<Signature>;
  const std::size_t around = begin.size() + kMiddle.size() + digits + kEnd.size();
  if (file.size() < around || !file.starts_with(begin) || !file.ends_with(kEnd))
    throw InputError(other);
  const std::string_view body = file.substr(begin.size(), file.size() - around);
  const std::string_view rest = file.substr(begin.size() + body.size());
  if (!rest.starts_with(kMiddle)) throw InputError(other);
  Opened opened{std::string(body), {}};
  if (!from_hexadecimal(rest.substr(kMiddle.size(), digits), opened.signature))
    throw InputError(other);
  return opened;
}

}  // namespace assay
