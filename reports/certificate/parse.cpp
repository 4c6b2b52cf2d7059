#include <array>

#include "core/error.hpp"
#include "core/time_stamp.hpp"
#include "reports/certificate/certificate.hpp"
#include "reports/certificate/json.hpp"
#include "reports/certificate/revocations.hpp"

namespace assay {
namespace {

void demand_format(const SortedJson& json, const char* format) {
  if (json.at("format").get<std::string>() != format)
    throw InputError("", 0, "format", "is not " + std::string(format));
}

Verdict verdict_of(const std::string& text) {
  for (const Verdict verdict : {Verdict::pass, Verdict::warn})
    if (text == name(verdict)) return verdict;
  throw InputError("", 0, "verdict", "is none that a certificate can state");
}

TestedGpu gpu_of(const SortedJson& json) {
  TestedGpu gpu;
  take(json, "pci", gpu.pci);
  take(json, "serial", gpu.serial);
  take(json, "uuid", gpu.uuid);
  take(json, "vbios", gpu.vbios);
  return gpu;
}

TestedNode node_of(const SortedJson& json) {
  TestedNode node;
  take(json, "board_serial", node.board_serial);
  take(json, "driver", node.driver);
  take(json, "hostname", node.hostname);
  take(json, "machine_id", node.machine_id);
  take(json, "nics", node.nics);
  if (const auto gpus = json.find("gpus"); gpus != json.end())
    for (const SortedJson& gpu : *gpus) node.gpus.push_back(gpu_of(gpu));
  return node;
}

Certificate certificate_of(const SortedJson& json) {
  demand_format(json, kCertificateFormat);
  Certificate certificate;
  take(json, "issuer", certificate.issuer);
  take(json, "sequence", certificate.sequence);
  take_time(json, "issued", certificate.issued_s);
  take_time(json, "expires", certificate.expires_s);
  take(json.at("profile"), "name", certificate.profile);
  take(json.at("profile"), "hash", certificate.profile_hash);
  take(json, "baseline", certificate.baseline_hash);
  take(json, "level", certificate.level);
  certificate.verdict = verdict_of(json.at("verdict").get<std::string>());
  take(json, "warnings", certificate.warnings);
  take(json, "reports", certificate.reports);
  certificate.node = node_of(json.at("node"));
  return certificate;
}

RevocationList revocations_of(const SortedJson& json) {
  demand_format(json, kRevocationsFormat);
  RevocationList list;
  take(json, "issuer", list.issuer);
  take(json, "sequence", list.sequence);
  take_time(json, "issued", list.issued_s);
  if (const auto revoked = json.find("revoked"); revoked != json.end())
    for (const auto& [id, entry] : revoked->items()) {
      Revocation& revocation = list.revoked[id];
      take_time(entry, "at", revocation.at_s);
      take(entry, "reason", revocation.reason);
    }
  return list;
}

/// Whatever freedom JSON leaves ends here: `body` must be what its content is written as.
template <class Document>
Document parsed(const std::string& body, Document (*read)(const SortedJson&)) {
  const InputError other("", 0, "", "is not in its canonical form");
  try {
    Document document = read(SortedJson::parse(body));
    if (canonical(document) != body) throw InputError(other);
    return document;
  } catch (const SortedJson::exception&) {
    throw InputError(other);
  }
}

}  // namespace

void take_time(const SortedJson& from, const char* key, std::int64_t& seconds) {
  const auto text = from.at(key).get<std::string>();
  const std::optional<double> time = parse_iso8601(text);
  if (!time) throw InputError("", 0, key, "is no time");
  seconds = static_cast<std::int64_t>(*time);
}

Certificate parse_certificate(const std::string& body) { return parsed(body, certificate_of); }

RevocationList parse_revocations(const std::string& body) { return parsed(body, revocations_of); }

}  // namespace assay
