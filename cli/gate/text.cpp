#include "cli/gate/text.hpp"

#include <nlohmann/json.hpp>

#include "core/clock.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/plain.hpp"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

std::string time_of(std::int64_t seconds) { return iso8601(static_cast<double>(seconds)); }

Json json_of(const Reason& reason) {
  return {{"id", reason.id}, {"verdict", name(reason.verdict)}, {"text", reason.text}};
}

bool is_admitted(const Admission& admission) { return admission.reasons.empty(); }

}  // namespace

std::string reason_line(const Reason& reason) {
  std::string where;
  for (const std::string* word : {&reason.test, &reason.metric, &reason.subject})
    if (!word->empty()) where += plain(*word) + " ";
  return std::string(name(reason.verdict)) + " " + reason.id + ": " + where + plain(reason.text) +
         "\n";
}

std::string certificate_text(const Certificate& certificate) {
  Aligned lines({Aligned::Side::left, Aligned::Side::left});
  const auto line = [&](const char* what, const std::string& value) {
    if (!value.empty()) lines.add({what, plain(value)});
  };
  line("certificate", certificate_id(certificate));
  line("node", certificate.node.hostname);
  line("board serial", certificate.node.board_serial);
  line("profile", certificate.profile);
  line("profile hash", certificate.profile_hash);
  line("level", certificate.level);
  line("verdict", std::string(name(certificate.verdict)));
  for (const std::string& warning : certificate.warnings) line("accepted warning", warning);
  line("issued", time_of(certificate.issued_s));
  line("expires", time_of(certificate.expires_s));
  line("issuer", certificate.issuer);
  line("sequence", std::to_string(certificate.sequence));
  return lines.text("  ");
}

std::string admission_json(const Admission& admission) {
  Json json{{"verdict", name(admission.verdict)}};
  if (admission.certificate) {
    const Certificate& certificate = *admission.certificate;
    json["node"] = certificate.node.hostname;
    json["certificate"] = certificate_id(certificate);
    json["profile"] = certificate.profile;
    json["level"] = certificate.level;
    json["expires"] = time_of(certificate.expires_s);
  }
  json["reasons"] = Json::array();
  for (const Reason& reason : admission.reasons) json["reasons"].push_back(json_of(reason));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string admission_text(const Admission& admission) {
  std::string text = is_admitted(admission) ? "admitted\n" : "refused\n";
  if (admission.certificate) text += certificate_text(*admission.certificate);
  for (const Reason& reason : admission.reasons) text += reason_line(reason);
  return text;
}

}  // namespace assay
