#include "suites/runner/nvml_wire.hpp"

#include "core/text.hpp"

namespace assay {
namespace {

using Fields = std::map<std::string, std::string>;

struct TextMember {
  const char* name;
  std::string Gpu::*member;
};
constexpr TextMember kTexts[] = {{"uuid", &Gpu::uuid},
                                 {"serial", &Gpu::serial},
                                 {"name", &Gpu::name},
                                 {"vbios", &Gpu::vbios},
                                 {"pci", &Gpu::pci},
                                 {"board_part", &Gpu::board_part},
                                 {"compute_capability", &Gpu::compute_capability}};
struct NumberMember {
  const char* name;
  std::optional<std::int64_t> Gpu::*member;
};
constexpr NumberMember kNumbers[] = {
    {"module", &Gpu::module}, {"memory_bytes", &Gpu::memory_bytes}, {"sms", &Gpu::sms}};

constexpr const char* kSoftware = "software";

Fields fields_of(const Gpu& gpu) {
  Fields fields;
  for (const auto& [name, member] : kTexts)
    if (!(gpu.*member).empty()) fields[name] = gpu.*member;
  for (const auto& [name, member] : kNumbers)
    if (const auto& number = gpu.*member) fields[name] = std::to_string(*number);
  return fields;
}

}  // namespace

std::vector<Fields> fields_of(const Node& node) {
  std::vector<Fields> lines;
  lines.reserve(node.gpus.size() + node.software.size());
  for (const Gpu& gpu : node.gpus) lines.push_back(fields_of(gpu));
  for (const auto& [name, version] : node.software)
    lines.push_back({{kSoftware, name}, {"version", version}});
  return lines;
}

Node node_from(const std::vector<Fields>& lines) {
  Node node;
  for (const Fields& fields : lines) {
    const auto text = [&](const char* name) {
      const auto found = fields.find(name);
      return found == fields.end() ? std::string() : found->second;
    };
    if (fields.contains(kSoftware)) {
      node.software[text(kSoftware)] = text("version");
      continue;
    }
    Gpu gpu{.index = static_cast<std::int64_t>(node.gpus.size())};
    for (const auto& [name, member] : kTexts) gpu.*member = text(name);
    for (const auto& [name, member] : kNumbers) gpu.*member = whole_number(text(name));
    node.gpus.push_back(std::move(gpu));
  }
  return node;
}

}  // namespace assay
