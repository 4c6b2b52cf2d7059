#include "reports/certificate/revocations.hpp"

#include "reports/certificate/json.hpp"
#include "reports/certificate/sealed.hpp"

namespace assay {

std::string canonical(const RevocationList& list) {
  SortedJson json{{"format", kRevocationsFormat},
                  {"issuer", list.issuer},
                  {"sequence", list.sequence},
                  {"issued", time_text(list.issued_s)}};
  for (const auto& [id, revocation] : list.revoked) {
    SortedJson entry{{"at", time_text(revocation.at_s)}};
    put(entry, "reason", revocation.reason);
    json["revoked"][id] = std::move(entry);
  }
  return canonical_text(json);
}

std::string sealed(const RevocationList& list, const SecretKey& key) {
  return sealed(DocumentKind::revocations, canonical(list), key);
}

}  // namespace assay
