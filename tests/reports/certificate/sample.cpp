#include "tests/reports/certificate/sample.hpp"

#include <fstream>
#include <iterator>

#include "suites/machine/inventory.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {

SecretKey key_of(unsigned char byte) {
  const std::vector<unsigned char> seed(SecretKey::kSeedBytes, byte);
  return SecretKey::from_seed(seed.data());
}

const Node& healthy_node() {
  static const Node node = [] {
    Node read = read_node(fakes::HostTree().files());
    for (Gpu& gpu : read.gpus) gpu.serial = "165422300" + std::to_string(gpu.index);
    return read;
  }();
  return node;
}

const Chassis& healthy_chassis() {
  static const Chassis chassis = read_chassis(fakes::HostTree().files());
  return chassis;
}

JudgedReport passed_report() {
  ReadReport read{.source = "a.json", .hash = std::string(64, 'a')};
  read.report.run.complete = true;
  read.report.run.level = "standard";
  read.report.node = healthy_node();
  Profile profile;
  profile.name = "demo";
  profile.hash = std::string(64, 'b');
  return judged_report(read, profile, {.profile = "demo", .verdict = Verdict::pass});
}

Certificate sample_certificate() {
  Certificate certificate =
      draw_up({passed_report()}, {.now_s = kIssued_s, .valid_s = 30 * kDay_s}).certificate;
  certificate.issuer = key_id(key_of(1).public_key());
  certificate.sequence = kIssued_s * 1'000'000;
  return certificate;
}

AdmissionRules sample_rules() {
  AdmissionRules rules{.now_wall_s = kIssued_s + 3600.0};
  rules.trust.add(key_of(1).public_key());
  return rules;
}

Presented presented(const Certificate& certificate, const SecretKey& key) {
  return {.certificate = sealed(certificate, key), .lists = {}};
}

std::vector<std::string> ids_of(const std::vector<Reason>& reasons) {
  std::vector<std::string> ids;
  ids.reserve(reasons.size());
  for (const Reason& reason : reasons) ids.push_back(reason.id);
  return ids;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "assay-gate-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code none;
  std::filesystem::remove_all(path_, none);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream(file(name), std::ios::binary) << text;
  return file(name);
}

std::string text_of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace assay
