#include "reports/certificate/trust.hpp"

#include <algorithm>
#include <filesystem>

#include "core/error.hpp"
#include "reports/certificate/key_files.hpp"
#include "reports/certificate/sealed.hpp"

namespace assay {
namespace {

template <class Document>
Verified<Document> verified(DocumentKind kind, const std::string& file, const Trust& trust,
                            Document (*parse)(const std::string&)) {
  using State = typename Verified<Document>::State;
  try {
    const Opened opened = open_sealed(kind, file);
    Document document = parse(opened.body);
    const PublicKey* key = trust.find(document.issuer);
    if (key == nullptr)
      return {State::unknown_issuer, document, "nobody here trusts key " + document.issuer};
    if (!verifies(*key, opened.body, opened.signature))
      return {State::altered, {}, "the signature is not that of " + document.issuer};
    return {State::good, std::move(document), ""};
  } catch (const InputError& error) {
    return {State::altered, {}, error.what()};
  }
}

}  // namespace

void Trust::add_file(const std::string& path) { add(read_public_key(path)); }

void Trust::add_folder(const std::string& path) {
  std::error_code error;
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator it(path, error), end; !error && it != end;
       it.increment(error))
    if (it->path().extension() == ".pub") files.push_back(it->path().string());
  if (error) throw InputError(path, 0, "", error.message());
  if (files.empty()) throw InputError(path, 0, "", "holds no *.pub");
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) add_file(file);
}

const PublicKey* Trust::find(const std::string& id) const {
  for (const PublicKey& key : keys_)
    if (key_id(key) == id) return &key;
  return nullptr;
}

std::string sealed(const Certificate& certificate, const SecretKey& key) {
  return sealed(DocumentKind::certificate, canonical(certificate), key);
}

Verified<Certificate> verified_certificate(const std::string& file, const Trust& trust) {
  return verified(DocumentKind::certificate, file, trust, parse_certificate);
}

Verified<RevocationList> verified_revocations(const std::string& file, const Trust& trust) {
  return verified(DocumentKind::revocations, file, trust, parse_revocations);
}

}  // namespace assay
