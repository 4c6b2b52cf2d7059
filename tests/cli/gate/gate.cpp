#include "tests/cli/gate/gate.hpp"

#include <nlohmann/json.hpp>

#include "reports/certificate/key_files.hpp"
#include "reports/certificate/sealed.hpp"
#include "reports/certificate/trust.hpp"
#include "suites/machine/inventory.hpp"

namespace assay {

GateVerbs::GateVerbs() {
  EXPECT_EQ(assay_in_process({"keygen", "-o", "key"}).status, 0);
  write("demo.yaml",
        "profile: demo\ncertify: quick\nlimits:\n"
        "  - {test: memory.read, metric: bandwidth, at_least: 1 GB/s, warn_below: 2 GB/s}\n");
  write("report.json", report());
}

Report GateVerbs::report(double bytes_per_second) const {
  Report made = report_of("node-0001", bytes_per_second);
  made.node = read_node(tree_.files());
  return made;
}

Ended GateVerbs::certify(const std::string& certificate, std::vector<std::string> words) const {
  words.insert(words.begin(), "certify");
  words.insert(words.end(), {"--profile", "demo.yaml", "--key", "key", "-o", certificate});
  return assay_in_process(words);
}

Ended GateVerbs::admit(const std::string& certificate, std::vector<std::string> words) const {
  words.insert(words.begin(), {"admit", certificate, "--trust", "key.pub"});
  words.insert(words.end(), {"--root", tree_.root().string(), "--format", "json"});
  return assay_in_process(words);
}

std::vector<std::string> GateVerbs::reasons_in(const Ended& ended) {
  const auto json = nlohmann::json::parse(ended.out, nullptr, false);
  if (!json.is_object()) return {"no JSON: " + ended.out + ended.err};
  std::vector<std::string> ids;
  for (const auto& reason : json.at("reasons")) ids.push_back(reason.at("id"));
  return ids;
}

Certificate GateVerbs::certificate_in(const std::string& file) {
  return parse_certificate(open_sealed(DocumentKind::certificate, read(file)).body);
}

std::string GateVerbs::sign(const Certificate& certificate, const std::string& file,
                            const std::string& key) {
  const SecretKey secret = read_secret_key(key);
  Certificate own = certificate;
  own.issuer = key_id(secret.public_key());
  return write(file, sealed(own, secret));
}

}  // namespace assay
