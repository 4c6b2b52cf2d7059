#include "core/clock.hpp"
#include "core/sha256.hpp"
#include "reports/certificate/certificate.hpp"
#include "reports/certificate/json.hpp"

namespace assay {
namespace {

SortedJson json_of(const TestedGpu& gpu) {
  SortedJson json = SortedJson::object();
  put(json, "pci", gpu.pci);
  put(json, "serial", gpu.serial);
  put(json, "uuid", gpu.uuid);
  put(json, "vbios", gpu.vbios);
  return json;
}

SortedJson json_of(const TestedNode& node) {
  SortedJson json = SortedJson::object();
  put(json, "board_serial", node.board_serial);
  put(json, "driver", node.driver);
  put(json, "hostname", node.hostname);
  put(json, "machine_id", node.machine_id);
  put(json, "nics", node.nics);
  for (const TestedGpu& gpu : node.gpus) json["gpus"].push_back(json_of(gpu));
  return json;
}

}  // namespace

std::string time_text(std::int64_t seconds) { return iso8601(static_cast<double>(seconds)); }

std::string canonical(const Certificate& certificate) {
  SortedJson json{{"format", kCertificateFormat},
                  {"issuer", certificate.issuer},
                  {"sequence", certificate.sequence},
                  {"issued", time_text(certificate.issued_s)},
                  {"expires", time_text(certificate.expires_s)},
                  {"level", certificate.level},
                  {"verdict", name(certificate.verdict)},
                  {"node", json_of(certificate.node)}};
  json["profile"] = {{"name", certificate.profile}, {"hash", certificate.profile_hash}};
  put(json, "baseline", certificate.baseline_hash);
  put(json, "warnings", certificate.warnings);
  put(json, "reports", certificate.reports);
  return canonical_text(json);
}

std::string certificate_id(const Certificate& certificate) {
  return sha256(canonical(certificate));
}

}  // namespace assay
